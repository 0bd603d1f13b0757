import { BOUNDARY } from './vocabulary';

/** Most words of a shard, so that a position fits into 16 bits and rebuilding one takes about a millisecond. */
const SHARD_WORDS = 65_000;
const BUCKET_BITS = 13;
const FIRST_CAPACITY = 1 << 10;

/** Where a document stands in {@link Shard.words}: behind its boundary, `end` exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The places of equal keys, as chains through the positions of a shard: two bytes per position. Different keys may share a chain. */
class Chains {
  readonly #heads = new Uint16Array(1 << BUCKET_BITS);
  /** Of each position, the one before it in its chain, plus one; 0 ends the chain. */
  #previous = new Uint16Array(FIRST_CAPACITY);

  get memory(): number {
    return this.#heads.byteLength + this.#previous.byteLength;
  }

  clear(): void {
    this.#heads.fill(0);
    this.#previous = new Uint16Array(FIRST_CAPACITY);
  }

  reserve(capacity: number): void {
    const previous = new Uint16Array(capacity);
    previous.set(this.#previous);
    this.#previous = previous;
  }

  push(key: number, position: number): void {
    const bucket = bucketOf(key);
    this.#previous[position] = this.#heads[bucket] ?? 0;
    this.#heads[bucket] = position + 1;
  }

  /** The last position of the chain of a key; -1 for none. */
  last(key: number): number {
    return (this.#heads[bucketOf(key)] ?? 0) - 1;
  }

  /** The position before that one in its chain; -1 for none. */
  before(position: number): number {
    return (this.#previous[position] ?? 0) - 1;
  }
}

/**
 * The words of some documents, one after the other, with an index of where each word and each pair of words stands: eight bytes per
 * word. Small enough that forgetting a document is rebuilding its shard, which leaves nothing of it.
 */
export class Shard {
  /** Places behind a word, by its fold. */
  readonly singles = new Chains();
  /** Places behind two words, by {@link pairOf} their folds. */
  readonly pairs = new Chains();
  #words = new Uint32Array(FIRST_CAPACITY);
  #length = 0;
  #stretches = new Map<string, Stretch>();

  /** Behind {@link length} there is at least one boundary. */
  get words(): Uint32Array {
    return this.#words;
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes. */
  get memory(): number {
    return this.#words.byteLength + this.singles.memory + this.pairs.memory;
  }

  /** Where a document stands. */
  stretchOf(key: string): Stretch | undefined {
    return this.#stretches.get(key);
  }

  hasRoom(words: number): boolean {
    return this.#length + words + 2 <= SHARD_WORDS;
  }

  /** @param folds of the vocabulary; words are found by them */
  add(key: string, words: ArrayLike<number>, folds: Uint32Array): void {
    this.#reserve(this.#length + words.length + 2);
    let previous = this.#push(BOUNDARY, 0, folds);
    const start = this.#length;
    for (let index = 0; index < words.length; index++) previous = this.#push(words[index] ?? BOUNDARY, previous, folds);
    this.#stretches.set(key, { start, end: this.#length });
  }

  /** Forgets documents. @param released is called for each of their words. */
  remove(keys: ReadonlySet<string>, folds: Uint32Array, released: (word: number) => void): void {
    const words = this.#words;
    const stretches = this.#stretches;
    this.#words = new Uint32Array(FIRST_CAPACITY);
    this.singles.clear();
    this.pairs.clear();
    this.#length = 0;
    this.#stretches = new Map();
    for (const [key, { start, end }] of stretches) {
      const part = words.subarray(start, end);
      if (keys.has(key)) part.forEach(released);
      else this.add(key, part, folds);
    }
  }

  /** @returns the fold of the word */
  #push(word: number, previous: number, folds: Uint32Array): number {
    const fold = folds[word] ?? 0;
    this.singles.push(fold, this.#length);
    this.pairs.push(pairOf(previous, fold), this.#length);
    this.#words[this.#length++] = word;
    return fold;
  }

  #reserve(length: number): void {
    if (length <= this.#words.length) return;
    const capacity = Math.min(Math.max(length, this.#words.length * 2), SHARD_WORDS);
    const words = new Uint32Array(capacity);
    words.set(this.#words);
    this.#words = words;
    this.singles.reserve(capacity);
    this.pairs.reserve(capacity);
  }
}

/** The key of two words that follow each other. */
export function pairOf(first: number, second: number): number {
  return Math.imul(first, 0x85ebca6b) ^ second;
}

function bucketOf(key: number): number {
  return Math.imul(key ^ (key >>> 15), 0x9e3779b1) >>> (32 - BUCKET_BITS);
}
