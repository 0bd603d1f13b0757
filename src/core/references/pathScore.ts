/** How a typed piece is met by a path, better ones greater; 0 when it is not. */
const MatchClass = {
  none: 0,
  /** Its letters in order, somewhere in the path. */
  scattered: 1,
  /** In one go in the folders. */
  folder: 3,
  /** Its letters in order in the name. */
  name: 4,
  folderAndName: 6,
  inside: 7,
  folderEnd: 8,
  /** Beginnings of words in the name: `fc` in `fileCache`. */
  wordStarts: 9,
  atWord: 10,
  folderAndPrefix: 11,
  prefix: 12,
  folderEndAndPrefix: 13,
  stem: 14,
  exact: 15,
} as const;

/** One word of a query, in lower case, with `/` between segments. */
export interface Piece {
  readonly text: string;
  /** The same as it was typed. */
  readonly typed: string;
  /** Up to and with the last slash; empty without any. */
  readonly head: string;
  readonly tail: string;
  readonly letters: number;
}

/** Which characters a text in lower case has, as a bit set that may confuse the rarer ones but never misses one. */
export function lettersOf(lower: string): number {
  let letters = 0;
  for (let at = 0; at < lower.length; at++) {
    const code = lower.charCodeAt(at);
    letters |= 1 << (code >= 97 && code <= 122 ? code - 97 : isDigit(code) ? 26 + (code & 1) : code === 46 ? 28 : code === 45 ? 29 : code === 47 ? 30 : 31);
  }
  return letters;
}

/** Whether a word begins there: after a separator, at a capital letter or at a number. */
function startsWord(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text.charCodeAt(at - 1);
  if (!isAlphanumeric(before)) return true;
  const code = text.charCodeAt(at);
  return (isUpper(code) && !isUpper(before)) || (isDigit(code) && !isDigit(before));
}

/**
 * How a piece is met by a name alone, times 16, plus how well its letters hang together.
 * @param lower the name in lower case
 */
export function matchName(text: string, name: string, lower: string): number {
  const at = lower.indexOf(text);
  if (at === 0) {
    if (lower.length === text.length) return MatchClass.exact * 16;
    return (lower.charCodeAt(text.length) === 46 ? MatchClass.stem : MatchClass.prefix) * 16;
  }
  if (at > 0) return (wordAt(name, lower, text, at) ? MatchClass.atWord : MatchClass.inside) * 16;
  return matchLetters(name, lower, text);
}

/**
 * How a piece is met by a path whose name alone does not meet it, times 16.
 * @param lower the name in lower case; @param folder the folders in lower case, with `/` at the end unless empty
 * @param consumed how much of the beginning of the piece the folders have, as {@link consumedBy} says
 */
export function matchPath(piece: Piece, lower: string, folder: string, consumed: number): number {
  if (piece.head !== '') return matchWithFolders(piece, lower, folder, consumed);
  const { text } = piece;
  if (!isSubsequence(lower, text, consumed)) return MatchClass.none;
  return (folder.includes(text) ? MatchClass.folder : MatchClass.scattered) * 16;
}

function matchWithFolders({ text, head, tail }: Piece, lower: string, folder: string, consumed: number): number {
  if (!isSubsequence(lower, text, consumed)) return MatchClass.none;
  if (tail === '') return (folder.endsWith(head) ? MatchClass.folderEnd : folder.includes(head) ? MatchClass.folder : MatchClass.scattered) * 16;
  const at = lower.indexOf(tail);
  if (at === -1) return MatchClass.scattered * 16;
  if (folder.endsWith(head) && at === 0) return MatchClass.folderEndAndPrefix * 16;
  if (folder.includes(head)) return (at === 0 ? MatchClass.folderAndPrefix : MatchClass.folderAndName) * 16;
  return (MatchClass.scattered + 1) * 16;
}

/** How much of the beginning of a text is in the folders, letter by letter in order. */
export function consumedBy(folder: string, text: string): number {
  let taken = 0;
  for (let at = 0; at < folder.length && taken < text.length; at++) if (folder.charCodeAt(at) === text.charCodeAt(taken)) taken++;
  return taken;
}

function isSubsequence(lower: string, text: string, from: number): boolean {
  let next = from;
  for (let at = 0; at < lower.length && next < text.length; at++) if (lower.charCodeAt(at) === text.charCodeAt(next)) next++;
  return next === text.length;
}

function wordAt(name: string, lower: string, text: string, first: number): boolean {
  for (let at = first; at !== -1; at = lower.indexOf(text, at + 1)) if (startsWord(name, at)) return true;
  return false;
}

/** Letters in order in the name: as beginnings of words and what follows them, else anywhere; the fewer pieces they come in the better. */
function matchLetters(name: string, lower: string, text: string): number {
  let next = 0;
  let runs = 0;
  let last = -2;
  for (let at = 0; at < lower.length && next < text.length; at++) {
    if (lower.charCodeAt(at) !== text.charCodeAt(next)) continue;
    if (last !== at - 1) runs++;
    last = at;
    next++;
  }
  if (next < text.length) return MatchClass.none;
  const atStarts = runsAtWordStarts(name, lower, text);
  if (atStarts > 0) return MatchClass.wordStarts * 16 + Math.max(0, 15 - atStarts);
  return MatchClass.name * 16 + Math.max(0, 15 - runs);
}

/** In how many pieces the letters come if each begins a word; 0 when they do not. */
function runsAtWordStarts(name: string, lower: string, text: string): number {
  let next = 0;
  let runs = 0;
  let last = -2;
  for (let at = 0; at < lower.length && next < text.length; at++) {
    if (lower.charCodeAt(at) !== text.charCodeAt(next) || (last !== at - 1 && !startsWord(name, at))) continue;
    if (last !== at - 1) runs++;
    last = at;
    next++;
  }
  return next === text.length ? runs : 0;
}

/** The best way to see a text in another, and how good it is. */
export interface Alignment {
  readonly score: number;
  /** Ascending. */
  readonly positions: readonly number[];
}

/**
 * Finds the letters of `text` in order in `path` so that they hang together and stand at beginnings of words and in the name as much as
 * can be; a capital letter that was typed counts a little. `undefined` when they are not there. Takes time in proportion to both lengths.
 * @param text as typed; @param nameStart where the name begins in the path
 */
export function align(path: string, text: string, nameStart: number): Alignment | undefined {
  const lower = path.toLowerCase();
  const typed = text.toLowerCase();
  const columns = path.length;
  if (lower.length !== columns || typed.length !== text.length || columns * text.length > 100_000) return undefined;
  const NEVER = -1_000_000;
  /** Best score when the letter stands exactly here, and how many letters before it in a row. */
  const here = new Int32Array(text.length * columns).fill(NEVER);
  const rows = new Uint8Array(text.length * columns);
  /** Best score when the letter stands here or before, and where that is. */
  const best = new Int32Array(text.length * columns).fill(NEVER);
  const where = new Int32Array(text.length * columns).fill(-1);
  for (let i = 0; i < text.length; i++) {
    for (let j = i; j < columns; j++) {
      const cell = i * columns + j;
      if (lower.charCodeAt(j) === typed.charCodeAt(i)) {
        let value = letterScore(path, j, nameStart) + (path[j] === text[i] && text[i] !== typed[i] ? 2 : 0);
        if (i > 0) {
          const above = cell - columns - 1;
          const far = j > 0 ? (best[above] as number) : NEVER;
          const near = j > 0 ? (here[above] as number) : NEVER;
          const row = Math.min((rows[above] ?? 0) + 1, 5);
          if (near + 5 * row >= far && near > NEVER) {
            value += near + 5 * row;
            rows[cell] = row;
          } else value += far;
        }
        here[cell] = Math.max(value, NEVER);
      }
      const left = j > 0 ? (best[cell - 1] as number) : NEVER;
      const own = here[cell] as number;
      best[cell] = Math.max(left, own);
      where[cell] = own > left ? j : j > 0 ? (where[cell - 1] as number) : -1;
    }
  }
  return traced(text.length, columns, { best, where, rows });
}

function traced(length: number, columns: number, { best, where, rows }: { best: Int32Array; where: Int32Array; rows: Uint8Array }): Alignment | undefined {
  const score = best[length * columns - 1] ?? -1;
  if (score < -100_000) return undefined;
  const positions: number[] = [];
  let at = where[length * columns - 1] ?? -1;
  for (let i = length - 1; i >= 0 && at >= 0; i--) {
    positions.unshift(at);
    const inRow = (rows[i * columns + at] ?? 0) > 0;
    if (i > 0) at = inRow ? at - 1 : (where[(i - 1) * columns + at - 1] ?? -1);
  }
  return positions.length === length ? { score, positions } : undefined;
}

function letterScore(path: string, at: number, nameStart: number): number {
  const place = at >= nameStart ? 4 : 0;
  if (at === nameStart) return place + 9;
  if (at === 0 || path.charCodeAt(at - 1) === 47) return place + 7;
  return place + (startsWord(path, at) ? 6 : 1);
}

function isAlphanumeric(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 122) || isUpper(code) || code > 127;
}

function isUpper(code: number): boolean {
  return code >= 65 && code <= 90;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
