import { BOUNDARY } from './vocabulary';

/** Most words of a shard, so that a position fits into 16 bits and rebuilding one takes about a millisecond. */
export const SHARD_WORDS = 65_000;
const BUCKETS = 1 << 12;
const FIRST_CAPACITY = 1 << 10;

/** Where a document stands in {@link Shard.words}: behind its boundary, `end` exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * The words of some documents, one after the other, with an index of where each word stands: 6 bytes per word. Small enough that
 * forgetting a document is rebuilding its shard, which leaves nothing of it.
 */
export class Shard {
  #words = new Uint32Array(FIRST_CAPACITY);
  /** Of each position, the one before it in the same bucket, plus one; 0 ends the chain. */
  #previous = new Uint16Array(FIRST_CAPACITY);
  readonly #heads = new Uint16Array(BUCKETS);
  #length = 0;
  #stretches = new Map<string, Stretch>();

  /** Read only what is below {@link length}. */
  get words(): Uint32Array {
    return this.#words;
  }

  get length(): number {
    return this.#length;
  }

  /** Where a document stands. */
  stretchOf(key: string): Stretch | undefined {
    return this.#stretches.get(key);
  }

  /** Bytes. */
  get memory(): number {
    return this.#words.byteLength + this.#previous.byteLength + this.#heads.byteLength;
  }

  hasRoom(words: number): boolean {
    return this.#length + words + 2 <= SHARD_WORDS;
  }

  /** @param folds of the vocabulary; words are found by them */
  add(key: string, words: ArrayLike<number>, folds: Uint32Array): void {
    this.#reserve(this.#length + words.length + 2);
    this.#push(BOUNDARY, folds);
    const start = this.#length;
    for (let index = 0; index < words.length; index++) this.#push(words[index] ?? BOUNDARY, folds);
    this.#stretches.set(key, { start, end: this.#length });
    // What follows the last word of the last document; the next document overwrites it with its own boundary.
    this.#words[this.#length] = BOUNDARY;
  }

  /** Forgets documents. @param released is called for each of their words. */
  remove(keys: ReadonlySet<string>, folds: Uint32Array, released: (word: number) => void): void {
    const words = this.#words;
    const stretches = this.#stretches;
    this.#words = new Uint32Array(FIRST_CAPACITY);
    this.#previous = new Uint16Array(FIRST_CAPACITY);
    this.#heads.fill(0);
    this.#length = 0;
    this.#stretches = new Map();
    for (const [key, { start, end }] of stretches) {
      const part = words.subarray(start, end);
      if (keys.has(key)) part.forEach(released);
      else this.add(key, part, folds);
    }
  }

  /** The last position in the bucket of a fold; -1 for none. Others share the bucket. */
  last(fold: number): number {
    return (this.#heads[bucketOf(fold)] ?? 0) - 1;
  }

  /** The position before that one in its bucket; -1 for none. */
  before(position: number): number {
    return (this.#previous[position] ?? 0) - 1;
  }

  #push(word: number, folds: Uint32Array): void {
    const bucket = bucketOf(folds[word] ?? 0);
    this.#words[this.#length] = word;
    this.#previous[this.#length] = this.#heads[bucket] ?? 0;
    this.#heads[bucket] = ++this.#length;
  }

  #reserve(length: number): void {
    if (length <= this.#words.length) return;
    const capacity = Math.min(Math.max(length, this.#words.length * 2), SHARD_WORDS);
    const words = new Uint32Array(capacity);
    words.set(this.#words);
    this.#words = words;
    const previous = new Uint16Array(capacity);
    previous.set(this.#previous);
    this.#previous = previous;
  }
}

function bucketOf(fold: number): number {
  return Math.imul(fold, 0x9e3779b1) >>> 20;
}
