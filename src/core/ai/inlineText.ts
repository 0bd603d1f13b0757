/** Text around a cursor. */
export interface TextAround {
  /** Up to the cursor. */
  readonly before: string;
  /** From the cursor on. */
  readonly after: string;
}

/** Passed on, in UTF-16 code units. */
const BEFORE = 1500;
const AFTER = 500;
/** So many signs without a blank are no word: a key, an address. UTF-16 code units. */
const LONG_RUN = 16;
/** A longer continuation is no help while typing. UTF-16 code units. */
const MAX_LENGTH = 300;
/** Less text behind the cursor may stand anywhere in a continuation by chance. */
const MIN_WHOLE = 4;
/** What the model says when it has nothing to say. */
export const NOTHING = '[none]';

const INVISIBLE = /(?![\n\t])\p{Cc}|[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
const LINE_BREAK = /\r\n?|[\n\u2028\u2029\u0085\v\f]/g;

/**
 * The piece of text around the cursor that is sent. A secret is found by its beginning and its end, so none is cut: words stay whole, and of a
 * block with a key there is all or nothing.
 * @returns `undefined` inside of such a block or of a long run of signs, where nobody wants suggestions
 */
export function textToSend({ before, after }: TextAround): TextAround | undefined {
  if (before.lastIndexOf('-----BEGIN ') > before.lastIndexOf('-----END ')) return undefined;
  const [head = '', tail = ''] = [/[!-~]*$/.exec(before.slice(-BEFORE))?.[0], /^[!-~]*/.exec(after)?.[0]];
  if (head !== '' && tail !== '' && head.length + tail.length >= LONG_RUN) return undefined;
  let start = 0;
  if (before.length > BEFORE) {
    const cut = before.slice(before.length - BEFORE);
    const word = before.length - BEFORE + Math.max(0, cut.search(/\s/));
    start = /\s/.test(cut) ? word : before.length;
    const end = before.lastIndexOf('-----END ');
    if (end >= start && before.lastIndexOf('-----BEGIN ', end) < start) start = before.indexOf('\n', end) < 0 ? before.length : before.indexOf('\n', end);
  }
  let end = after.length;
  if (after.length > AFTER) {
    const blank = /\s\S*$/.exec(after.slice(0, AFTER));
    end = blank ? blank.index : 0;
    const begin = after.lastIndexOf('-----BEGIN ', end);
    if (begin >= 0 && after.lastIndexOf('-----END ', end) < begin) end = begin;
  }
  return { before: before.slice(start).trimStart(), after: after.slice(0, end) };
}

/**
 * What of a model's answer may be shown at the cursor: one line of visible characters that repeats neither what stands before the cursor nor
 * what stands behind it.
 * @returns empty when nothing is left
 */
export function continuationOf(answer: string, { before, after }: TextAround): string {
  const lineBefore = /[^\r\n]*$/.exec(before)?.[0] ?? '';
  const lineAfter = /^[^\r\n]*/.exec(after)?.[0] ?? '';
  const text = withoutFence(answer.slice(0, MAX_LENGTH * 8).toWellFormed().replace(LINE_BREAK, '\n').replace(INVISIBLE, '').replaceAll('\t', ' '));
  // On a line that has text, a line break at the beginning means that nothing more belongs there.
  const line = (lineBefore.trim() === '' ? text.replace(/^\s*\n/, '') : text).split('\n', 1)[0] ?? '';
  if (line.trim() === '' || line.trim() === NOTHING || /^\[(?:begin|end) /.test(line.trim())) return '';
  const rest = shortened(withoutEnd(withoutBeginning(line, lineBefore), lineAfter));
  const isThere = rest.trim() === '' || (lineAfter.trim() !== '' && lineAfter.trimStart().startsWith(rest.trim())) || rest.trim() === nextLine(after);
  return isThere ? '' : rest;
}

function withoutFence(text: string): string {
  const fence = /^\s*(```|~~~)[^\n]*\n/.exec(text);
  if (!fence) return text;
  const body = text.slice(fence[0].length);
  const end = body.indexOf(`\n${fence[1]}`);
  return end < 0 ? body.replace(/\n?(?:```|~~~)\s*$/, '') : body.slice(0, end);
}

/** Models like to begin with the words that they are to continue. */
function withoutBeginning(text: string, lineBefore: string): string {
  let rest = text;
  for (let at = Math.max(0, lineBefore.length - text.length); at < lineBefore.length; at++) {
    if (isInsideWord(lineBefore, at) || lineBefore.slice(at).trim() === '' || !text.startsWith(lineBefore.slice(at))) continue;
    rest = text.slice(lineBefore.length - at);
    break;
  }
  return /\s$/.test(lineBefore) || lineBefore === '' ? rest.trimStart() : rest;
}

/** Cuts where the text behind the cursor would begin again. */
function withoutEnd(text: string, lineAfter: string): string {
  const behind = lineAfter.trim();
  if (behind === '') return text.trimEnd();
  const whole = behind.length < MIN_WHOLE ? -1 : text.indexOf(behind);
  if (whole >= 0 && !isInsideWord(text, whole)) return keepBlank(text.slice(0, whole), lineAfter);
  for (let length = Math.min(behind.length, text.length); length > 0; length--) {
    const at = text.length - length;
    if (isInsideWord(behind, length) || isInsideWord(text, at) || !text.endsWith(behind.slice(0, length))) continue;
    return keepBlank(text.slice(0, at), lineAfter);
  }
  return text;
}

/** Whether a place is between two letters or digits. */
function isInsideWord(text: string, at: number): boolean {
  return /[\p{L}\p{N}\p{M}]$/u.test(text.slice(Math.max(0, at - 2), at)) && /^[\p{L}\p{N}\p{M}]/u.test(text.slice(at, at + 2));
}

/** One blank is enough between the continuation and what stands behind it. */
function keepBlank(text: string, lineAfter: string): string {
  return /^\s/.test(lineAfter) ? text.trimEnd() : text;
}

function nextLine(after: string): string {
  return /^[^\r\n]*[\r\n]+([^\r\n]*)/.exec(after)?.[1]?.trim() || NOTHING;
}

function shortened(text: string): string {
  if (text.length <= MAX_LENGTH) return text;
  const cut = text.slice(0, MAX_LENGTH);
  return cut.slice(0, Math.max(cut.lastIndexOf(' '), MAX_LENGTH / 2)).replace(/[\ud800-\udbff]$/, '');
}
