import type { Disposable } from '../util/dispose';
import { Emitter } from '../util/event';
import { formatPathOf, formatReference } from './formatReference';
import { LazyWorkspaceFiles } from './lazyWorkspaceFiles';
import type { WorkspaceFilesPorts } from './liveWorkspaceFiles';
import { parseReferences } from './parseReferences';
import { pathToWrite } from './referencePaths';
import type { FileReference, ReferenceContext, ReferenceSyntax, ReferenceTarget } from './reference';
import type { References } from './references';
import type { ReferenceTargets } from './referenceTargets';
import type { FileHit } from './workspaceFiles';

export interface ReferencePorts extends WorkspaceFilesPorts {
  /** URI of the folder whose files belong together with a document, such as its library; default: the document's own folder. */
  readonly folderAround?: ((documentUri: string) => string | undefined) | undefined;
  /** URI of the user's home folder, for paths that begin with `~`. */
  readonly home?: string | undefined;
}

const DEFAULT_CANDIDATES = 10;

/** See {@link References}. What reads, lists and searches is loaded on first use. */
export class WorkspaceReferences implements References, Disposable {
  readonly files: LazyWorkspaceFiles;
  readonly #ports: ReferencePorts;
  readonly #changed = new Emitter<void>();
  readonly #allowed = new Set<string>();
  #targets: Promise<ReferenceTargets> | undefined;

  constructor(ports: ReferencePorts) {
    this.#ports = ports;
    this.files = new LazyWorkspaceFiles(ports);
    this.files.onDidChange(() => this.#changed.fire());
    this.files.onDidTouch(() => this.#changed.fire());
  }

  readonly onDidChange = this.#changed.event;

  parse(text: string): readonly FileReference[] {
    return parseReferences(text);
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
    return pathToWrite(uri, this.#inFull(context), syntax, (name) => this.files.named(name).length <= 1);
  }

  format(syntax: ReferenceSyntax, path: string, title: string): string {
    return formatReference(syntax, path, title);
  }

  formatPath(reference: FileReference, path: string): string {
    return formatPathOf(reference, path);
  }

  dispose(): void {
    this.files.dispose();
    this.#changed.dispose();
  }

  #inFull(context: ReferenceContext): ReferenceContext & { readonly home: string | undefined; readonly ownRoot: string | undefined } {
    return { ...context, home: this.#ports.home, ownRoot: this.#ports.folderAround?.(context.documentUri) };
  }

  async #load(): Promise<ReferenceTargets> {
    const targets = await (this.#targets ??= Promise.all([import('./referenceTargets'), this.files.load()]).then(
      ([{ ReferenceTargets }, files]) => new ReferenceTargets(this.#ports, files, (uri) => this.#allowed.has(uri)),
    ));
    targets.addRoots(this.files.folders);
    return targets;
  }
}
