import { fold } from '../library/searchText';

/** What a character is to the search of texts. */
export const CharacterKind = {
  separator: 1,
  /** Letter or digit; its neighbours make a word with it. */
  word: 2,
  /** A letter of a script that is written without blanks: a term of its own. */
  single: 3,
  /** Belongs to the character before it. */
  mark: 4,
  picture: 5,
  /** Changes the picture before it. */
  modifier: 6,
  /** Two of them make a flag. */
  flagLetter: 7,
} as const;

export type CharacterKind = (typeof CharacterKind)[keyof typeof CharacterKind];

const LETTER = /^[\p{L}\p{N}]/u;
const SINGLE = /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** With the half-width sound marks of kana, which Unicode counts among the letters. */
const MARK = /^[\p{M}\uff9e\uff9f]/u;
/** Skin tones, and the tags that flags of regions are spelled with. */
const MODIFIER = /^[\p{Emoji_Modifier}\u{e0020}-\u{e007f}]/u;
/** Accents of Cyrillic and Arabic and those for all scripts that `fold` leaves; what a compatibility form holds beside letters and digits. */
const LEFT_OVER = /[^\p{L}\p{N}\p{M}]|[\u0483-\u0489\u0610-\u061a\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u{e0100}-\u{e01ef}]/gu;

/** By code point, filled as characters are met; 0 is not known yet. */
const kinds = new Uint8Array(0x110000);
const folded = new Map<number, string>();

/** Kind of the code point at `at`; half a surrogate pair is a separator. */
export function kindAt(text: string, at: number): CharacterKind {
  const code = text.codePointAt(at) ?? 0;
  return (kinds[code] || (kinds[code] = kindOf(String.fromCodePoint(code)))) as CharacterKind;
}

/** One letter or digit with its marks as it is searched for; may be several letters (`ß`) or nothing at all. */
export function foldCharacter(text: string, start: number, end: number): string {
  if (end - start !== 1) return foldCluster(text.slice(start, end));
  const code = text.charCodeAt(start);
  let character = folded.get(code);
  if (character === undefined) folded.set(code, (character = foldCluster(text.charAt(start))));
  return character;
}

function foldCluster(cluster: string): string {
  return fold(cluster).normalize('NFC').replace(LEFT_OVER, '');
}

function kindOf(character: string): CharacterKind {
  if (MARK.test(character)) return CharacterKind.mark;
  if (LETTER.test(character)) return letterKind(character);
  if (/^\p{Regional_Indicator}/u.test(character)) return CharacterKind.flagLetter;
  if (MODIFIER.test(character)) return CharacterKind.modifier;
  // Unicode counts `©`, `™` and arrows among the pictures as well.
  if (character >= '\u2300' && /^\p{Extended_Pictographic}/u.test(character)) return CharacterKind.picture;
  // Signs that stand for letters, such as `№`.
  const plain = character.normalize('NFKD');
  return plain !== character && LETTER.test(plain) ? letterKind(plain) : CharacterKind.separator;
}

function letterKind(letter: string): CharacterKind {
  return SINGLE.test(letter) ? CharacterKind.single : CharacterKind.word;
}
