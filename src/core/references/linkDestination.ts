/** The part of a link in parentheses. Offsets are UTF-16 code units. */
interface LinkDestination {
  /** Without angle brackets. */
  readonly start: number;
  readonly end: number;
  readonly bracketed: boolean;
  /** After the closing parenthesis. */
  readonly close: number;
}

/** Parentheses inside one another, as other readers of Markdown bound them: unclosed ones would take quadratic time. */
const MAX_NESTING = 32;
const BACKSLASH = 92;

/**
 * Reads `path "title")` after the opening parenthesis of a link by the rules of CommonMark.
 * @param limit end of the prose that the link stands in
 */
export function readDestination(text: string, at: number, limit: number): LinkDestination | undefined {
  let next = skipBlanks(text, at, limit);
  const bracketed = text[next] === '<';
  const start = bracketed ? next + 1 : next;
  const end = bracketed ? bracketedEnd(text, start, limit) : plainEnd(text, start, limit);
  if (end === -1) return undefined;
  next = bracketed ? end + 1 : end;
  const title = skipBlanks(text, next, limit);
  if (title > next && title < limit && text[title] !== ')') {
    const close = titleEnd(text, title, limit);
    if (close === -1) return undefined;
    next = skipBlanks(text, close, limit);
  } else next = title;
  return next < limit && text[next] === ')' ? { start, end, bracketed, close: next + 1 } : undefined;
}

function bracketedEnd(text: string, start: number, limit: number): number {
  for (let at = start; at < limit; at++) {
    const char = text[at];
    if (char === '>') return at;
    if (char === '<' || char === '\n' || char === '\r') return -1;
    if (char === '\\') at++;
  }
  return -1;
}

function plainEnd(text: string, start: number, limit: number): number {
  let depth = 0;
  let at = start;
  for (; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 127) break;
    if (code === BACKSLASH && isPunctuation(text.charCodeAt(at + 1))) at++;
    else if (code === 40 && ++depth > MAX_NESTING) return -1;
    else if (code === 41 && --depth < 0) break;
  }
  return depth > 0 ? -1 : Math.min(at, limit);
}

function titleEnd(text: string, start: number, limit: number): number {
  const open = text[start];
  if (open !== '"' && open !== "'" && open !== '(') return -1;
  const close = open === '(' ? ')' : open;
  for (let at = start + 1; at < limit; at++) {
    const char = text[at];
    if (char === close) return at + 1;
    if (open === '(' && char === '(') return -1;
    if (char === '\\') at++;
  }
  return -1;
}

function skipBlanks(text: string, at: number, limit: number): number {
  while (at < limit && (text[at] === ' ' || text[at] === '\t' || text[at] === '\n' || text[at] === '\r')) at++;
  return at;
}

/** ASCII punctuation: what a backslash can escape. */
export function isPunctuation(code: number): boolean {
  return (code >= 33 && code <= 47) || (code >= 58 && code <= 64) || (code >= 91 && code <= 96) || (code >= 123 && code <= 126);
}
