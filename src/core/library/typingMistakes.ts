import { TypingDistance } from './typingDistance';

/** Additional cost of a word that the typed one is only the beginning of: while it is being typed, and when other words follow it. */
const BEGUN = 0.25;
const UNFINISHED = 0.5;
/** Additional cost of a mistake in the first letter, where they are rare. */
const FIRST_LETTER = 0.25;
const NUMBER = /^\p{N}+$/u;

/**
 * Judges what a typed word may have been meant to be. The shorter it is, the more words are a single mistake away: from six letters
 * on it may have two mistakes, from three on one; two letters may lack one of three. A single letter and a number must be right.
 */
export class TypingMistakes {
  /** The most that are tolerated. */
  readonly limit: number;
  readonly #typed: string;
  readonly #distance: TypingDistance;

  /** @param typed one word, folded, of at most `MAX_TYPED` code units. */
  constructor(typed: string) {
    this.#typed = typed;
    this.#distance = new TypingDistance(typed);
    this.limit = typed.length < 2 || NUMBER.test(typed) ? 0 : typed.length < 6 ? 1 : 2;
  }

  /**
   * The mistakes by which the typed word differs from `word` or from a beginning of it, plus fractions that put whole words before
   * begun ones; 0 for the same word, `undefined` for another word.
   */
  costOf(word: string, isLast: boolean): number | undefined {
    const typed = this.#typed;
    if (word.length < typed.length - this.limit) return undefined;
    if (typed.length <= 2 && this.limit > 0) return this.#costOfShort(word);
    const both = this.#distance.to(word, this.limit);
    const beginning = both & 63;
    if (beginning > this.limit) return undefined;
    const cost = Math.min(both >> 6, beginning + (isLast ? BEGUN : UNFINISHED));
    return cost > 0 && word.charCodeAt(0) !== typed.charCodeAt(0) ? cost + FIRST_LETTER : cost;
  }

  #costOfShort(word: string): number | undefined {
    const typed = this.#typed;
    if (word === typed) return 0;
    if (word.length !== 3 || word[0] !== typed[0]) return undefined;
    return word[1] === typed[1] || word[2] === typed[1] ? 1 : undefined;
  }
}
