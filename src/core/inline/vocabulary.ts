import { detached } from '../util/text';

/** Stands between documents; no text gives it. */
export const BOUNDARY = 0;
/** What {@link foldOf} gives for no word. */
export const BOUNDARY_FOLD = 0;

/** Words as numbers, each counted, so that what no document has any more is forgotten. */
export class Vocabulary {
  readonly #numbers = new Map<string, number>();
  readonly #words: string[] = [''];
  readonly #counts: number[] = [0];
  #folds = new Uint32Array(1024);
  readonly #free: number[] = [];

  /** Numbers are below this. */
  get end(): number {
    return this.#words.length;
  }

  get size(): number {
    return this.#numbers.size;
  }

  wordOf(number: number): string {
    return this.#words[number] ?? '';
  }

  numberOf(word: string): number | undefined {
    return this.#numbers.get(word);
  }

  /** What {@link foldOf} gives for each number. Take it anew after every {@link use}. */
  get folds(): Uint32Array {
    return this.#folds;
  }

  /** Counts the word once more. @returns its number, which stays the same until all its uses are released */
  use(word: string): number {
    const known = this.#numbers.get(word);
    if (known !== undefined) {
      this.#counts[known] = (this.#counts[known] ?? 0) + 1;
      return known;
    }
    const number = this.#free.pop() ?? this.#words.length;
    const own = detached(word);
    this.#words[number] = own;
    this.#counts[number] = 1;
    if (number >= this.#folds.length) {
      const larger = new Uint32Array(this.#folds.length * 2);
      larger.set(this.#folds);
      this.#folds = larger;
    }
    this.#folds[number] = foldOf(word);
    this.#numbers.set(own, number);
    return number;
  }

  /** Takes one {@link use} back. */
  release(number: number): void {
    const count = (this.#counts[number] ?? 0) - 1;
    this.#counts[number] = count;
    if (count > 0) return;
    this.#numbers.delete(this.wordOf(number));
    this.#words[number] = '';
    this.#free.push(number);
  }
}

/** A hash that words share which differ only in the blank before them and in case: they are followed by the same. Never that of a boundary. */
export function foldOf(word: string): number {
  const folded = word.toLowerCase();
  let hash = 0x811c9dc5;
  for (let at = folded.length > 1 && folded.charCodeAt(0) === 32 ? 1 : 0; at < folded.length; at++) hash = Math.imul(hash ^ folded.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  return hash >>> 0 || 1;
}
