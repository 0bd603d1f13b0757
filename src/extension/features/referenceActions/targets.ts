import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { estimateTokens } from '../../../core/ai/tokens';
import type { FileReference, ReferenceContext, ReferenceTarget } from '../../../core/references/reference';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';
import { linesOfFragment } from '../../../core/references/fragment';

/** Pause after changes of files before anything is looked at again, in milliseconds. */
const DELAY = 300;
/** References resolved at a time. */
const CONCURRENCY = 8;
/** Of one document: more than anybody writes by hand. */
const MAX_REFERENCES = 5_000;
const MAX_TARGETS = 20_000;
const MAX_COUNTS = 2_000;

interface Entry {
  readonly target: ReferenceTarget;
  readonly generation: number;
}

/**
 * Where references lead, remembered until files change, so that a keystroke resolves only what it changed. What was known before a
 * change is still there to be shown until it is known anew.
 */
export class ReferenceTargets extends DisposableStore {
  readonly #app: App;
  readonly #targets = new Map<string, Entry>();
  readonly #pending = new Map<string, Promise<ReferenceTarget>>();
  readonly #counts = new Map<string, Promise<number | undefined>>();
  readonly #changed = this.add(new vscode.EventEmitter<void>());
  #generation = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Fires when targets should be asked for again; bursts of changes come as one. */
  readonly onDidChange = this.#changed.event;

  constructor(app: App) {
    super();
    this.#app = app;
    this.add(app.references.onDidChange(() => this.#expire()));
    this.add(app.library.onDidChange(() => this.#expire()));
    this.add(vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#isTarget(uri.toString()) && this.#expire()));
    this.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.#expire()));
    this.add(toDisposable(() => clearTimeout(this.#timer)));
  }

  /** What is known without looking; may be older than the last change. */
  peek(reference: FileReference, context: ReferenceContext): ReferenceTarget | undefined {
    return this.#targets.get(keyOf(reference, context))?.target;
  }

  /** Never fails: what cannot be resolved is `unreadable`. */
  async get(reference: FileReference, context: ReferenceContext): Promise<ReferenceTarget> {
    const key = keyOf(reference, context);
    const known = this.#targets.get(key);
    if (known?.generation === this.#generation) return known.target;
    const running = this.#pending.get(key);
    if (running) return running;
    const begun = this.#resolve(key, reference, context, this.#generation);
    this.#pending.set(key, begun);
    return begun;
  }

  /** Resolves references, some at a time. @returns the targets in the order of the references; fewer when it was given up or there are too many */
  async getAll(references: readonly FileReference[], context: ReferenceContext, isGivenUp: () => boolean): Promise<readonly ReferenceTarget[]> {
    const targets: ReferenceTarget[] = [];
    const end = Math.min(references.length, MAX_REFERENCES);
    for (let from = 0; from < end && !isGivenUp(); from += CONCURRENCY) {
      targets.push(...(await Promise.all(references.slice(from, from + CONCURRENCY).map((reference) => this.get(reference, context)))));
    }
    return targets;
  }

  /** Tokens of what a reference includes; `undefined` when it cannot be read. */
  tokensOf({ uri, mtime, size }: ReferenceTarget, fragment?: string): Promise<number | undefined> {
    const key = [uri, mtime, size, fragment].join('\0');
    const known = this.#counts.get(key);
    if (known) return known;
    if (this.#counts.size >= MAX_COUNTS) this.#counts.clear();
    const count = this.#app.references.read(uri).then(
      (text) => estimateTokens(linesOfFragment(text, fragment)),
      () => undefined,
    );
    this.#counts.set(key, count);
    return count;
  }

  async #resolve(key: string, reference: FileReference, context: ReferenceContext, generation: number): Promise<ReferenceTarget> {
    let target: ReferenceTarget;
    try {
      target = await this.#app.references.resolve(reference, context);
    } catch (error) {
      this.#app.log.error('A reference could not be resolved', error);
      target = { uri: context.documentUri, state: 'unreadable', size: undefined, mtime: undefined };
    }
    if (generation !== this.#generation) return target;
    this.#pending.delete(key);
    if (this.#targets.size >= MAX_TARGETS) this.#targets.clear();
    this.#targets.set(key, { target, generation });
    return target;
  }

  #isTarget(uri: string): boolean {
    for (const { target } of this.#targets.values()) if (target.uri === uri) return true;
    return false;
  }

  #expire(): void {
    this.#generation++;
    this.#pending.clear();
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#changed.fire();
    }, DELAY);
  }
}

function keyOf({ syntax, path }: FileReference, { documentUri }: ReferenceContext): string {
  return `${documentUri}\0${syntax}\0${path}`;
}
