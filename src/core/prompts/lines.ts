import { type TextPosition, type TextRange } from './problems';

/** Turns offsets into positions and back. Lines end with `\n`, `\r\n` or `\r`, as in VS Code's documents. */
export class LineIndex {
  readonly #text: string;
  #starts: number[] | undefined;
  #lineBreak: RegExp | undefined;

  /** The text is looked through on use, and only as far as needed: most files have no problem, or one in their first lines. */
  constructor(text: string) {
    this.#text = text;
  }

  /** @param offset is clamped to the text. */
  positionAt(offset: number): TextPosition {
    const target = Math.max(0, Math.min(offset, this.#text.length));
    const starts = this.#startsUpTo(target);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= target) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: target - (starts[low] ?? 0) };
  }

  rangeOf(start: number, end: number): TextRange {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }

  /** Of the first line, without its line end. */
  firstLine(): TextRange {
    return { start: { line: 0, character: 0 }, end: { line: 0, character: lineEnd(this.#text, 0) } };
  }

  #startsUpTo(offset: number): readonly number[] {
    if (!this.#starts) {
      this.#starts = [0];
      this.#lineBreak = /\r\n|\n|\r/g;
    }
    while (this.#lineBreak && (this.#starts.at(-1) ?? 0) <= offset) {
      if (this.#lineBreak.exec(this.#text)) this.#starts.push(this.#lineBreak.lastIndex);
      else this.#lineBreak = undefined;
    }
    return this.#starts;
  }
}

/** The line ending of the first line; `\n` for a text of one line. */
export function eolOf(text: string): '\n' | '\r\n' | '\r' {
  const end = lineEnd(text, 0);
  if (text[end] !== '\r') return '\n';
  return text[end + 1] === '\n' ? '\r\n' : '\r';
}

/** Offset of the end of the line that contains `offset`, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const pattern = /[\r\n]/g;
  pattern.lastIndex = offset;
  return pattern.exec(text)?.index ?? text.length;
}

/** Offset of the line after the one that contains `offset`; the length of the text for the last line. */
export function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  return Math.min(text.length, end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1));
}

/** The text from `from` on without the blank lines around it; the indentation of the first line stays. */
export function trimBlankLines(text: string, from: number): string {
  let start = from;
  for (let at = from; at < text.length && /\s/.test(text.charAt(at)); at++) {
    if (text[at] === '\n' || text[at] === '\r') start = at + 1;
  }
  let end = text.length;
  for (let at = end; at > start && /\s/.test(text.charAt(at - 1)); at--) {
    if (text[at - 1] === '\n' || text[at - 1] === '\r') end = at - 1;
  }
  const body = text.slice(start, end);
  return body.trim() === '' ? '' : body;
}
