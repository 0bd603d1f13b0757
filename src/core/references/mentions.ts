import { singleLine } from '../util/text';
import { looksLikePath, pathFrom, unescapeMarkdown } from './pathText';
import type { FileReference } from './reference';

const MAX_MENTION = 1024;
const MAX_ALIAS = 1000;
/** An `@` or `#` after one of these is part of an address, a word or a URL. */
const JOINED = /[A-Za-z0-9_.+\-/\\@=&%~:$#]/;
/** Ends a path that stands in no quotes. */
const STOP = /[\s<>"'`|,;\u2018\u2019\u201c\u201d\u3000-\u3002\uff01\uff0c\uff1a\uff1b\uff1f]/;
const CLOSERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Reads `[[path#heading|alias]]` from its first bracket on. @param embed there is a `!` in front */
export function readWiki(text: string, at: number, limit: number, embed: boolean): FileReference | undefined {
  const start = at + 2;
  let pathEnd = -1;
  let bar = -1;
  let end = start;
  for (; end < limit; end++) {
    const char = text[end];
    if (char === '\n' || char === '\r' || (char === '[' && text[end + 1] === '[')) return undefined;
    if (char === ']' && text[end + 1] === ']') break;
    if (char === '\\' && text[end + 1] !== '|') end++;
    // In tables the bar is escaped.
    else if (char === '|' && bar === -1) bar = end;
    else if (char === '#' && pathEnd === -1 && bar === -1) pathEnd = end;
  }
  if (end >= limit || end + 2 > limit || text[end + 2] === '(') return undefined;
  const targetEnd = bar === -1 ? end : text[bar - 1] === '\\' ? bar - 1 : bar;
  if (pathEnd === -1 || pathEnd > targetEnd) pathEnd = targetEnd;
  const written = text.slice(start, pathEnd);
  const path = /^\s|\s$/.test(written) ? undefined : pathFrom(written);
  if (path === undefined) return undefined;
  return {
    syntax: 'wiki',
    start: embed ? at - 1 : at,
    end: end + 2,
    pathStart: start,
    pathEnd,
    path,
    title: bar === -1 ? undefined : singleLine(unescapeMarkdown(text.slice(bar + 1, end)), MAX_ALIAS).trim(),
    fragment: pathEnd < targetEnd ? text.slice(pathEnd + 1, targetEnd) : undefined,
  };
}

/** Reads `#file:path` and `#file:'path with blanks'`. */
export function readHash(text: string, at: number, limit: number): FileReference | undefined {
  if (!text.startsWith('#file:', at) || (at > 0 && JOINED.test(text.charAt(at - 1)))) return undefined;
  return readMention('hash', text, at, at + 6, limit);
}

/** Reads `@path` and `@"path with blanks"`. */
export function readAt(text: string, at: number, limit: number): FileReference | undefined {
  if (at > 0 && JOINED.test(text.charAt(at - 1))) return undefined;
  return readMention('at', text, at, at + 1, limit);
}

function readMention(syntax: 'hash' | 'at', text: string, at: number, from: number, limit: number): FileReference | undefined {
  const quote = text[from];
  if (quote === '"' || quote === '<' || (quote === "'" && syntax === 'hash')) return readQuoted(syntax, text, at, from, limit);
  let end = plainEnd(text, from, limit);
  const next = text[end];
  if (end === from || ((next === '<' || next === '(') && end < limit)) return undefined;
  end = trimmedEnd(text, from, end);
  const { pathEnd, fragment } = withoutPlace(text, from, end);
  const written = text.slice(from, pathEnd);
  if (/[*?]/.test(written)) return undefined;
  const path = pathFrom(written, (escaped) => escaped.replaceAll('\\ ', ' '));
  if (path === undefined || (syntax === 'at' && (path.startsWith('file:') || !looksLikePath(path)))) return undefined;
  return { syntax, start: at, end, pathStart: from, pathEnd, path, title: undefined, fragment };
}

function readQuoted(syntax: 'hash' | 'at', text: string, at: number, from: number, limit: number): FileReference | undefined {
  const enclosure = text[from] as '"' | "'" | '<';
  const close = enclosure === '<' ? '>' : enclosure;
  let end = from + 1;
  while (end < limit && text[end] !== close && text[end] !== '\n' && text[end] !== '\r' && text[end] !== '`') end++;
  if (end >= limit || text[end] !== close) return undefined;
  const written = text.slice(from + 1, end);
  const path = /^\s|\s$/.test(written) ? undefined : pathFrom(written);
  if (path === undefined || (syntax === 'at' && enclosure === '<')) return undefined;
  return { syntax, start: at, end: end + 1, pathStart: from + 1, pathEnd: end, path, title: undefined, fragment: undefined, enclosure };
}

/** Where a path without quotes stops. At `(` it is a call such as that of a decorator, unless a folder's name begins there. */
function plainEnd(text: string, from: number, limit: number): number {
  const last = Math.min(limit, from + MAX_MENTION);
  let at = from;
  for (; at < last; at++) {
    const char = text.charAt(at);
    if (char === '\\' && text[at + 1] === ' ') at++;
    else if (STOP.test(char)) break;
    else if (char === '(' && text[at - 1] !== '/' && at > from) break;
    else if (char === '@' && !/[A-Za-z0-9/_-]/.test(text.charAt(at - 1))) break;
  }
  return Math.min(at, last);
}

/** Punctuation of the sentence is not part of the path, nor a bracket that opened before it. */
function trimmedEnd(text: string, from: number, limit: number): number {
  const open = new Map<string, number>();
  for (let at = from; at < limit; at++) {
    const char = text.charAt(at);
    if (char === '(' || char === '[' || char === '{') open.set(char, (open.get(char) ?? 0) + 1);
    else if (CLOSERS[char] !== undefined) open.set(CLOSERS[char], (open.get(CLOSERS[char]) ?? 0) - 1);
  }
  let end = limit;
  for (; end > from; end--) {
    const char = text.charAt(end - 1);
    const opener = CLOSERS[char];
    if (opener !== undefined) {
      if ((open.get(opener) ?? 0) >= 0) break;
      open.set(opener, (open.get(opener) ?? 0) + 1);
    } else if (!/[.:!?*_~([{\\…]/.test(char)) break;
  }
  return end;
}

/** Cuts `#L10-20` and `:10` off, which name lines. */
function withoutPlace(text: string, from: number, end: number): { pathEnd: number; fragment: string | undefined } {
  const mention = text.slice(from, end);
  const place = /(?:#(L?\d+(?:[-:,]L?\d+)?)|(?<!^[A-Za-z]):\d+(?:[-:]\d+)?)$/.exec(mention);
  return place ? { pathEnd: from + place.index, fragment: place[1] } : { pathEnd: end, fragment: undefined };
}
