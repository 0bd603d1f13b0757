/** A line break. */
const LINE = '\n';
/** One or more blank lines: the beginning of a paragraph. */
const PARAGRAPH = '\n\n';

/** Longer runs (encoded data, long identifiers) are cut, so that the vocabulary stays small. UTF-16 code units. */
const MAX_LENGTH = 40;

const enum Kind {
  Blank,
  Break,
  Word,
  /** Written without blanks between words: each character counts as a word. */
  Ideograph,
  Sign,
}

/**
 * Cuts text into words. A word takes the one blank before it along, so that joining words gives the text back; runs of the same sign
 * (`##`, `---`, `...`) are one word. Breaks are {@link LINE} or {@link PARAGRAPH}, however many lines and whatever line endings they had.
 *
 * @param limit words at most; the rest of the text is left out.
 */
export function wordsOf(text: string, limit = Number.POSITIVE_INFINITY): string[] {
  const words: string[] = [];
  for (let at = 0; at < text.length && words.length < limit; ) {
    const kind = kindOf(text.charCodeAt(at));
    let end: number;
    if (kind === Kind.Break) {
      end = endOfBreak(text, at);
      words.push(breakOf(text, at, end));
    } else {
      end = endOfWord(text, at, kind);
      words.push(text.slice(at, end));
    }
    at = end;
  }
  return words;
}

/** Whether a character can stand inside a word, so that text before it and behind it may be one word. */
export function isWordCharacter(code: number): boolean {
  return kindOf(code) === Kind.Word;
}

export function isBreak(word: string): boolean {
  return word === LINE || word === PARAGRAPH;
}

function breakOf(text: string, start: number, end: number): string {
  let breaks = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) breaks++;
  }
  return breaks > 1 ? PARAGRAPH : LINE;
}

/** Blank lines belong to the break; the indentation of the next line does not. */
function endOfBreak(text: string, start: number): number {
  let end = start + 1;
  for (let at = end; at < text.length; at++) {
    const kind = kindOf(text.charCodeAt(at));
    if (kind === Kind.Break) end = at + 1;
    else if (kind !== Kind.Blank) break;
  }
  return end;
}

function endOfWord(text: string, start: number, kind: Kind): number {
  let at = start;
  if (kind === Kind.Blank) {
    at = endOfRun(text, start, Kind.Blank);
    const isFollowed = at < text.length && kindOf(text.charCodeAt(at)) !== Kind.Break;
    if (!isFollowed || at > start + 1) return isFollowed && text.charCodeAt(at - 1) === 32 ? at - 1 : at;
    if (text.charCodeAt(start) !== 32) return at;
  }
  const code = text.charCodeAt(at);
  switch (kindOf(code)) {
    case Kind.Word:
      return endOfRun(text, at, Kind.Word);
    case Kind.Sign:
      return endOfSigns(text, at, code);
    default:
      return at + 1;
  }
}

function endOfSigns(text: string, start: number, code: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) === code && at - start < MAX_LENGTH) at++;
  return at;
}

function endOfRun(text: string, start: number, kind: Kind): number {
  let at = start;
  while (at < text.length && at - start < MAX_LENGTH && continues(text, at, kind)) at++;
  return at - start === MAX_LENGTH && isHighSurrogate(text.charCodeAt(at - 1)) ? at - 1 : at;
}

/** An apostrophe between letters belongs to the word: `don't`. */
function continues(text: string, at: number, kind: Kind): boolean {
  const code = text.charCodeAt(at);
  if (kindOf(code) === kind) return true;
  return kind === Kind.Word && (code === 39 || code === 0x2019) && kindOf(text.charCodeAt(at - 1)) === kind && kindOf(text.charCodeAt(at + 1)) === kind;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function kindOf(code: number): Kind {
  if (code < 128) {
    if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95) return Kind.Word;
    if (code === 32 || code === 9) return Kind.Blank;
    return code === 10 || code === 13 ? Kind.Break : Kind.Sign;
  }
  if (code < 0xaa || (code >= 0x2000 && code < 0x2c00) || (code >= 0x3000 && code < 0x3040) || code >= 0xff00) return Kind.Sign;
  if ((code >= 0x2e80 && code < 0xa000) || (code >= 0xf900 && code < 0xfb00)) return Kind.Ideograph;
  return Kind.Word;
}
