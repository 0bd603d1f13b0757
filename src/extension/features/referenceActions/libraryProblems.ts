import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { Prompt } from '../../../core/prompts/prompt';
import { decode } from '../../../core/prompts/textEncoding';
import type { FileReference } from '../../../core/references/reference';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';
import { isInside } from '../../../core/util/uri';
import { referenceContext } from '../../documentReferences';
import { problemOf } from './problems';
import { isSureReference } from './sureReference';
import type { ReferenceTargets } from './targets';

/** Time after the load of the library before its references are looked at, in milliseconds: whatever the user does first comes first. */
const GRACE = 2000;
/** Prompts per slice, and the pause between two slices in milliseconds. */
const SLICE = 20;
const PAUSE = 60;
const MAX_BYTES = 1024 * 1024;
/** Told from the bytes of most prompts without parsing them. */
const MAY_REFER = /\]\(|\[\[|#file:|@[\w.~/]/;

/** A reference of a prompt that nobody has open, and where it stands. */
interface Placed {
  readonly reference: FileReference;
  readonly range: vscode.Range;
}

interface Looked {
  /** The version that was read: a prompt is a new object when its file changed. */
  readonly prompt: Prompt;
  readonly placed: readonly Placed[];
}

/**
 * Reports missing files in prompts of the library that nobody has open, in the background, a few prompts at a time. A prompt outside of
 * the workspace is used in many of them: only what it says of files beside it can be wrong by itself.
 */
export class LibraryReferenceProblems extends DisposableStore {
  readonly #app: App;
  readonly #targets: ReferenceTargets;
  readonly #publish: (uri: string, diagnostics: readonly vscode.Diagnostic[]) => void;
  readonly #looked = new Map<string, Looked>();
  readonly #queue = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #enabled = false;

  /** @param publish gets the diagnostics of the file of a prompt; those of an open document come before them */
  constructor(app: App, targets: ReferenceTargets, publish: (uri: string, diagnostics: readonly vscode.Diagnostic[]) => void) {
    super();
    this.#app = app;
    this.#targets = targets;
    this.#publish = publish;
    this.add(
      app.library.onDidChange(({ added, changed, removed }) => {
        for (const { uri } of removed) this.#drop(uri);
        for (const { uri } of [...added, ...changed]) this.#enqueue(uri);
        if (added.length + removed.length > 0) this.#enqueueReferring();
      }),
    );
    this.add(app.references.files.onDidChange(() => this.#enqueueReferring()));
    this.add(toDisposable(() => clearTimeout(this.#timer)));
  }

  /** Begins, or withdraws everything that was reported. */
  setEnabled(enabled: boolean): void {
    if (enabled === this.#enabled) return;
    this.#enabled = enabled;
    if (enabled) {
      for (const { uri } of this.#app.library.prompts) this.#enqueue(uri);
      return;
    }
    for (const uri of [...this.#looked.keys()]) this.#drop(uri);
    this.#queue.clear();
  }

  #enqueue(uri: string): void {
    if (!this.#enabled) return;
    this.#queue.add(uri);
    this.#timer ??= setTimeout(() => void this.#work(), GRACE);
  }

  /** Files came or went; what is written in them means nothing here. */
  #enqueueReferring(): void {
    for (const [uri, { placed }] of this.#looked) if (placed.length > 0) this.#enqueue(uri);
  }

  #drop(uri: string): void {
    this.#queue.delete(uri);
    if (this.#looked.delete(uri)) this.#publish(uri, []);
  }

  async #work(): Promise<void> {
    await this.#app.library.whenReady();
    const slice = [...this.#queue].slice(0, SLICE);
    for (const uri of slice) {
      if (this.isDisposed) return;
      if (!this.#queue.delete(uri)) continue;
      await this.#judge(uri).catch((error: unknown) => this.#app.log.error(`The references of ${uri} could not be checked`, error));
    }
    this.#timer = this.#queue.size > 0 && !this.isDisposed ? setTimeout(() => void this.#work(), PAUSE) : undefined;
  }

  async #judge(uri: string): Promise<void> {
    const prompt = this.#app.library.get(uri);
    if (!prompt || prompt.size > MAX_BYTES) return;
    let looked = this.#looked.get(uri);
    if (looked?.prompt !== prompt) looked = { prompt, placed: await this.#read(uri) };
    const context = referenceContext(vscode.Uri.parse(uri));
    const targets = await this.#targets.getAll(looked.placed.map(({ reference }) => reference), context, () => this.isDisposed);
    // Meanwhile it may have changed, gone, or been switched off.
    if (this.isDisposed || !this.#enabled || this.#app.library.get(uri) !== prompt) return;
    this.#looked.set(uri, looked);
    const diagnostics = looked.placed.flatMap(({ reference, range }, index) => {
      const target = targets[index];
      return target?.state === 'missing' ? (problemOf('', reference, target, range) ?? []) : [];
    });
    this.#publish(uri, diagnostics);
  }

  async #read(uri: string): Promise<readonly Placed[]> {
    const content = await this.#app.fileSystem.read(uri, MAX_BYTES).catch(() => undefined);
    const decoded = content && decode(content.bytes);
    if (!decoded?.ok || !MAY_REFER.test(decoded.text)) return [];
    const inWorkspace = (vscode.workspace.workspaceFolders ?? []).some((folder) => isInside(uri, folder.uri.toString()));
    const references = this.#app.references.parse(decoded.text);
    const placeOf = positions(decoded.text);
    return references
      .filter((reference) => isSureReference(reference, 'missing') && (inWorkspace || isBeside(reference)))
      .map((reference) => ({ reference, range: new vscode.Range(placeOf(reference.pathStart), placeOf(reference.pathEnd)) }));
  }
}

function isBeside({ syntax, path }: FileReference): boolean {
  return (syntax === 'link' || syntax === 'wiki') && (path.startsWith('./') || !path.includes('/'));
}

/** Turns ascending offsets into positions as an editor counts them. */
function positions(text: string): (offset: number) => vscode.Position {
  const newline = /\r\n?|\n/g;
  let line = 0;
  let start = 0;
  let next = newline.exec(text);
  return (offset) => {
    while (next && next.index + next[0].length <= offset) {
      line++;
      start = next.index + next[0].length;
      next = newline.exec(text);
    }
    return new vscode.Position(line, offset - start);
  };
}
