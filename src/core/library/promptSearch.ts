import type { LibraryChange, SearchHit, SearchOptions } from '../app';
import type { Prompt } from '../prompts/prompt';
import { compareSlots, fuzzyCandidates } from './fuzzyCandidates';
import { fuseScores } from './fuzzyRanking';
import { SearchIndex, type TermMatches } from './searchIndex';
import { foldLine, isWordStart, piecesOf } from './searchText';
import { titleMatches } from './titleMatches';
import { topOf } from './topOf';

type Kind = SearchHit['kind'];

const DEFAULT_LIMIT = 50;
/** With so many prompts that have every term as typed, nobody needs those that only have something similar. */
const ENOUGH_HITS = 20;
/** How many prompts fuse.js ranks. */
const POOL = 50;
/** What the judgement of fuse.js counts, compared with that of the first stage; by measurement. */
const FUSE_SHARE = 0.5;
/** Scores that differ by less than one part in so many are equal, so that the weight decides. */
const SCORE_STEPS = 100;
/** Of a pasted text only the beginning is a query. */
const MAX_QUERY = 1000;
const MAX_TERMS = 24;
/** The part of a title that is nearly all of it. */
const NEARLY_WHOLE = 0.8;
/** Prompts indexed at a time by {@link PromptSearch.warmUp}: some milliseconds. */
const SLICE = 64;
/** Searches before the first real one. */
const REHEARSALS = 8;
/** After so many replaced or removed prompts beyond the living ones, the index is built anew. */
const SPARE_DEAD = 1000;

/**
 * Finds prompts by title, tags, description, category and file name, in two stages. The first takes each term of the query as it
 * is and looks where it occurs, also inside words; it ranks exact title, beginning of the title, phrase in the title, all terms in
 * the title, all terms anywhere. When that gives few prompts, the second takes the words of the dictionary that are near to the
 * typed ones and has fuse.js rank the prompts that have most of them.
 *
 * Nothing to dispose.
 */
export class PromptSearch {
  #index = new SearchIndex();
  /** What {@link apply} told and the index does not know yet, by URI; `undefined` stands for removed. */
  readonly #pending = new Map<string, Prompt | undefined>();
  #rehearsed = false;

  /** Takes note of a change. Cheap: what it means for the index is done by {@link warmUp} or the next {@link search}. */
  apply(change: LibraryChange): void {
    for (const prompt of change.removed) this.#pending.set(prompt.uri, undefined);
    for (const prompt of [...change.changed, ...change.added]) this.#pending.set(prompt.uri, prompt);
  }

  /**
   * Brings the index up to date in slices of a few milliseconds, the first time also the code that searches, which is many times
   * slower before it ran. Searching is right at any time without it; the first search after a large change then takes as long as
   * the indexing does.
   * @param nextTurn `Clock.nextTurn`
   */
  async warmUp(nextTurn: () => Promise<void>): Promise<void> {
    while (this.#pending.size > 0) {
      this.#indexPending(SLICE);
      await nextTurn();
    }
    if (this.#rehearsed) return;
    this.#rehearsed = true;
    for (const prompt of this.#index.livePrompts().slice(0, REHEARSALS)) {
      this.search(`${prompt.title.slice(0, 2)}${prompt.title.slice(3)}`);
      await nextTurn();
    }
  }

  /**
   * Best first, at most `limit`. An empty query gives every prompt, by weight and title.
   * `options.signal` is not looked at: the search ends before anybody could abort it.
   */
  search(query: string, options: SearchOptions = {}): readonly SearchHit[] {
    this.#indexPending(Infinity);
    const limit = options.limit ?? DEFAULT_LIMIT;
    const line = foldLine(query.slice(0, MAX_QUERY));
    const rank = (slots: Iterable<number>, count: number): number[] => this.#byWeight(slots, count, options.weight);
    const toHit = (slot: number, kind: Kind): SearchHit[] => this.#hit(slot, kind, line);
    if (line === '') return rank(this.#index.liveSlots(), limit).flatMap((slot) => toHit(slot, 'fields'));

    const matches = this.#index.matchesOf([...new Set(piecesOf(line))].slice(0, MAX_TERMS));
    const found = new Map<number, Kind>();
    for (const [kind, slots] of this.#literalRanks(line, matches)) {
      for (const slot of rank(slots, limit - found.size)) found.set(slot, kind);
    }
    if (found.size < Math.min(limit, ENOUGH_HITS)) {
      for (const slot of this.#similar(line, found, options, limit - found.size)) found.set(slot, 'fuzzy');
    }
    const inside = matches.insideFields.filter((slot) => !found.has(slot));
    for (const slot of rank(inside, limit - found.size)) found.set(slot, 'fuzzy');
    return [...found].flatMap(([slot, kind]) => toHit(slot, kind));
  }

  #indexPending(count: number): void {
    let left = count;
    for (const [uri, prompt] of this.#pending) {
      if (left-- <= 0) return;
      this.#pending.delete(uri);
      if (prompt === undefined) this.#index.delete(uri);
      else this.#index.set(prompt);
    }
    if (this.#index.deadCount <= this.#index.liveCount + SPARE_DEAD) return;
    for (const prompt of this.#index.livePrompts()) this.#pending.set(prompt.uri, prompt);
    this.#index = new SearchIndex();
    this.#indexPending(left);
  }

  /** What has every term as typed, best rank first. The kind `title` comes as three ranks. */
  #literalRanks(line: string, { inTitle, insideTitle, inFields }: TermMatches): readonly (readonly [Kind, readonly number[]])[] {
    const exact: number[] = [];
    const prefix: number[] = [];
    const phrase: number[] = [];
    const nearlyWhole: number[] = [];
    const others: number[] = [];
    const inside: number[] = [];
    for (const slot of inTitle) {
      const title = this.#index.titleAt(slot);
      if (title === line) exact.push(slot);
      else if (title.startsWith(line)) prefix.push(slot);
      else if (hasPhrase(title, line)) phrase.push(slot);
      else (isNearlyWhole(title, line) ? nearlyWhole : others).push(slot);
    }
    for (const slot of insideTitle) (isNearlyWhole(this.#index.titleAt(slot), line) ? nearlyWhole : inside).push(slot);
    return [
      ['exact', exact],
      ['prefix', prefix],
      ['phrase', phrase],
      ['title', nearlyWhole],
      ['title', others],
      ['title', inside],
      ['fields', inFields],
    ];
  }

  #byWeight(slots: Iterable<number>, count: number, weight: SearchOptions['weight']): number[] {
    const index = this.#index;
    if (weight === undefined) return topOf(slots, count, (a, b) => compareSlots(index, a, b));
    const weights = new Float64Array(index.slotCount);
    const weighted = function* (): Generator<number> {
      for (const slot of slots) {
        const prompt = index.promptAt(slot);
        weights[slot] = prompt === undefined ? 0 : weight(prompt) || 0;
        yield slot;
      }
    };
    return topOf(weighted(), count, (a, b) => (weights[b] as number) - (weights[a] as number) || compareSlots(index, a, b));
  }

  /** The slots of what is near to the query, best first, without those that are `known` already. */
  #similar(line: string, known: ReadonlyMap<number, Kind>, options: SearchOptions, count: number): number[] {
    const index = this.#index;
    const candidates = fuzzyCandidates(index, line, POOL + known.size).flatMap(({ slot, score }) => {
      const prompt = index.promptAt(slot);
      return prompt === undefined || known.has(slot) ? [] : [{ slot, score, prompt }];
    });
    const fuse = fuseScores(line, candidates.map(({ prompt }) => prompt));
    const ranked = candidates.map(({ slot, score, prompt }, position) => ({
      slot,
      score: Math.round((score + FUSE_SHARE * (fuse[position] ?? 0)) * SCORE_STEPS),
      weight: options.weight?.(prompt) || 0,
    }));
    ranked.sort((a, b) => b.score - a.score || b.weight - a.weight || compareSlots(index, a.slot, b.slot));
    return ranked.slice(0, count).map(({ slot }) => slot);
  }

  #hit(slot: number, kind: Kind, line: string): SearchHit[] {
    const prompt = this.#index.promptAt(slot);
    return prompt === undefined ? [] : [{ prompt, kind, titleMatches: titleMatches(prompt.title, line, kind === 'fuzzy') }];
  }
}

/** Whether the query is in the title as it is, from the beginning of a word on. */
function hasPhrase(title: string, line: string): boolean {
  for (let at = title.indexOf(line); at >= 0; at = title.indexOf(line, at + 1)) {
    if (isWordStart(title, at)) return true;
  }
  return false;
}

/** For a title that has every term: whether it has little else, be it the same words in another order or a letter more. */
function isNearlyWhole(title: string, line: string): boolean {
  return line.length >= title.length * NEARLY_WHOLE;
}
