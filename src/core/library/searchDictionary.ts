import { PostingLists } from './postingLists';
import { isWordStart, wordsOf } from './searchText';
import { bitCount, lettersOf, MAX_TYPED } from './typingDistance';
import { TypingMistakes } from './typingMistakes';
import { Uint32List } from './uint32List';

const MAX_RECENT = 32;

/** A word like a typed one. */
interface SimilarWord {
  readonly word: number;
  /** Mistakes, with fractions that put a whole word before one that only begins so. 0 for the typed word itself. */
  readonly cost: number;
}

/**
 * Every distinct piece of text between separators ("chunk": `node.js`) and every distinct word in those (`node`, `js`), numbered. A library has far fewer of them
 * than prompts times words, which is what makes it affordable to look at all of them on a keystroke.
 */
export class SearchDictionary {
  readonly #chunkIds = new Map<string, number>();
  /** All chunks, a line break before each. */
  #chunkText = '';
  /** Where each chunk begins in {@link #chunkText}. */
  readonly #chunkStarts = new Uint32List();

  readonly #wordIds = new Map<string, number>();
  readonly #words: string[] = [];
  readonly #wordLetters = new Uint32List();
  readonly #chunksOfWords = new PostingLists();

  /** What was looked up last: of a query that is being typed, all but the last word stays the same. */
  readonly #recentTerms = new Map<string, readonly number[]>();
  readonly #recentWords = new Map<string, readonly SimilarWord[]>();

  /** The number of a chunk; numbers are given in ascending order. */
  add(text: string): number {
    const known = this.#chunkIds.get(text);
    if (known !== undefined) return known;
    const chunk = detached(text);
    this.#recentTerms.clear();
    this.#recentWords.clear();
    const id = this.#chunkStarts.push(this.#chunkText.length + 1);
    this.#chunkText += `\n${chunk}`;
    this.#chunkIds.set(chunk, id);
    for (const word of wordsOf(chunk)) this.#addWord(word, id);
    return id;
  }

  find(chunk: string): number | undefined {
    return this.#chunkIds.get(chunk);
  }

  /**
   * Calls `visit` with every chunk that has `term` in it, in ascending order, and whether a word begins with it there. A term
   * without separators is in a text exactly when it is in one of its chunks.
   */
  forEachChunkWith(term: string, visit: (chunk: number, atWordStart: boolean) => void): void {
    const found = remembered(this.#recentTerms, term, () => this.#chunksWith(term));
    for (const packed of found) visit(packed >>> 1, (packed & 1) === 1);
  }

  /** `chunk * 2`, plus 1 when a word begins with the term. */
  #chunksWith(term: string): number[] {
    const found: number[] = [];
    const text = this.#chunkText;
    const starts = this.#chunkStarts.values;
    const count = this.#chunkStarts.length;
    let chunk = 0;
    let position = text.indexOf(term);
    while (position >= 0) {
      chunk = lastStartUpTo(starts, chunk, count, position);
      const end = chunk + 1 < count ? (starts[chunk + 1] as number) : text.length;
      let atWordStart = false;
      while (position >= 0 && position < end) {
        atWordStart ||= isWordStart(text, position);
        position = text.indexOf(term, atWordStart ? end : position + 1);
      }
      found.push(chunk * 2 + (atWordStart ? 1 : 0));
    }
    return found;
  }

  /** Calls `visit` with every chunk of the word. */
  forEachChunkOf(word: number, visit: (chunk: number) => void): void {
    const start = this.#chunksOfWords.startOf(word);
    const end = start + this.#chunksOfWords.lengthOf(word);
    for (let i = start; i < end; i++) visit(this.#chunksOfWords.data[i] as number);
  }

  /**
   * The words that somebody may have meant who typed `typed`, or began to type.
   * @param isLast whether `typed` is the word that is being typed, so that the rest of it may still come.
   */
  similarTo(typed: string, isLast: boolean): readonly SimilarWord[] {
    const term = typed.slice(0, MAX_TYPED);
    return remembered(this.#recentWords, isLast ? `${term} ` : term, () => this.#similarTo(term, isLast));
  }

  #similarTo(term: string, isLast: boolean): SimilarWord[] {
    const mistakes = new TypingMistakes(term);
    const letters = lettersOf(term);
    const wordLetters = this.#wordLetters.values;
    const found: SimilarWord[] = [];
    for (let word = 0; word < this.#words.length; word++) {
      if (bitCount(letters & ~(wordLetters[word] as number)) > mistakes.limit) continue;
      const cost = mistakes.costOf(this.#words[word] as string, isLast);
      if (cost !== undefined) found.push({ word, cost });
    }
    return found;
  }

  #addWord(text: string, chunk: number): void {
    let word = this.#wordIds.get(text);
    if (word === undefined) {
      word = this.#words.push(text) - 1;
      this.#wordIds.set(text, word);
      this.#wordLetters.push(lettersOf(text));
      this.#chunksOfWords.addList();
    }
    this.#chunksOfWords.add(word, chunk);
  }
}

function remembered<T>(recent: Map<string, T>, key: string, make: () => T): T {
  const known = recent.get(key);
  if (known !== undefined) return known;
  if (recent.size >= MAX_RECENT) recent.clear();
  const made = make();
  recent.set(key, made);
  return made;
}

/** The greatest index from `low` on whose start is not after `position`. Gallops, as matches mostly lie close together. */
function lastStartUpTo(starts: Uint32Array, low: number, count: number, position: number): number {
  let step = 1;
  let from = low;
  while (from + step < count && (starts[from + step] as number) <= position) {
    from += step;
    step *= 2;
  }
  let to = Math.min(from + step, count);
  while (from + 1 < to) {
    const middle = (from + to) >>> 1;
    if ((starts[middle] as number) <= position) from = middle;
    else to = middle;
  }
  return from;
}

/** The same text in memory of its own: part of a longer string would keep all of that alive. */
function detached(text: string): string {
  return ` ${text}`.slice(1);
}
