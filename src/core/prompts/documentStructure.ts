import type { NearMiss } from './nearMiss';
import { parsePlaceholders, type Placeholder } from './placeholders';
import type { TextPosition } from './problems';
import type { TextLines } from './snippetPlacement';

/** The lines of an open document. */
export interface DocumentLines extends TextLines {
  /** At least 1. */
  readonly lineCount: number;
}

/** Lines `start` to `end` (inclusive, zero-based) gave way to `count` lines. */
export interface LineChange {
  readonly start: number;
  readonly end: number;
  /** At least 1: a change leaves a line at least. */
  readonly count: number;
}

/** A placeholder on a line; `start` and `end` are UTF-16 code units of that line, `end` is exclusive. */
export interface PlacedPlaceholder extends Placeholder {
  readonly line: number;
}

interface PlacedNearMiss extends NearMiss {
  readonly line: number;
}

interface LineFindings {
  readonly placeholders: readonly Placeholder[];
  readonly nearMisses: readonly NearMiss[];
  /** The line is `---` or `...`, which ends frontmatter. */
  readonly delimits: boolean;
  readonly fence: Fence | undefined;
}

/** A line of three or more backticks or tildes, maybe behind list markers and quotes. */
interface Fence {
  readonly marks: string;
  readonly opens: boolean;
  readonly closes: boolean;
}

/** Stands for the many lines in which there is nothing, so that they take no memory. */
const NOTHING = undefined;

/**
 * Where the placeholders, the frontmatter and the fenced code of an open document are. Everything of interest ends on its line, so a
 * change is followed by looking at the changed lines alone; `parsePlaceholders` over the whole text finds the same.
 */
export class DocumentStructure {
  /** One entry for each line. */
  #lines: (LineFindings | undefined)[] = [];
  #opensFrontmatter = false;
  #bodyLine: number | undefined;
  #placeholders: readonly PlacedPlaceholder[] | undefined;
  #nearMisses: readonly PlacedNearMiss[] | undefined;

  constructor(lines: DocumentLines) {
    this.#readAll(lines);
  }

  /**
   * Follows changes that were made one after the other.
   * @param lines the document after all of them.
   */
  apply(changes: readonly LineChange[], lines: DocumentLines): void {
    /** Lines to look at, as ranges `[start, end)` in terms of the document after the changes so far. */
    let touched: [number, number][] = [];
    for (const { start, end, count } of changes) {
      const removed = end - start + 1;
      this.#splice(start, removed, count);
      touched = touched.map(([from, to]) => moved(from, to, start, removed, count));
      touched.push([start, start + count]);
    }
    // What does not fit was no account of what happened.
    if (this.#lines.length !== lines.lineCount) return this.#readAll(lines);
    const isMoved = changes.some(({ start, end, count }) => end - start + 1 !== count);
    let isPlain = !isMoved;
    for (const [from, to] of touched) {
      for (let line = from; line < to; line++) {
        const findings = findingsIn(lines.lineAt(line));
        if (findings !== NOTHING || this.#lines[line] !== NOTHING) isPlain = false;
        this.#lines[line] = findings;
      }
    }
    // Most keystrokes are in lines with nothing of interest: what was gathered still holds.
    if (!isPlain) this.#forget(lines);
  }

  get lineCount(): number {
    return this.#lines.length;
  }

  /** Those of the body, in order: what stands in the frontmatter is never inserted. */
  get placeholders(): readonly PlacedPlaceholder[] {
    return (this.#placeholders ??= this.#gather(({ placeholders }) => placeholders));
  }

  /** Those of the body, in order. */
  get nearMisses(): readonly PlacedNearMiss[] {
    return (this.#nearMisses ??= this.#gather(({ nearMisses }) => nearMisses));
  }

  /** First line of the body: the one after the line that closes the frontmatter, 0 without frontmatter. */
  get bodyLine(): number {
    return (this.#bodyLine ??= this.#findBody());
  }

  /** Whether a line belongs to the frontmatter or to a fenced code block, its delimiters included. */
  isCodeOrFrontmatter(line: number): boolean {
    const body = this.bodyLine;
    if (line < body) return true;
    let open = '';
    for (let at = body; at < line; at++) {
      const fence = this.#lines[at]?.fence;
      if (!fence) continue;
      if (open === '') open = fence.opens ? fence.marks : '';
      else if (fence.closes && fence.marks.startsWith(open)) open = '';
    }
    return open !== '' || this.#lines[line]?.fence?.opens === true;
  }

  /** The placeholder that holds the position or touches it. */
  placeholderAt({ line, character }: TextPosition): PlacedPlaceholder | undefined {
    if (line < this.bodyLine) return undefined;
    const found = this.#lines[line]?.placeholders.find(({ start, end }) => start <= character && character <= end);
    return found && { ...found, line };
  }

  nearMissAt({ line, character }: TextPosition): PlacedNearMiss | undefined {
    if (line < this.bodyLine) return undefined;
    const found = this.#lines[line]?.nearMisses.find(({ start, end }) => start <= character && character <= end);
    return found && { ...found, line };
  }

  #findBody(): number {
    if (!this.#opensFrontmatter) return 0;
    for (let line = 1; line < this.#lines.length; line++) if (this.#lines[line]?.delimits) return line + 1;
    return 0;
  }

  #readAll(lines: DocumentLines): void {
    this.#lines = Array.from({ length: lines.lineCount }, (_, line) => findingsIn(lines.lineAt(line)));
    this.#forget(lines);
  }

  #forget(lines: DocumentLines): void {
    this.#opensFrontmatter = /^---[ \t]*$/.test(lines.lineAt(0));
    this.#bodyLine = undefined;
    this.#placeholders = undefined;
    this.#nearMisses = undefined;
  }

  #splice(start: number, removed: number, count: number): void {
    if (removed === count) return;
    const fresh = new Array<LineFindings | undefined>(count).fill(NOTHING);
    if (count < 1000) this.#lines.splice(start, removed, ...fresh);
    else this.#lines = [...this.#lines.slice(0, start), ...fresh, ...this.#lines.slice(start + removed)];
  }

  #gather<T extends object>(list: (findings: LineFindings) => readonly T[]): (T & { readonly line: number })[] {
    const found: (T & { readonly line: number })[] = [];
    for (let line = this.bodyLine; line < this.#lines.length; line++) {
      const findings = this.#lines[line];
      if (findings) for (const each of list(findings)) found.push({ ...each, line });
    }
    return found;
  }
}

/** A range of lines after a later change: what the change took away is looked at with the change itself. */
function moved(from: number, to: number, start: number, removed: number, count: number): [number, number] {
  const shift = count - removed;
  if (to <= start) return [from, to];
  if (from >= start + removed) return [from + shift, to + shift];
  return [Math.min(from, start), Math.max(to + shift, start + count)];
}

function findingsIn(text: string): LineFindings | undefined {
  const fence = fenceIn(text);
  const delimits = isDelimiter(text);
  const hasBraces = text.includes('{{');
  if (!fence && !delimits && !hasBraces) return NOTHING;
  return { ...parsePlaceholders(text), delimits, fence };
}

function isDelimiter(text: string): boolean {
  return (text.startsWith('---') || text.startsWith('...')) && /^(?:---|\.\.\.)[ \t]*$/.test(text);
}

function fenceIn(text: string): Fence | undefined {
  if (!text.includes('```') && !text.includes('~~~')) return undefined;
  const [, marks = '', info = ''] = /^[ \t]*(?:(?:[-*+>]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})(.*)$/s.exec(text) ?? [];
  if (marks === '') return undefined;
  return { marks, opens: !(marks.startsWith('`') && info.includes('`')), closes: info.trim() === '' };
}
