import { formatReference } from './formatReference';
import type { ReferenceSyntax } from './reference';

/** A reference that is being written, in one line. Columns are UTF-16 code units, ends exclusive. */
export interface ReferenceTrigger {
  readonly syntax: ReferenceSyntax;
  /** What accepting a file replaces; for a link that has a title only what stands behind `(`. */
  readonly start: number;
  readonly end: number;
  /** What to search for: decoded, with `/` between segments, without `./` and `../` in front. */
  readonly query: string;
  /** The link has a title already, which stays. Always false in the other syntaxes. */
  readonly hasTitle: boolean;
  /** The closing parenthesis is not part of what is replaced, as a link title (`"…"`) stands before it. */
  readonly staysOpen: boolean;
}

/** More than this is text, not a path that somebody is looking for. */
const MAX_QUERY = 200;

/**
 * The reference that is being written at the cursor: `[title](pa|`, `[[pa|`, `#file:pa|`, `@pa|`. None in inline code, in images, in
 * web addresses, and where `@` or `#` belongs to a word (`a@b.c`, `C#file:`).
 *
 * @param column of the cursor in `line`
 */
export function referenceTriggerAt(line: string, column: number): ReferenceTrigger | undefined {
  const before = line.slice(0, column);
  if (!/\]\(|\[\[|#file:|@/.test(before) || isInlineCode(line, column)) return undefined;
  const after = line.slice(column);
  const trigger = linkAt(before, after) ?? wikiAt(before, after) ?? wordAt(before, after, 'hash') ?? wordAt(before, after, 'at');
  return trigger && trigger.query.length <= MAX_QUERY && !trigger.query.includes('#') ? trigger : undefined;
}

/**
 * What stands in place of `start` to `end` when a file was chosen: a Markdown link, or the rest of the one that is there.
 * @param path decoded, as `References.pathTo` gives it @param title of the file
 */
export function completedLink({ hasTitle, staysOpen }: ReferenceTrigger, path: string, title: string): string {
  const link = formatReference('link', path, hasTitle ? '' : title);
  const text = hasTitle ? link.slice('[]('.length) : link;
  return staysOpen ? text.slice(0, -1) : text;
}

function linkAt(before: string, after: string): ReferenceTrigger | undefined {
  const close = before.lastIndexOf('](');
  const open = close < 0 ? -1 : openingBracket(before, close);
  if (open < 0 || isEscaped(before, open) || (before[open - 1] === '!' && !isEscaped(before, open - 1))) return undefined;
  const destination = before.slice(close + 2);
  const [, angle = '', path] = /^\s*(<?)((?:[^\\()<>"]|\\.|\\$)*)$/.exec(destination) ?? [];
  if (path === undefined || /^[a-z][a-z0-9+.-]+:/i.test(path)) return undefined;
  const rest = /^(?:[^\s\\()<>"]|\\.)*>?/.exec(after)?.[0] ?? '';
  const behind = after.slice(rest.length);
  const staysOpen = /^[ \t]+["'(]/.test(behind);
  const isClosed = staysOpen || behind.startsWith(')');
  // An address has no blanks: behind one it is prose, unless the parenthesis is there or angle brackets say otherwise.
  if (/\s/.test(path) && angle === '' && !isClosed) return undefined;
  const hasTitle = close > open + 1;
  return {
    syntax: 'link',
    start: hasTitle ? close + 2 : open,
    end: before.length + (isClosed ? rest.length + (staysOpen ? 0 : 1) : 0),
    query: queryOf(path.replace(/\\([!-/:-@[-`{-~])/g, '$1'), true),
    hasTitle,
    staysOpen,
  };
}

function wikiAt(before: string, after: string): ReferenceTrigger | undefined {
  const match = /\[\[([^[\]|#^]*)$/.exec(before);
  if (!match || before[match.index - 1] === '!' || isEscaped(before, match.index)) return undefined;
  const rest = /^[^[\]|#^]*\]\]/.exec(after) ?? /^\]/.exec(after);
  const end = before.length + (rest?.[0].length ?? 0);
  return { syntax: 'wiki', start: match.index, end, query: queryOf(match[1] ?? '', false), hasTitle: false, staysOpen: false };
}

/** The mark must stand where a word may begin: an address of mail, a heading or a C# has something in front. */
const words = {
  hash: /(?:^|[\s([{"'*_,;>])(#file:(?:(['"])[^'"`]*|[^\s`'"]*))$/,
  at: /(?:^|[\s({"'*_,;>])(@(?:(")[^"`]*|[^\s`@,;:()[\]{}<>"'*|]*))$/,
} as const;

function wordAt(before: string, after: string, syntax: 'hash' | 'at'): ReferenceTrigger | undefined {
  const [, word, quote] = words[syntax].exec(before) ?? [];
  if (word === undefined) return undefined;
  const path = word.slice(syntax === 'at' ? '@'.length : '#file:'.length).slice(quote?.length ?? 0);
  const end = before.length + (quote !== undefined && after.startsWith(quote) ? 1 : 0);
  return { syntax, start: before.length - word.length, end, query: queryOf(path, false), hasTitle: false, staysOpen: false };
}

/** Where a file is decides the path that is written, so what is typed of the way up says nothing. */
function queryOf(path: string, isEncoded: boolean): string {
  const slashes = (isEncoded ? decoded(path) : path).replaceAll('\\', '/');
  return slashes.trim().replace(/^(?:\.{0,2}\/)+/, '').replace(/^\.{1,2}$/, '');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The `[` that belongs to the `]` at `close`; -1 when there is none. */
function openingBracket(text: string, close: number): number {
  let depth = 0;
  for (let at = close; at >= 0; at--) {
    const character = text[at];
    if ((character !== '[' && character !== ']') || isEscaped(text, at)) continue;
    depth += character === ']' ? 1 : -1;
    if (depth === 0) return at;
  }
  return -1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

/** Whether the column is behind backticks that are closed later or not at all: somebody may be about to close them. */
function isInlineCode(line: string, column: number): boolean {
  const runs = /`+/g;
  for (let open = runs.exec(line); open && open.index < column; open = runs.exec(line)) {
    if (isEscaped(line, open.index)) continue;
    const end = endOfCode(line, runs.lastIndex, open[0].length);
    if (end === -1 || end > column) return true;
    runs.lastIndex = end;
  }
  return false;
}

/** Behind the run of exactly `length` backticks that closes inline code; -1 without one. */
function endOfCode(line: string, from: number, length: number): number {
  const runs = /`+/g;
  runs.lastIndex = from;
  for (let close = runs.exec(line); close; close = runs.exec(line)) if (close[0].length === length) return runs.lastIndex;
  return -1;
}
