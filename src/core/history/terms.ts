import { TermScanner } from './termScanner';

/** A text that was indexed with another version is indexed anew. Raise it with every change of what terms a text has. */
export const TERMS_VERSION = 1;

/** One searchable word of a text. */
export interface Term {
  /** Folded: lower case, without accents. Letters, digits and emoji only, so that it needs no quoting anywhere. */
  readonly text: string;
  /** Terms of a phrase have consecutive positions. */
  readonly position: number;
  /** `[start, end)` in the text as it is written, in UTF-16 code units; whole characters with their accents. */
  readonly start: number;
  readonly end: number;
}

/** Stands where no phrase may reach across. Never part of a term, yet a token to SQLite. */
const GAP = '¦';

/**
 * The terms of a text of any language.
 *
 * - Runs of letters and digits are words; case, accents and compatibility forms do not count (`Ａé` is `ae`). Everything else separates,
 *   so `foo_bar`, `foo-bar` and `foo.bar()` are `foo` and `bar` at consecutive positions: searching for either of them is a phrase.
 * - Han, kana, Hangul, Thai, Lao, Khmer and Myanmar are written without blanks or with endings attached: each character is a term, so that a
 *   phrase of them finds any part of a text.
 * - An emoji is a term, with all that is joined to it; skin tones and variation selectors do not count.
 * - `camelCase` is one word, `camelcase`. Its parts `camel` and `case` are further terms, placed behind the text, with gaps so that only the
 *   parts of one word make a phrase.
 * - Words of more than 64 characters, as in encoded data, are cut into terms of 64.
 */
export function termsOf(text: string): Term[] {
  const terms: Term[] = [];
  let position = 0;
  new TermScanner(text, (term, start, end) => {
    if (start < end) terms.push({ text: term, position, start, end });
    position++;
  }).run();
  return terms;
}

/** Calls back with every token of {@link indexText}, in order. Quicker than {@link termsOf} where offsets do not matter. */
export function eachToken(text: string, visit: (token: string) => void): void {
  new TermScanner(text, (term, start, end) => visit(start < end ? term : GAP)).run();
}

/**
 * The same terms, at the same positions, as a string that SQLite's FTS4 with `tokenize=simple` splits into exactly these again: that tokenizer takes ASCII
 * letters and digits and everything beyond ASCII for parts of words, and changes capital ASCII letters only.
 */
export function indexText(text: string): string {
  const tokens: string[] = [];
  eachToken(text, (token) => tokens.push(token));
  return tokens.join(' ');
}
