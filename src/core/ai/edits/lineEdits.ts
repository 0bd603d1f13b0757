import { eolOf } from '../../prompts/lines';
import { linesOf } from '../numberedBody';
import type { LineSpan } from '../suggestion';

/** Lines of a text, counted from 1, that give way to others; `last` is `first - 1` where lines are only put in before {@link first}. */
export interface LineEdit extends LineSpan {
  /** Without their line breaks; empty: the lines go. */
  readonly lines: readonly string[];
}

/** Replacement of a stretch of a text. Lines and characters are counted from 0, characters in UTF-16 code units. */
interface PositionEdit {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
  readonly text: string;
}

/** @param edits ascending and disjoint. @returns the same where neighbours that touch are one, and those that do nothing are none. */
export function mergedEdits(edits: readonly LineEdit[]): LineEdit[] {
  const merged: { first: number; last: number; lines: string[] }[] = [];
  for (const { first, last, lines } of edits) {
    if (last < first && lines.length === 0) continue;
    const before = merged.at(-1);
    if (!before || first > before.last + 1) {
      merged.push({ first, last, lines: [...lines] });
      continue;
    }
    before.last = Math.max(before.last, last);
    for (const line of lines) before.lines.push(line);
  }
  return merged;
}

/** Two edits that touch, as one. */
export function joinedEdit(one: LineEdit, next: LineEdit): LineEdit {
  return { first: one.first, last: Math.max(one.last, next.last), lines: [...one.lines, ...next.lines] };
}

/** How many lines more there are afterwards. */
export function growth({ first, last, lines }: LineEdit): number {
  return lines.length - (last - first + 1);
}

/**
 * What to replace in a text so that the edits are made. Whether the last line ends with a line break stays as it is, unless an edit says
 * otherwise.
 * @param lines of the whole text @param edits ascending and disjoint @param eol for the new lines
 */
export function positionEdits(lines: readonly string[], edits: readonly LineEdit[], eol: string): PositionEdit[] {
  const count = lines.length;
  const endOf = (line: number): PositionEdit['end'] => ({ line: line - 1, character: (lines[line - 1] ?? '').length });
  const startOf = (line: number): PositionEdit['start'] => ({ line: line - 1, character: 0 });
  return mergedEdits(edits).map(({ first, last, lines: added }) => {
    const text = added.join(eol);
    if (last >= first && added.length > 0) return { start: startOf(first), end: endOf(last), text };
    if (last < first) return first > count ? { start: endOf(count), end: endOf(count), text: eol + text } : { start: startOf(first), end: startOf(first), text: text + eol };
    if (last < count) return { start: startOf(first), end: startOf(last + 1), text: '' };
    return { start: first > 1 ? endOf(first - 1) : startOf(1), end: endOf(count), text: '' };
  });
}

/** The text after the edits. Line breaks of lines that stay are kept, whatever they are; new ones are like the first. @param edits ascending and disjoint */
export function applyLineEdits(text: string, edits: readonly LineEdit[]): string {
  const lines = linesOf(text);
  const starts = lineStarts(text);
  const offset = ({ line, character }: PositionEdit['start']): number => (starts[line] ?? text.length) + character;
  let result = '';
  let from = 0;
  for (const { start, end, text: added } of positionEdits(lines, edits, eolOf(text))) {
    result += text.slice(from, offset(start)) + added;
    from = offset(end);
  }
  return result + text.slice(from);
}

function lineStarts(text: string): number[] {
  const starts = [0];
  const pattern = /\r\n|\n|\r/g;
  while (pattern.exec(text)) starts.push(pattern.lastIndex);
  return starts;
}
