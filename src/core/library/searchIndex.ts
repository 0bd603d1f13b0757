import type { Prompt } from '../prompts/prompt';
import { PostingLists } from './postingLists';
import { SearchDictionary } from './searchDictionary';
import { foldLine, piecesOf } from './searchText';

/** Slots of the prompts that have every term, each in ascending order; no slot is in two of them. */
export interface TermMatches {
  /** Each term begins a word of the title. */
  readonly inTitle: readonly number[];
  /** Each term is in the title, at least one of them only within a word. */
  readonly insideTitle: readonly number[];
  /** Each term begins a word of the title or of another field. */
  readonly inFields: readonly number[];
  readonly insideFields: readonly number[];
}

/**
 * Which prompt has which piece of text, in the title or elsewhere. A prompt has a slot, a number that is never given again:
 * removing one only marks its slot as {@link isLive dead}, so drop the index when {@link deadCount} has become large.
 */
export class SearchIndex {
  readonly dictionary = new SearchDictionary();
  /** Per chunk of the dictionary, ascending: `slot * 2`, plus 1 when the chunk is in the title. */
  readonly postings = new PostingLists();

  readonly #slots = new Map<string, number>();
  readonly #prompts: (Prompt | undefined)[] = [];
  readonly #titles: string[] = [];
  /** How many live prompts have the chunk. */
  readonly #liveCounts: number[] = [];

  /** All slots ever given: they are the numbers below. */
  get slotCount(): number {
    return this.#prompts.length;
  }

  get liveCount(): number {
    return this.#slots.size;
  }

  get deadCount(): number {
    return this.#prompts.length - this.#slots.size;
  }

  /** `undefined` for a dead slot. */
  promptAt(slot: number): Prompt | undefined {
    return this.#prompts[slot];
  }

  /** The title as {@link foldLine} gives it; empty for a dead slot. */
  titleAt(slot: number): string {
    return this.#titles[slot] ?? '';
  }

  isLive(slot: number): boolean {
    return this.#prompts[slot] !== undefined;
  }

  hasLivePrompts(chunk: number): boolean {
    return (this.#liveCounts[chunk] ?? 0) > 0;
  }

  /** Every live prompt, oldest slot first. */
  livePrompts(): Prompt[] {
    return this.#prompts.filter((prompt) => prompt !== undefined);
  }

  /** The live slots, ascending. */
  *liveSlots(): Generator<number> {
    for (let slot = 0; slot < this.#prompts.length; slot++) if (this.#prompts[slot] !== undefined) yield slot;
  }

  /** Adds the prompt, or replaces what has the same URI. */
  set(prompt: Prompt): void {
    this.delete(prompt.uri);
    const slot = this.#prompts.push(prompt) - 1;
    this.#slots.set(prompt.uri, slot);
    const title = foldLine(prompt.title);
    this.#titles.push(title);
    for (const [chunk, inTitle] of chunksOf(prompt, title)) {
      const id = this.dictionary.add(chunk);
      if (id === this.#liveCounts.length) {
        this.#liveCounts.push(0);
        this.postings.addList();
      }
      this.#liveCounts[id] = (this.#liveCounts[id] ?? 0) + 1;
      this.postings.add(id, slot * 2 + (inTitle ? 1 : 0));
    }
  }

  delete(uri: string): void {
    const slot = this.#slots.get(uri);
    const prompt = slot === undefined ? undefined : this.#prompts[slot];
    if (slot === undefined || prompt === undefined) return;
    for (const chunk of chunksOf(prompt, this.titleAt(slot)).keys()) {
      const id = this.dictionary.find(chunk);
      if (id !== undefined) this.#liveCounts[id] = (this.#liveCounts[id] ?? 0) - 1;
    }
    this.#slots.delete(uri);
    this.#prompts[slot] = undefined;
    this.#titles[slot] = '';
  }

  /** The live prompts in which every term occurs somewhere: in the title, a tag, the description, the category or the file name. */
  matchesOf(terms: readonly string[]): TermMatches {
    const counts = new TermCounts(this.slotCount);
    terms.forEach((term, index) => {
      this.dictionary.forEachChunkWith(term, (chunk, atWordStart) => this.#countChunk(chunk, atWordStart, index, counts));
    });
    const found = { inTitle: [] as number[], insideTitle: [] as number[], inFields: [] as number[], insideFields: [] as number[] };
    const all = terms.length;
    for (let slot = 0; slot < this.slotCount; slot++) {
      if (counts.anywhere[slot] !== all || !this.isLive(slot)) continue;
      if (counts.startTitle[slot] === all) found.inTitle.push(slot);
      else if (counts.title[slot] === all) found.insideTitle.push(slot);
      else if (counts.start[slot] === all) found.inFields.push(slot);
      else found.insideFields.push(slot);
    }
    return found;
  }

  #countChunk(chunk: number, atWordStart: boolean, index: number, counts: TermCounts): void {
    const { data } = this.postings;
    const { anywhere, title, start, startTitle } = counts;
    const from = this.postings.startOf(chunk);
    const to = from + this.postings.lengthOf(chunk);
    for (let i = from; i < to; i++) {
      const posting = data[i] as number;
      const slot = posting >>> 1;
      const inTitle = (posting & 1) === 1;
      if (anywhere[slot] === index) anywhere[slot] = index + 1;
      if (inTitle && title[slot] === index) title[slot] = index + 1;
      if (!atWordStart) continue;
      if (start[slot] === index) start[slot] = index + 1;
      if (inTitle && startTitle[slot] === index) startTitle[slot] = index + 1;
    }
  }
}

/** Per slot, how many of the terms looked at so far the prompt has, without a gap. */
class TermCounts {
  readonly anywhere: Uint8Array;
  readonly title: Uint8Array;
  readonly start: Uint8Array;
  readonly startTitle: Uint8Array;

  constructor(slots: number) {
    this.anywhere = new Uint8Array(slots);
    this.title = new Uint8Array(slots);
    this.start = new Uint8Array(slots);
    this.startTitle = new Uint8Array(slots);
  }
}

/** File name without `.md` and the like: `review.prompt.md` is `review.prompt`. */
function fileNameOf(prompt: Prompt): string {
  return prompt.path.slice(prompt.path.lastIndexOf('/') + 1).replace(/\.[^.]*$/u, '');
}

/** Everything but the title, as the author wrote it. */
function otherFieldsOf(prompt: Prompt): string[] {
  return [...prompt.tags, prompt.description, prompt.category, fileNameOf(prompt)];
}

/** Each distinct chunk of the prompt, and whether it is in the title. */
function chunksOf(prompt: Prompt, foldedTitle: string): Map<string, boolean> {
  const chunks = new Map<string, boolean>();
  for (const chunk of piecesOf(foldedTitle)) chunks.set(chunk, true);
  for (const chunk of piecesOf(foldLine(otherFieldsOf(prompt).join('\n')))) {
    if (!chunks.has(chunk)) chunks.set(chunk, false);
  }
  return chunks;
}
