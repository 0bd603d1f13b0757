import type { LibraryChange, PromptLibrary } from '../../app';
import type { Prompt } from '../../prompts/prompt';
import { type Disposable, DisposableStore } from '../../util/dispose';
import type { Slices } from '../../util/slices';
import { WordVectors } from './wordVectors';

/** Texts looked at a time. */
const CONCURRENT = 8;

/** The words of all prompts of the library, kept up to date: built on first use, and changes are looked at when they are needed. */
export class FollowedLibrary implements Disposable {
  readonly vectors = new WordVectors();
  readonly #library: PromptLibrary;
  readonly #count: (prompt: Prompt) => Promise<ReadonlyMap<string, number>> | ReadonlyMap<string, number>;
  readonly #owned = new DisposableStore();
  /** What is still to be looked at, and `undefined` for what is gone; not there before the first use. */
  #open: Map<string, Prompt | undefined> | undefined;
  #working: Promise<void> | undefined;

  /** @param count the words of a prompt; may take its time, but never fails */
  constructor(library: PromptLibrary, count: (prompt: Prompt) => Promise<ReadonlyMap<string, number>> | ReadonlyMap<string, number>) {
    this.#library = library;
    this.#count = count;
  }

  /** Resolves when the words of all prompts are known. */
  async update(slices: Slices): Promise<void> {
    if (!this.#open) {
      this.#open = new Map(this.#library.prompts.map((prompt) => [prompt.uri, prompt]));
      this.#owned.add(this.#library.onDidChange((change) => this.#change(change)));
    }
    while (this.#open.size > 0 && !this.#owned.isDisposed) await (this.#working ??= this.#workOff(this.#open, slices).finally(() => (this.#working = undefined)));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #change({ added, changed, removed }: LibraryChange): void {
    for (const { uri } of removed) this.#open?.set(uri, undefined);
    for (const prompt of [...added, ...changed]) this.#open?.set(prompt.uri, prompt);
  }

  async #workOff(open: Map<string, Prompt | undefined>, slices: Slices): Promise<void> {
    const workers = Array.from({ length: CONCURRENT }, async () => {
      for (const [uri, prompt] of open) {
        open.delete(uri);
        if (prompt) await this.#look(uri, prompt);
        else this.vectors.delete(uri);
        await slices.next();
        if (this.#owned.isDisposed) return;
      }
    });
    await Promise.all(workers);
  }

  async #look(uri: string, prompt: Prompt): Promise<void> {
    const counted = this.#count(prompt);
    const words = counted instanceof Promise ? await counted : counted;
    // A newer version, or the news that it is gone, may have come meanwhile.
    if (!this.#open?.has(uri)) this.vectors.put(uri, words);
  }
}
