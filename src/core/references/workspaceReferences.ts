import type { Disposable } from '../util/dispose';
import { Emitter } from '../util/event';
import { LazyWorkspaceFiles } from './lazyWorkspaceFiles';
import type { WorkspaceFilesPorts } from './liveWorkspaceFiles';
import type { FileReference, ReferenceContext, ReferenceSyntax, ReferenceTarget } from './reference';
import type { References } from './references';
import type { ReferenceTargets } from './referenceTargets';
import type * as referenceText from './referenceText';
import type { FileHit } from './workspaceFiles';

interface ReferencePorts extends WorkspaceFilesPorts {
  /** URI of the folder whose files belong together with a document, such as its library; default: the document's own folder. */
  readonly folderAround?: ((documentUri: string) => string | undefined) | undefined;
  /** URI of the user's home folder, for paths that begin with `~`. */
  readonly home?: string | undefined;
}

const DEFAULT_CANDIDATES = 10;

type ReferenceText = typeof referenceText;

/**
 * See {@link References}. What lists, searches and looks at files is loaded on first use; what reads and writes the text of references in
 * the first turn of the event loop after the start, which is before any editor event.
 */
export class WorkspaceReferences implements References, Disposable {
  readonly files: LazyWorkspaceFiles;
  readonly #ports: ReferencePorts;
  readonly #changed = new Emitter<void>();
  readonly #allowed = new Set<string>();
  #targets: Promise<ReferenceTargets> | undefined;
  #text: ReferenceText | undefined;
  readonly #textLoaded: Promise<void>;

  constructor(ports: ReferencePorts) {
    this.#ports = ports;
    this.files = new LazyWorkspaceFiles(ports);
    this.files.onDidChange(() => this.#changed.fire());
    this.files.onDidTouch(() => this.#changed.fire());
    this.#textLoaded = this.#loadText();
  }

  readonly onDidChange = this.#changed.event;

  parse(text: string): readonly FileReference[] {
    return this.#loaded.parseReferences(text);
  }

  async whenLoaded(): Promise<void> {
    await this.#textLoaded;
  }

  async resolve(reference: FileReference, context: ReferenceContext): Promise<ReferenceTarget> {
    return (await this.#load()).resolve(reference, this.#inFull(context));
  }

  allowOutside(uri: string): void {
    if (this.#allowed.has(uri)) return;
    this.#allowed.add(uri);
    this.#changed.fire();
  }

  isAllowedOutside(uri: string): boolean {
    return this.#allowed.has(uri);
  }

  async read(uri: string): Promise<string> {
    return (await this.#load()).read(uri);
  }

  async titleOf(uri: string): Promise<string> {
    return (await this.#load()).titleOf(uri);
  }

  async candidatesFor(reference: FileReference, context: ReferenceContext, limit = DEFAULT_CANDIDATES): Promise<readonly FileHit[]> {
    return (await this.#load()).candidatesFor(reference, this.#inFull(context), limit);
  }

  pathTo(uri: string, context: ReferenceContext, syntax: ReferenceSyntax): string {
    return this.#loaded.pathToWrite(uri, this.#inFull(context), syntax, (name) => this.files.isUnique(name));
  }

  format(syntax: ReferenceSyntax, path: string, title: string): string {
    return this.#loaded.formatReference(syntax, path, title);
  }

  formatPath(reference: FileReference, path: string): string {
    return this.#loaded.formatPathOf(reference, path);
  }

  dispose(): void {
    this.files.dispose();
    this.#changed.dispose();
  }

  get #loaded(): ReferenceText {
    if (!this.#text) throw new Error('References were used before they were loaded');
    return this.#text;
  }

  async #loadText(): Promise<void> {
    await this.#ports.clock.nextTurn();
    this.#text = await import('./referenceText');
  }

  #inFull(context: ReferenceContext): ReferenceContext & { readonly home: string | undefined; readonly ownRoot: string | undefined } {
    return { ...context, home: this.#ports.home, ownRoot: this.#ports.folderAround?.(context.documentUri) };
  }

  async #load(): Promise<ReferenceTargets> {
    await this.#textLoaded;
    const targets = await (this.#targets ??= Promise.all([import('./referenceTargets'), this.files.load()]).then(
      ([{ ReferenceTargets }, files]) => new ReferenceTargets(this.#ports, files, (uri) => this.#allowed.has(uri)),
    ));
    targets.addRoots(this.files.folders);
    return targets;
  }
}
