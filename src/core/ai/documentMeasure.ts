import { measureLine, MeasureSum, type LineMeasure, type TextMeasure } from './textMeasure';

/** The lines of a document as it is now. */
export interface DocumentLines {
  readonly lineCount: number;
  /** Without its line break. @param line zero-based, an existing line */
  lineAt(line: number): string;
}

/** A change of the text between two lines, both included. */
interface LineChange {
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

/** Where the parts of a document are; lines, ends exclusive. */
interface DocumentParts {
  /** Line after the frontmatter; 0 without one. */
  readonly frontmatterEnd: number;
  /** First and after the last line of the body that is not blank: what gets sent. Equal when there is none. */
  readonly bodyStart: number;
  readonly bodyEnd: number;
}

/** Characters to measure before the others get their turn. */
const SLICE = 60_000;

/** Measures a document and, after a change, only the lines that changed. The figures are those of the text as a whole. */
export class DocumentMeasure {
  readonly #lines: DocumentLines;
  /** `undefined` for lines that are not measured as they are now. */
  #measures: (LineMeasure | undefined)[];

  constructor(lines: DocumentLines) {
    this.#lines = lines;
    this.#measures = unknown(lines.lineCount);
  }

  /** @param changes in an order in which they can be made one after the other; the document has them already */
  change(changes: readonly LineChange[]): void {
    for (const { startLine, endLine, text } of changes) {
      const inserted = unknown(1 + (text.match(/\r\n|\n|\r/g)?.length ?? 0));
      if (inserted.length === 1 && startLine === endLine) this.#measures[startLine] = undefined;
      else this.#measures = this.#measures.slice(0, startLine).concat(inserted, this.#measures.slice(endLine + 1));
    }
    if (this.#measures.length !== this.#lines.lineCount) this.#measures = unknown(this.#lines.lineCount);
  }

  /**
   * Measures what is not measured yet, in slices, so that the figures come at once afterwards.
   * @param nextTurn resolves when the others had their turn. @returns false when `isCancelled` said so
   */
  async prepare(nextTurn: () => Promise<void>, isCancelled: () => boolean): Promise<boolean> {
    let characters = 0;
    for (let line = 0; line < this.#lines.lineCount; line++) {
      if (this.#measures[line]) continue;
      characters += 1 + this.#measure(line).characters;
      if (characters < SLICE) continue;
      characters = 0;
      await nextTurn();
      if (isCancelled()) return false;
    }
    return true;
  }

  parts(): DocumentParts {
    const frontmatterEnd = frontmatterLines(this.#lines);
    let bodyStart = frontmatterEnd;
    let bodyEnd = this.#lines.lineCount;
    while (bodyStart < bodyEnd && this.#measure(bodyStart).isBlank) bodyStart++;
    while (bodyEnd > bodyStart && this.#measure(bodyEnd - 1).isBlank) bodyEnd--;
    return { frontmatterEnd, bodyStart, bodyEnd };
  }

  /** @param end exclusive */
  measureLines(start: number, end: number): TextMeasure {
    const sum = new MeasureSum();
    for (let line = start; line < end; line++) sum.add(this.#measure(line));
    return sum.value;
  }

  /** Between two positions, of which the second is not before the first. */
  measureRange(start: { readonly line: number; readonly character: number }, end: { readonly line: number; readonly character: number }): TextMeasure {
    const sum = new MeasureSum();
    for (let line = start.line; line <= end.line; line++) {
      const first = line === start.line ? start.character : 0;
      const isWhole = first === 0 && line !== end.line;
      sum.add(isWhole ? this.#measure(line) : measureLine(this.#lines.lineAt(line).slice(first, line === end.line ? end.character : undefined)));
    }
    return sum.value;
  }

  #measure(line: number): LineMeasure {
    return (this.#measures[line] ??= measureLine(this.#lines.lineAt(line)));
  }
}

/** Number of lines of the frontmatter with the lines that open and close it; as `findBlock` has it. */
function frontmatterLines(lines: DocumentLines): number {
  if (lines.lineCount === 0 || !/^---[ \t]*$/.test(lines.lineAt(0))) return 0;
  for (let line = 1; line < lines.lineCount; line++) if (/^(?:---|\.\.\.)[ \t]*$/.test(lines.lineAt(line))) return line + 1;
  return 0;
}

function unknown(length: number): undefined[] {
  return new Array<undefined>(length).fill(undefined);
}
