import { SCRIPTS } from './characterClasses';
import { Tongue } from './tongues';

/** Lengths of words that are told apart; for longer ones each further letter is an {@link EXTRA_LETTER}. */
export const WORD_LENGTHS = 16;
/** Most stretches of equal signs that are told apart. */
export const SIGN_STRETCHES = 12;

/** Rows of the table of words: how a word is written and, for small and capital first letters, what stands right before it. */
export const WordRow = {
  lower: 0,
  lowerAfterBlank: 1,
  lowerAfterSign: 2,
  capital: 3,
  capitalAfterBlank: 4,
  capitalAfterSign: 5,
  /** `WORD` */
  upper: 6,
  upperAfterBlank: 7,
  /** `WOrd` */
  mixed: 8,
  /** With letters such as `é` and `ñ`. */
  accentedRomance: 9,
  /** With one of the letters that German and its kin have. */
  accentedGermanic: 10,
  /** With other Latin letters beyond ASCII. */
  accentedOther: 11,
  /** Words of the first nine rows in a line of such a language. */
  romance: 12,
  germanic: 13,
  other: 14,
} as const;

/*
 * Kinds of pieces. Where a kind has several, the first stands here.
 */

/** By row and length. */
export const WORD = 0;
export const EXTRA_LETTER = WORD + 15 * WORD_LENGTHS;
/** Words of other scripts: for each script one kind for the word and one for each letter of it. */
export const SCRIPT_WORD = EXTRA_LETTER + 1;
/** `'s` and its kin: behind a word of up to four letters, behind a longer one. */
export const CONTRACTION = SCRIPT_WORD + 2 * SCRIPTS;
/** Up to three digits. */
export const DIGITS = CONTRACTION + 2;
/** Blanks that belong to no word. */
export const BLANKS = DIGITS + 1;
/** A run of ASCII signs: by the number of stretches of equal signs in it. */
export const SIGNS = BLANKS + 1;
/** 16 equal signs in a row. */
export const LONG_STRETCH = SIGNS + SIGN_STRETCHES;
export const TYPOGRAPHIC = LONG_STRETCH + 1;
export const WIDE = TYPOGRAPHIC + 1;
export const PICTURE = WIDE + 1;
/** The same picture again. */
export const REPEATED_PICTURE = PICTURE + 1;
export const JOINER = REPEATED_PICTURE + 1;
export const EMOJI = JOINER + 1;
/** Anything else beyond the basic plane. */
export const ASTRAL = EMOJI + 1;
/** A character of a hash, a key or encoded bytes. */
export const SCRAMBLED = ASTRAL + 1;
/** The end of a line that ends in a word. */
export const LINE_BREAK = SCRAMBLED + 1;
/** The end of a line that ends in a run of signs: by the number of its stretches. */
export const SIGNS_BREAK = LINE_BREAK + 1;
export const BLANK_LINE = SIGNS_BREAK + SIGN_STRETCHES;
export const KINDS = BLANK_LINE + 1;

/** The kind that a piece has in a line of that language: there, words are told apart by their length alone. */
export function kindIn(tongue: Tongue, kind: number): number {
  if (tongue === Tongue.english || kind >= WORD + WordRow.accentedRomance * WORD_LENGTHS) return kind;
  return WORD + (WordRow.romance + tongue - Tongue.romance) * WORD_LENGTHS + (kind % WORD_LENGTHS);
}
