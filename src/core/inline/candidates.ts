import { pairOf, type Shard, type Stretch } from './shard';
import { BOUNDARY } from './vocabulary';

/** Matches longer than this are all equally good. Words. */
export const MAX_MATCH = 8;
/** So many places that share two words say enough: what follows one word alone is not looked at. */
const ENOUGH = 1000;
/** Places looked at in each shard, so that the commonest words do not take longer than others: last two words shared, last one. */
const [MOST_PAIRS, MOST_SINGLES] = [1000, 250];

/** What the texts are searched for. */
interface Wanted {
  /** Folds of the words before the cursor, the last one last; at least one. */
  readonly context: readonly number[];
  /** Of the vocabulary. */
  readonly folds: Uint32Array;
}

/** Places in known text that read like the text before the cursor. Reused from request to request: nothing is allocated while typing. */
export class Candidates {
  #sources: Uint32Array[] = [];
  #source = new Uint16Array(1024);
  #next = new Uint32Array(1024);
  #match = new Uint8Array(1024);
  #weight = new Uint8Array(1024);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#sources = [];
    this.#count = 0;
  }

  /** Whether so much was found that shorter matches would say nothing new. */
  get isEnough(): boolean {
    return this.#count >= ENOUGH;
  }

  /** Adds the places of a shard behind the last two words of the context. @param excluded places to leave out */
  addPairs(shard: Shard, { context, folds }: Wanted, weight: number, excluded?: Stretch): void {
    const [first = 0, last = 0] = context.slice(-2);
    if (context.length < 2) return;
    const words = shard.words;
    const source = this.#sources.push(words) - 1;
    let left = MOST_PAIRS;
    for (let at = shard.pairs.last(pairOf(first, last)); at >= 0 && left > 0; at = shard.pairs.before(at), left--) {
      if (folds[words[at] ?? 0] !== last || isIn(excluded, at)) continue;
      const match = matchLength(words, folds, at, context);
      if (match > 1) this.#add(source, at + 1, match, weight);
    }
  }

  /** Adds the places of a shard behind the last word of the context that {@link addPairs} does not. */
  addSingles(shard: Shard, { context, folds }: Wanted, weight: number, excluded?: Stretch): void {
    const last = context.at(-1) ?? 0;
    const words = shard.words;
    const source = this.#sources.push(words) - 1;
    let left = MOST_SINGLES;
    for (let at = shard.singles.last(last); at >= 0 && left > 0; at = shard.singles.before(at), left--) {
      if (folds[words[at] ?? 0] === last && !isIn(excluded, at) && matchLength(words, folds, at, context) === 1) this.#add(source, at + 1, 1, weight);
    }
  }

  /** Adds every place of a text behind the last word of the context, but for its own end. @param textFolds of the words, by position */
  addText(words: Uint32Array, textFolds: Uint32Array, context: readonly number[], weight: number): void {
    const last = context.at(-1) ?? 0;
    const source = this.#sources.push(words) - 1;
    for (let at = words.length - 2; at >= 0; at--) {
      if (textFolds[at] !== last) continue;
      let length = 1;
      while (length < MAX_MATCH && length < context.length && at >= length && textFolds[at - length] === context[context.length - 1 - length]) length++;
      this.#add(source, at + 1, length, weight);
    }
  }

  /** The word at a candidate's place. */
  word(index: number): number {
    return this.#sources[this.#source[index] ?? 0]?.[this.#next[index] ?? 0] ?? BOUNDARY;
  }

  match(index: number): number {
    return this.#match[index] ?? 0;
  }

  weight(index: number): number {
    return this.#weight[index] ?? 0;
  }

  /** Drops places where a word is the end of a text: a text that was left in the middle of a word says nothing of what follows it. */
  dropEnds(word: number): void {
    this.#keep((index) => this.word(index) !== word || this.#wordAfter(index) !== BOUNDARY);
  }

  /** Goes one word further: keeps the candidates whose word it is. */
  advance(word: number): void {
    this.#keep((index) => this.word(index) === word);
    for (let index = 0; index < this.#count; index++) {
      this.#next[index] = (this.#next[index] ?? 0) + 1;
      this.#match[index] = Math.min(MAX_MATCH, this.match(index) + 1);
    }
  }

  #wordAfter(index: number): number {
    return this.#sources[this.#source[index] ?? 0]?.[(this.#next[index] ?? 0) + 1] ?? BOUNDARY;
  }

  #keep(isKept: (index: number) => boolean): void {
    let kept = 0;
    for (let index = 0; index < this.#count; index++) {
      if (!isKept(index)) continue;
      this.#source[kept] = this.#source[index] ?? 0;
      this.#next[kept] = this.#next[index] ?? 0;
      this.#match[kept] = this.match(index);
      this.#weight[kept] = this.weight(index);
      kept++;
    }
    this.#count = kept;
  }

  #add(source: number, next: number, match: number, weight: number): void {
    if (this.#count === this.#next.length) this.#grow();
    const index = this.#count++;
    this.#source[index] = source;
    this.#next[index] = next;
    this.#match[index] = match;
    this.#weight[index] = weight;
  }

  #grow(): void {
    const grown = <T extends Uint8Array | Uint16Array | Uint32Array>(array: T, into: T): T => {
      into.set(array);
      return into;
    };
    const length = this.#next.length * 2;
    this.#source = grown(this.#source, new Uint16Array(length));
    this.#next = grown(this.#next, new Uint32Array(length));
    this.#match = grown(this.#match, new Uint8Array(length));
    this.#weight = grown(this.#weight, new Uint8Array(length));
  }
}

/** How many words before and at `at` are those of the context, at most {@link MAX_MATCH}; at least 1. */
function matchLength(words: Uint32Array, folds: Uint32Array, at: number, context: readonly number[]): number {
  const most = Math.min(MAX_MATCH, context.length, at + 1);
  let length = 1;
  while (length < most && folds[words[at - length] ?? 0] === context[context.length - 1 - length]) length++;
  return length;
}

function isIn(stretch: Stretch | undefined, position: number): boolean {
  return stretch !== undefined && position >= stretch.start && position < stretch.end;
}
