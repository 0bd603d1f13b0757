import { findBlock, splitEntries } from '../prompts/frontmatterBlock';

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const GREATER = 62;
const BACKTICK = 96;
const TILDE = 126;

interface Fence {
  readonly marker: number;
  readonly length: number;
  /** Block quotes around it. */
  readonly quotes: number;
  /** Column where the content of the list item around it begins; 0 outside of lists. */
  readonly column: number;
}

/**
 * Where the prose of a Markdown document stands: its paragraphs, headings and list items, without frontmatter, fenced and indented code
 * and HTML comments of whole lines. Inline markup never reaches over the end of one piece.
 *
 * @returns start and end of each piece in turn, in UTF-16 code units, ascending. Linear, whatever the text holds.
 */
export function proseOf(text: string): readonly number[] {
  const scanner = new BlockScanner(text);
  for (let at = startOfProse(text); at < text.length; ) at = scanner.line(at);
  return scanner.pieces;
}

/** As the frontmatter has it, but told without reading its YAML, whose parser is not loaded for references. */
function startOfProse(text: string): number {
  const block = text.startsWith('---') ? findBlock(text) : undefined;
  return block && splitEntries(text, block.start, block.end).entries.length > 0 ? block.bodyStart : 0;
}

class BlockScanner {
  readonly pieces: number[] = [];
  readonly #text: string;
  /** Columns where the content of the open list items begins. */
  #lists: number[] = [];
  #quotes = 0;
  #fence: Fence | undefined;
  #inComment = false;
  #inParagraph = false;
  #nextReturn: number;
  #at = 0;
  #column = 0;
  /** Column behind the marks of the block quotes. */
  #base = 0;

  constructor(text: string) {
    this.#text = text;
    this.#nextReturn = text.indexOf('\r');
  }

  /** Takes one line. @returns the beginning of the next */
  line(start: number): number {
    const end = this.#lineEnd(start);
    this.#at = start;
    this.#column = 0;
    this.#base = 0;
    this.#block(end);
    return end + (this.#text.charCodeAt(end) === CR && this.#text.charCodeAt(end + 1) === LF ? 2 : 1);
  }

  #lineEnd(start: number): number {
    if (this.#nextReturn !== -1 && this.#nextReturn < start) this.#nextReturn = this.#text.indexOf('\r', start);
    const feed = this.#text.indexOf('\n', start);
    const end = feed === -1 ? this.#text.length : feed;
    return this.#nextReturn !== -1 && this.#nextReturn < end ? this.#nextReturn : end;
  }

  #block(end: number): void {
    if (this.#inComment) return this.#endComment(end);
    this.#enterQuotes(end);
    const blank = this.#at >= end;
    if (this.#fence && this.#staysInFence(this.#fence, blank, end)) return;
    if (blank) {
      this.#inParagraph = false;
      return;
    }
    while (this.#lists.length > 0 && (this.#lists.at(-1) ?? 0) > this.#column) this.#lists.pop();
    for (;;) {
      if (this.#indent >= 4 && !this.#inParagraph) return;
      if (this.#opensFence(end) || this.#opensComment(end)) {
        this.#inParagraph = false;
        return;
      }
      if (!this.#enterListItem(end)) break;
      this.#enterQuotes(end);
      if (this.#at >= end) return;
    }
    this.#addProse(end);
  }

  /** Columns between the content of the list item or quote and the text. */
  get #indent(): number {
    return this.#column - Math.max(this.#lists.at(-1) ?? 0, this.#base);
  }

  #addProse(end: number): void {
    const heading = this.#text.charCodeAt(this.#at) === 35 && /^#{1,6}[ \t]/.test(this.#text.slice(this.#at, this.#at + 7));
    if (this.#inParagraph && !heading) this.pieces[this.pieces.length - 1] = end;
    else this.pieces.push(this.#at, end);
    this.#inParagraph = !heading;
  }

  /** Skips blanks and the marks of block quotes. In a fence only as many marks as there are around it. */
  #enterQuotes(end: number): void {
    const most = this.#fence?.quotes ?? Number.POSITIVE_INFINITY;
    let quotes = 0;
    for (;;) {
      const from = this.#column;
      this.#skipBlanks(end);
      if (quotes >= most || this.#text.charCodeAt(this.#at) !== GREATER || this.#at >= end) break;
      if (this.#column - Math.max(from, this.#lists.at(-1) ?? 0) >= 4) break;
      quotes++;
      this.#at++;
      this.#column++;
      const blank = this.#text.charCodeAt(this.#at);
      if (this.#at < end && (blank === SPACE || blank === TAB)) {
        this.#at++;
        this.#column++;
      }
      this.#base = this.#column;
    }
    if (quotes === this.#quotes) return;
    // A paragraph may go on without its marks; anything else ends with the quote.
    if (quotes > this.#quotes || !this.#inParagraph) this.#lists = [];
    if (quotes > this.#quotes) this.#inParagraph = false;
    this.#quotes = quotes;
  }

  #skipBlanks(end: number): void {
    for (; this.#at < end; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === SPACE) this.#column++;
      else if (code === TAB) this.#column += 4 - (this.#column % 4);
      else return;
    }
  }

  #staysInFence({ marker, length, quotes, column }: Fence, blank: boolean, end: number): boolean {
    const left = this.#quotes < quotes || (!blank && this.#column < column);
    if (left) this.#fence = undefined;
    if (left || blank) return !left;
    if (this.#column - Math.max(column, this.#base) < 4 && this.#run(marker, end) >= length && this.#restIsBlank(this.#at + this.#run(marker, end), end)) {
      this.#fence = undefined;
    }
    return true;
  }

  #opensFence(end: number): boolean {
    const marker = this.#text.charCodeAt(this.#at);
    if (marker !== BACKTICK && marker !== TILDE) return false;
    const length = this.#run(marker, end);
    if (length < 3) return false;
    if (marker === BACKTICK && this.#text.slice(this.#at + length, end).includes('`')) return false;
    this.#fence = { marker, length, quotes: this.#quotes, column: this.#lists.at(-1) ?? 0 };
    return true;
  }

  #run(marker: number, end: number): number {
    let at = this.#at;
    while (at < end && this.#text.charCodeAt(at) === marker) at++;
    return at - this.#at;
  }

  #restIsBlank(at: number, end: number): boolean {
    return this.#text.slice(at, end).trim() === '';
  }

  /** A comment that ends on its own line is left to the inline markup. */
  #opensComment(end: number): boolean {
    if (!this.#text.startsWith('<!--', this.#at) || this.#text.slice(this.#at + 2, end).includes('-->')) return false;
    this.#inComment = true;
    return true;
  }

  #endComment(end: number): void {
    const close = this.#text.slice(this.#at, end).indexOf('-->');
    if (close === -1) return;
    this.#inComment = false;
    this.#at += close + 3;
    if (this.#at < end) this.pieces.push(this.#at, end);
  }

  /** Skips the bullet or number of a list item. Its text is a piece of its own. */
  #enterListItem(end: number): boolean {
    const width = this.#markerWidth(end);
    if (width === 0) return false;
    const column = this.#column;
    this.#at += width;
    this.#column += width;
    const markerEnd = this.#column;
    this.#skipBlanks(end);
    const gap = this.#column - markerEnd;
    this.#lists.push(gap > 4 || this.#at >= end ? markerEnd + 1 : this.#column);
    if (this.#lists.length > 100) this.#lists = [column + width + 1];
    this.#inParagraph = false;
    return true;
  }

  #markerWidth(end: number): number {
    const first = this.#text.charCodeAt(this.#at);
    let width = 0;
    if (first === 45 || first === 42 || first === 43) width = 1;
    else {
      while (width < 10 && isDigit(this.#text.charCodeAt(this.#at + width))) width++;
      const close = this.#text.charCodeAt(this.#at + width);
      if (width === 0 || width > 9 || (close !== 46 && close !== 41)) return 0;
      width++;
    }
    const next = this.#at + width;
    const blank = this.#text.charCodeAt(next);
    return next >= end || blank === SPACE || blank === TAB ? width : 0;
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
