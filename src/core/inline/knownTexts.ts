import { Shard } from './shard';
import { Vocabulary } from './vocabulary';
import { wordsOf } from './words';

/** Words of one document at most; what follows is not learned. */
const MAX_WORDS_OF_TEXT = 16_000;
/** Words of all documents at most, at six bytes each. */
const MAX_WORDS = 6_000_000;
/** Compositions at most. */
export const MAX_COMPOSITIONS = 200;

export type TextKind = 'prompt' | 'composition';

/** What a text was learned from. An equal stamp and size mean that it is still the same. */
export interface TextOrigin {
  readonly uri: string;
  readonly kind: TextKind;
  /** Last modification of a prompt, last learning of a composition; milliseconds since the epoch. */
  readonly stamp: number;
  /** Bytes of a prompt file; 0 for a composition. */
  readonly size: number;
}

interface Entry {
  readonly origin: TextOrigin;
  /** `undefined` when the text had to make room. */
  shard: Shard | undefined;
  length: number;
}

/**
 * The learned texts. Learning and forgetting is exact: afterwards nothing tells whether a text was ever there. When they grow too many,
 * those with the oldest stamp make room; they stay known, so that they are not learned again until they change.
 */
export class KnownTexts {
  readonly vocabulary = new Vocabulary();
  readonly #entries = new Map<string, Entry>();
  readonly #shards: Record<TextKind, Shard[]> = { prompt: [], composition: [] };
  readonly #limits: { readonly words: number; readonly compositions: number };
  #words = 0;
  #compositions = 0;

  constructor(limits: { readonly words?: number; readonly compositions?: number } = {}) {
    this.#limits = { words: limits.words ?? MAX_WORDS, compositions: limits.compositions ?? MAX_COMPOSITIONS };
  }

  /** Number of words of all texts. */
  get words(): number {
    return this.#words;
  }

  /** Bytes of the texts and their index, without the vocabulary. */
  get memory(): number {
    return [...this.#shards.prompt, ...this.#shards.composition].reduce((sum, shard) => sum + shard.memory, 0);
  }

  /** Stamp of the composition that makes room for the next one; -1 while there is room. */
  get oldestComposition(): number {
    return this.#compositions < this.#limits.compositions ? -1 : this.#oldestComposition().origin.stamp;
  }

  shards(kind: TextKind): readonly Shard[] {
    return this.#shards[kind];
  }

  origins(): TextOrigin[] {
    return [...this.#entries.values()].map(({ origin }) => origin);
  }

  originOf(uri: string): TextOrigin | undefined {
    return this.#entries.get(uri)?.origin;
  }

  /** The shard that holds a text, to leave it out of a search. */
  shardOf(uri: string): Shard | undefined {
    return this.#entries.get(uri)?.shard;
  }

  /** The words of a text; empty for one that had to make room. */
  wordsOf(uri: string): Uint32Array {
    const shard = this.#entries.get(uri)?.shard;
    const stretch = shard?.stretchOf(uri);
    return shard && stretch ? shard.words.subarray(stretch.start, stretch.end) : new Uint32Array();
  }

  /** Learns a text in place of what its URI had before. */
  learn(origin: TextOrigin, text: string): void {
    this.put(origin, wordsOf(text, MAX_WORDS_OF_TEXT));
  }

  /** As {@link learn}, of a text that was cut already. */
  put(origin: TextOrigin, words: readonly string[]): void {
    this.forget([origin.uri]);
    const numbers = Uint32Array.from(words, (word) => this.vocabulary.use(word));
    const shards = this.#shards[origin.kind];
    let shard = shards.find((each) => each.hasRoom(numbers.length));
    if (!shard) shards.push((shard = new Shard()));
    shard.add(origin.uri, numbers, this.vocabulary.folds);
    this.#entries.set(origin.uri, { origin, shard, length: numbers.length });
    this.#words += numbers.length;
    if (origin.kind === 'composition') this.#compositions++;
    if (this.#compositions > this.#limits.compositions) this.forget([this.#oldestComposition().origin.uri]);
    if (this.#words > this.#limits.words) this.#makeRoom();
  }

  /** Forgets texts as if they had never been learned. */
  forget(uris: Iterable<string>): void {
    const held = new Map<Shard, Set<string>>();
    for (const uri of uris) {
      const entry = this.#entries.get(uri);
      if (!entry) continue;
      this.#drop(entry, held);
      this.#entries.delete(uri);
      if (entry.origin.kind === 'composition') this.#compositions--;
    }
    this.#removeFromShards(held);
  }

  /** A little more than needed, so that this does not happen for each text. */
  #makeRoom(): void {
    const held = new Map<Shard, Set<string>>();
    const byAge = [...this.#entries.values()].filter(({ shard }) => shard !== undefined).sort(byStamp);
    for (const entry of byAge) {
      if (this.#words <= this.#limits.words * 0.97) break;
      this.#drop(entry, held);
    }
    this.#removeFromShards(held);
  }

  #drop(entry: Entry, held: Map<Shard, Set<string>>): void {
    if (!entry.shard) return;
    const uris = held.get(entry.shard) ?? new Set();
    held.set(entry.shard, uris.add(entry.origin.uri));
    this.#words -= entry.length;
    entry.shard = undefined;
    entry.length = 0;
  }

  #removeFromShards(held: ReadonlyMap<Shard, ReadonlySet<string>>): void {
    for (const [shard, uris] of held) {
      shard.remove(uris, this.vocabulary.folds, (word) => this.vocabulary.release(word));
      if (shard.length > 0) continue;
      for (const shards of Object.values(this.#shards)) if (shards.includes(shard)) shards.splice(shards.indexOf(shard), 1);
    }
  }

  #oldestComposition(): Entry {
    return [...this.#entries.values()].filter(({ origin }) => origin.kind === 'composition').sort(byStamp)[0] as Entry;
  }
}

function byStamp(a: Entry, b: Entry): number {
  return a.origin.stamp - b.origin.stamp || (a.origin.uri < b.origin.uri ? -1 : 1);
}
