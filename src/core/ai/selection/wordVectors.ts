import { Vocabulary } from '../../history/vocabulary';
import type { Slices } from '../../util/slices';

/** Counts are kept in 8 bits beside the number of the word. */
const MAX_COUNT = 255;
/** Words of one text; those that come later are left out. */
const MAX_WORDS = 1000;
/** Words of all texts together, 4 bytes each; beyond that texts are kept by their first words only. */
const MAX_TOTAL = 8_000_000;
const WORDS_BEYOND = 50;
/** Texts between two looks at the clock. */
const STRIDE = 64;

interface Vector {
  /** Number of the word in the upper 24 bits, its count in the lower 8. */
  readonly packed: Uint32Array;
  /** All words, repeated ones as often as they are there. */
  readonly length: number;
}

/** What the words of a query add to a text. */
interface Match {
  readonly key: string;
  readonly score: number;
}

/**
 * Which words are how often in which texts: 4 bytes per word and text. A query goes through all texts, some milliseconds for ten thousand,
 * so that texts come and go without any upkeep of lists.
 */
export class WordVectors {
  readonly #vocabulary = new Vocabulary();
  readonly #vectors = new Map<string, Vector>();
  #totalLength = 0;
  #totalWords = 0;

  get size(): number {
    return this.#vectors.size;
  }

  /** In words. */
  get averageLength(): number {
    return this.#totalLength / Math.max(1, this.#vectors.size);
  }

  has(key: string): boolean {
    return this.#vectors.has(key);
  }

  /** Adds a text or replaces the one with that key. @param counts its words, the most telling first */
  put(key: string, counts: ReadonlyMap<string, number>): void {
    this.delete(key);
    const limit = this.#totalWords > MAX_TOTAL ? WORDS_BEYOND : MAX_WORDS;
    const packed = new Uint32Array(Math.min(limit, counts.size));
    let [at, length] = [0, 0];
    for (const [word, count] of counts) {
      length += count;
      if (at < packed.length) packed[at++] = ((this.#vocabulary.add(word) << 8) | Math.min(MAX_COUNT, count)) >>> 0;
    }
    this.#vectors.set(key, { packed, length });
    this.#totalLength += length;
    this.#totalWords += packed.length;
  }

  delete(key: string): void {
    const vector = this.#vectors.get(key);
    if (!vector) return;
    for (const each of vector.packed) this.#vocabulary.release(each >>> 8);
    this.#totalLength -= vector.length;
    this.#totalWords -= vector.packed.length;
    this.#vectors.delete(key);
  }

  /** How telling a word is: the rarer, the more; 0 for one that no text has. Never negative. */
  rarity(word: string): number {
    const id = this.#vocabulary.idOf(word);
    return id === undefined ? 0 : this.#rarityOf(id);
  }

  /** The mean {@link rarity} of the words in the texts, a word counted once for each text that has it. */
  averageRarity(): number {
    let [sum, uses] = [0, 0];
    for (let id = 0; id < this.#vocabulary.size; id++) {
      const each = this.#vocabulary.usesOf(id);
      sum += each * this.#rarityOf(id);
      uses += each;
    }
    return uses === 0 ? 0 : sum / uses;
  }

  /**
   * The texts that have any of the words, with the sum of what each word adds, in no order.
   * @param weights by word
   * @param gain what a word of that count adds for each unit of its weight, in a text of that length
   */
  async match(weights: ReadonlyMap<string, number>, gain: (count: number, length: number) => number, slices: Slices): Promise<readonly Match[]> {
    const byId = this.#byId(weights);
    const matches: Match[] = [];
    let seen = 0;
    for (const [key, { packed, length }] of this.#vectors) {
      let score = 0;
      for (let at = 0; at < packed.length; at++) {
        const each = packed[at] as number;
        const weight = byId[each >>> 8];
        if (weight) score += weight * gain(each & MAX_COUNT, length);
      }
      if (score > 0) matches.push({ key, score });
      if (++seen % STRIDE === 0) await slices.next();
    }
    return matches;
  }

  /** The words of a query that a text has, with what each adds, greatest first. */
  explain(key: string, weights: ReadonlyMap<string, number>, gain: (count: number, length: number) => number): readonly (readonly [word: string, score: number])[] {
    const { packed, length } = this.#vectors.get(key) ?? { packed: [], length: 0 };
    const found: (readonly [string, number])[] = [];
    for (const each of packed) {
      const word = this.#vocabulary.termOf(each >>> 8);
      const weight = weights.get(word);
      if (weight) found.push([word, weight * gain(each & MAX_COUNT, length)]);
    }
    return found.sort((a, b) => b[1] - a[1]);
  }

  #byId(weights: ReadonlyMap<string, number>): Float64Array {
    const byId = new Float64Array(this.#vocabulary.size);
    for (const [word, weight] of weights) {
      const id = this.#vocabulary.idOf(word);
      if (id !== undefined) byId[id] = weight;
    }
    return byId;
  }

  /** As in `bm25` of the history's search. */
  #rarityOf(id: number): number {
    const uses = this.#vocabulary.usesOf(id);
    return uses === 0 ? 0 : Math.log(1 + (this.size - uses + 0.5) / (uses + 0.5));
  }
}
