import { bm25 } from './ranking';
import { eachToken } from './terms';
import { matchesQuery, phraseKey, positivePhrases, type QueryPhrase, type TextQuery } from './textQuery';
import { Vocabulary } from './vocabulary';

/**
 * Full-text search in memory: every text is kept as the numbers of its terms, in order, 4 bytes each. A search goes through all of them,
 * which for ten thousand texts of 2 KB takes some milliseconds, and so texts come and go without any upkeep of lists.
 */
export class TermIndex {
  readonly #vocabulary = new Vocabulary();
  readonly #texts = new Map<string, Uint32Array>();
  #totalLength = 0;

  /** Adds a text or replaces the one with that key. */
  put(key: string, text: string): void {
    const ids: number[] = [];
    eachToken(text, (token) => ids.push(this.#vocabulary.add(token)));
    this.delete(key);
    this.#texts.set(key, Uint32Array.from(ids));
    this.#totalLength += ids.length;
  }

  delete(key: string): void {
    const ids = this.#texts.get(key);
    if (!ids) return;
    for (const id of ids) this.#vocabulary.release(id);
    this.#totalLength -= ids.length;
    this.#texts.delete(key);
  }

  /** The keys of the texts that a query means, with their relevance by `bm25`: 0 for what has none of its words. */
  find(query: TextQuery): Map<string, number> {
    const search = new PhraseSearch(query, this.#vocabulary);
    const counts = search.counts;
    const has = (phrase: QueryPhrase): boolean => (counts[search.indexOf(phrase)] ?? 0) > 0;
    const meansEmpty = matchesQuery(query, () => false);
    const ranked = positivePhrases(query).map((phrase) => ({ index: search.indexOf(phrase), frequency: 0, documents: 0 }));
    const found: string[] = [];
    // One row of frequencies for each that is found.
    const frequencies: number[] = [];
    for (const [key, ids] of this.#texts) {
      const hasAny = search.count(ids);
      if (hasAny) for (const phrase of ranked) if (counts[phrase.index]) phrase.documents++;
      if (hasAny ? !matchesQuery(query, has) : !meansEmpty) continue;
      found.push(key);
      for (const phrase of ranked) frequencies.push(counts[phrase.index] ?? 0);
    }
    const all = { documents: this.#texts.size, averageLength: this.#totalLength / Math.max(1, this.#texts.size) };
    const relevances = new Map<string, number>();
    for (const [row, key] of found.entries()) {
      for (const [column, phrase] of ranked.entries()) phrase.frequency = frequencies[row * ranked.length + column] ?? 0;
      relevances.set(key, bm25(ranked, { ...all, length: this.#texts.get(key)?.length ?? 0 }));
    }
    return relevances;
  }
}

/** Which terms of the query one term of the texts is. */
interface Meaning {
  /** Phrases of one term, which is this. */
  readonly words: number[];
  /** Longer phrases that begin with it. */
  readonly beginnings: number[];
  /** Places in longer phrases, see {@link place}. */
  readonly places: Set<number>;
}

/** More than the longest phrase. */
const PLACES = 128;

function place(phrase: number, index: number): number {
  return phrase * PLACES + index;
}

/** Counts the phrases of one query in texts. */
class PhraseSearch {
  readonly #phrases: QueryPhrase[] = [];
  readonly #indexes = new Map<QueryPhrase, number>();
  /** By number of a term: index of its meaning, 0 for none. */
  readonly #slots: Uint32Array;
  readonly #meanings: (Meaning | undefined)[] = [undefined];
  /** How often each phrase is in the text that was counted last, by index. */
  readonly counts: Uint32Array;

  constructor(query: TextQuery, vocabulary: Vocabulary) {
    this.#collect(query, new Map());
    this.#slots = new Uint32Array(vocabulary.size);
    this.counts = new Uint32Array(this.#phrases.length);
    for (const [phrase, { terms }] of this.#phrases.entries()) {
      for (const [index, { text, isPrefix }] of terms.entries()) {
        for (const id of vocabulary.find(text, isPrefix)) this.#mean(id, phrase, index, terms.length);
      }
    }
  }

  /** @param phrase of this query */
  indexOf(phrase: QueryPhrase): number {
    return this.#indexes.get(phrase) ?? 0;
  }

  /** Fills {@link counts}. @returns whether anything was there */
  count(ids: Uint32Array): boolean {
    const counts = this.counts.fill(0);
    const slots = this.#slots;
    let hasAny = false;
    for (let at = 0; at < ids.length; at++) {
      const slot = slots[ids[at] as number] as number;
      if (slot === 0) continue;
      hasAny = true;
      const meaning = this.#meanings[slot] as Meaning;
      for (const phrase of meaning.words) counts[phrase] = (counts[phrase] ?? 0) + 1;
      for (const phrase of meaning.beginnings) if (this.#goesOn(ids, at, phrase)) counts[phrase] = (counts[phrase] ?? 0) + 1;
    }
    return hasAny;
  }

  #goesOn(ids: Uint32Array, at: number, phrase: number): boolean {
    const length = this.#phrases[phrase]?.terms.length ?? 0;
    if (at + length > ids.length) return false;
    for (let index = 1; index < length; index++) {
      const meaning = this.#meanings[this.#slots[ids[at + index] ?? 0] ?? 0];
      if (!meaning?.places.has(place(phrase, index))) return false;
    }
    return true;
  }

  #collect(query: TextQuery, known: Map<string, number>): void {
    if (query.kind === 'not') this.#collect(query.operand, known);
    else if (query.kind !== 'phrase') for (const operand of query.operands) this.#collect(operand, known);
    else {
      const key = phraseKey(query);
      const index = known.get(key) ?? this.#phrases.push(query) - 1;
      known.set(key, index);
      this.#indexes.set(query, index);
    }
  }

  #mean(id: number, phrase: number, index: number, length: number): void {
    const slot = this.#slots[id] || this.#meanings.push({ words: [], beginnings: [], places: new Set() }) - 1;
    this.#slots[id] = slot;
    const meaning = this.#meanings[slot] as Meaning;
    if (length === 1) meaning.words.push(phrase);
    else if (index === 0) meaning.beginnings.push(phrase);
    if (length > 1) meaning.places.add(place(phrase, index));
  }
}
