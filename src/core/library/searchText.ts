/** Han, kana and the scripts of South-East Asia, which put no space between words. */
const UNSPACED = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const WORD = new RegExp(`[${UNSPACED}]+|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}])+`, 'gu');
const UNSPACED_START = new RegExp(`^[${UNSPACED}]`, 'u');
const WORD_CHARACTER = /[\p{L}\p{N}]$/u;

/** All but letters, digits and what belongs to names like `C++`, `C#`, `.NET`, `node.js`, `R&D`; emoji are symbols. */
const SEPARATORS = /(?:[^\p{L}\p{M}\p{N}\p{S}#.@&'%*]|\.(?![\p{L}\p{N}]))+/gu;

const ASCII = /^[\0-\x7f]*$/;
const CLUSTER = /[\u1100-\u115f][\u1160-\u11a7]?[\u11a8-\u11ff]?|\P{M}\p{M}*|\p{M}+/gu;
const FOREIGN_CLUSTER = /[\u1100-\u115f][\u1160-\u11a7]?[\u11a8-\u11ff]?|[\0-\x7f]\p{M}+|[^\0-\x7f]\p{M}*/gu;
/** Accents of Latin, Greek and Cyrillic, vowel points of Hebrew and Arabic, variation selectors. Never the vowels of Indic scripts. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\ufe00-\ufe0f]/g;
/** Letters that Unicode does not decompose although people type them without their decoration. */
const PLAIN_LETTERS: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['þ', 'th'],
  ['ı', 'i'],
  ['ς', 'σ'],
  ['’', "'"],
]);

/** Lower case, without accents and other variants of the same letter, so that `É`, `é` and `e` are one. */
export function fold(text: string): string {
  return text.replace(FOREIGN_CLUSTER, foldCluster).toLowerCase();
}

/**
 * {@link fold}ed, with one space for whatever stands between the pieces, and none at the ends: what titles and queries are compared
 * by. `Code-Review: C++, node.js…` is `code review c++ node.js`. Text of nothing but punctuation stays as it is.
 */
export function foldLine(text: string): string {
  const folded = fold(text);
  return folded.replace(SEPARATORS, ' ').trim() || folded.replace(/\s+/gu, ' ').trim();
}

/** The pieces of a {@link foldLine}d text. */
export function piecesOf(line: string): string[] {
  return line === '' ? [] : line.split(' ');
}

/** A {@link foldLine}d text that knows where each of its code units comes from. */
interface FoldedLine {
  readonly text: string;
  /** The part of the original that the folded `[start, end)` stands for; whole characters with their accents. */
  originalRange(start: number, end: number): readonly [number, number];
}

export function foldLineWithOffsets(original: string): FoldedLine {
  const text = foldLine(original);
  if (text.length === original.length && ASCII.test(original)) return { text, originalRange: (start, end) => [start, end] };
  let folded = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (const match of original.matchAll(CLUSTER)) {
    const units = fold(match[0]);
    folded += units;
    for (let i = 0; i < units.length; i++) {
      starts.push(match.index);
      ends.push(match.index + match[0].length);
    }
  }
  const places = placesOf(text, folded);
  return { text, originalRange: (start, end) => [starts[places[start] ?? 0] ?? 0, ends[places[end - 1] ?? 0] ?? 0] };
}

/** Where each code unit of `line` is in `folded`, from which it was made by replacing separators. */
function placesOf(line: string, folded: string): number[] {
  const places: number[] = [];
  let at = 0;
  for (const piece of piecesOf(line)) {
    if (places.length > 0) places.push(at);
    at = folded.indexOf(piece, at);
    for (let i = 0; i < piece.length; i++) places.push(at++);
  }
  return places;
}

/**
 * The words of {@link fold}ed text that typing mistakes are judged by. Text without spaces between words gives every pair of
 * neighbouring characters instead.
 */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const run of text.match(WORD) ?? []) {
    if (UNSPACED_START.test(run)) words.push(...pairsOf(run));
    else words.push(run);
  }
  return words;
}

/** Whether a word begins at `index`: not behind a letter or digit, except in scripts that put no space between words. */
export function isWordStart(text: string, index: number): boolean {
  const before = index === 0 ? 0 : text.charCodeAt(index - 1);
  if (before < 128) return !isAsciiWordCharacter(before);
  return !WORD_CHARACTER.test(text.slice(Math.max(0, index - 2), index)) || UNSPACED_START.test(text.slice(index, index + 2));
}

/** Of {@link fold}ed text: there are no capital letters. */
function isAsciiWordCharacter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}

function pairsOf(run: string): string[] {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

function foldCluster(cluster: string): string {
  const plain = cluster.normalize('NFKD').replace(MARKS, '').toLowerCase().normalize('NFC');
  let folded = '';
  for (const character of plain) folded += PLAIN_LETTERS.get(character) ?? character;
  return folded;
}
