/** What a UTF-16 code unit is to a tokenizer. From {@link CharacterClass.greek} on: a letter of that script. */
export const CharacterClass = {
  sign: 0,
  lower: 1,
  upper: 2,
  digit: 3,
  blank: 4,
  /** A Latin letter beyond ASCII. */
  accented: 5,
  /** Belongs to the letter before it. */
  mark: 6,
  /** Dashes, quotes, dots of typography. */
  typographic: 7,
  /** Punctuation of Chinese, Japanese and Korean; full-width forms. */
  wide: 8,
  /** Arrows, boxes, dingbats. */
  picture: 9,
  /** Joins or changes the picture before it. */
  joiner: 10,
  /** First half of a surrogate pair. */
  high: 11,
  greek: 12,
  cyrillic: 13,
  hebrew: 14,
  arabic: 15,
  indic: 16,
  thai: 17,
  hangul: 18,
  kana: 19,
  han: 20,
  otherLetter: 21,
} as const;

/** Number of scripts beside the Latin one. */
export const SCRIPTS = 10;

const { accented, arabic, blank, cyrillic, digit, greek, han, hangul, hebrew, high, indic, joiner, kana, lower, mark, picture, sign, thai, typographic, upper, wide } =
  CharacterClass;

/** Later ranges win; what is in none is a letter of some other script. Both ends included. */
const ranges: readonly (readonly [first: number, last: number, characterClass: number])[] = [
  [0x00, 0xbf, sign],
  [0x09, 0x0d, blank],
  [0x20, 0x20, blank],
  [0x30, 0x39, digit],
  [0x41, 0x5a, upper],
  [0x61, 0x7a, lower],
  [0x85, 0x85, blank],
  [0xa0, 0xa0, blank],
  [0xaa, 0xaa, accented],
  [0xb5, 0xb5, accented],
  [0xba, 0xba, accented],
  [0xc0, 0x24f, accented],
  [0xd7, 0xd7, sign],
  [0xf7, 0xf7, sign],
  [0x250, 0x2ff, accented],
  [0x300, 0x36f, mark],
  [0x370, 0x3ff, greek],
  [0x400, 0x52f, cyrillic],
  [0x590, 0x5ff, hebrew],
  [0x600, 0x6ff, arabic],
  [0x600, 0x61f, sign],
  [0x660, 0x669, digit],
  [0x6f0, 0x6f9, digit],
  [0x750, 0x77f, arabic],
  [0x8a0, 0x8ff, arabic],
  [0x900, 0xdff, indic],
  [0x964, 0x965, typographic],
  [0x966, 0x96f, digit],
  [0xe00, 0xeff, thai],
  [0x1100, 0x11ff, hangul],
  [0x1e00, 0x1eff, accented],
  [0x1f00, 0x1fff, greek],
  [0x2000, 0x200a, blank],
  [0x200b, 0x200f, joiner],
  [0x2010, 0x2027, typographic],
  [0x2028, 0x2029, blank],
  [0x202a, 0x202e, joiner],
  [0x202f, 0x202f, blank],
  [0x2030, 0x206f, typographic],
  [0x2070, 0x2bff, picture],
  [0x20a0, 0x20bf, typographic],
  [0x2c60, 0x2c7f, accented],
  [0x2e00, 0x2e7f, typographic],
  [0x2e80, 0x2fdf, han],
  [0x3000, 0x3004, wide],
  [0x3005, 0x3007, han],
  [0x3008, 0x303f, wide],
  [0x3040, 0x30ff, kana],
  [0x30fb, 0x30fb, wide],
  [0x3130, 0x318f, hangul],
  [0x31f0, 0x31ff, kana],
  [0x3200, 0x33ff, wide],
  [0x3400, 0x9fff, han],
  [0xac00, 0xd7ff, hangul],
  [0xd800, 0xdbff, high],
  [0xdc00, 0xdfff, mark],
  [0xe000, 0xf8ff, picture],
  [0xf900, 0xfaff, han],
  [0xfb1d, 0xfb4f, hebrew],
  [0xfb50, 0xfdff, arabic],
  [0xfe00, 0xfe0f, joiner],
  [0xfe10, 0xfe6f, wide],
  [0xfe70, 0xfefc, arabic],
  [0xfeff, 0xfeff, joiner],
  [0xff00, 0xff65, wide],
  [0xff66, 0xff9f, kana],
  [0xffe0, 0xffff, wide],
];

/** Class of each UTF-16 code unit. */
export const characterClasses: Uint8Array = classTable();

function classTable(): Uint8Array {
  const table = new Uint8Array(0x10000).fill(CharacterClass.otherLetter);
  for (const [first, last, characterClass] of ranges) table.fill(characterClass, first, last + 1);
  return table;
}
