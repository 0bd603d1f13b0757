import { linesOf } from '../numberedBody';
import { growth, type LineEdit, mergedEdits } from './lineEdits';

/** Unchanged lines that are shown around a change. */
const CONTEXT = 3;
const NO_LINE_BREAK = '\\ No newline at end of file\n';

/**
 * The edits as a unified diff, without the lines that name files. What such diffs call a line ends with a line break: the empty line behind
 * the last one is none for them, and a last line with and one without a line break differ.
 * @param text before @param edits ascending and disjoint
 * @returns empty without edits; else whole lines that end with `\n`, whatever the text has
 */
export function unifiedText(text: string, edits: readonly LineEdit[]): string {
  const lines = linesOf(text);
  let shift = 0;
  return groupsOf(mergedEdits(edits.map((edit) => withLastLine(lines, edit))))
    .map((group) => {
      const hunk = hunkText(lines, group, shift);
      for (const edit of group) shift += growth(edit);
      return hunk;
    })
    .join('');
}

/** Whoever changes what the last line is also changes whether the line before has a line break. */
function withLastLine(lines: readonly string[], edit: LineEdit): LineEdit {
  if ((edit.last < lines.length && edit.first <= lines.length) || edit.first === 1) return edit;
  return { first: edit.first - 1, last: Math.max(edit.last, edit.first - 1), lines: [lines[edit.first - 2] ?? '', ...edit.lines] };
}

/** Edits whose context would touch stand together. */
function groupsOf(edits: readonly LineEdit[]): LineEdit[][] {
  const groups: LineEdit[][] = [];
  for (const edit of edits) {
    const before = groups.at(-1)?.at(-1);
    if (before && edit.first - before.last - 1 <= 2 * CONTEXT) groups.at(-1)?.push(edit);
    else groups.push([edit]);
  }
  return groups;
}

interface Row {
  readonly text: string;
  readonly isBroken: boolean;
}

function hunkText(lines: readonly string[], edits: readonly LineEdit[], shift: number): string {
  const count = lines.length;
  const first = Math.max(1, (edits[0]?.first ?? 1) - CONTEXT);
  const end = Math.min(count, (edits.at(-1)?.last ?? 0) + CONTEXT);
  const rows: string[] = [];
  const total = { ' ': 0, '-': 0, '+': 0 };
  const add = (mark: ' ' | '-' | '+', { text, isBroken }: Row): void => {
    if (text === '' && !isBroken) return;
    total[mark]++;
    rows.push(`${mark}${text}\n${isBroken ? '' : NO_LINE_BREAK}`);
  };
  const old = (from: number, to: number): Row[] => lines.slice(from - 1, to).map((text, index) => ({ text, isBroken: from + index < count }));
  let next = first;
  for (const edit of edits) {
    for (const row of old(next, edit.first - 1)) add(' ', row);
    const removed = old(edit.first, edit.last);
    const added = edit.lines.map((text, index): Row => ({ text, isBroken: edit.last < count || index < edit.lines.length - 1 }));
    for (; removed[0] && added[0] && removed[0].text === added[0].text && removed[0].isBroken === added[0].isBroken; added.shift()) {
      add(' ', removed[0]);
      removed.shift();
    }
    for (const row of removed) add('-', row);
    for (const row of added) add('+', row);
    next = edit.last + 1;
  }
  for (const row of old(next, end)) add(' ', row);
  return `@@ -${span(first, total[' '] + total['-'])} +${span(first + shift, total[' '] + total['+'])} @@\n${rows.join('')}`;
}

/** Of no lines, the one before them is named. */
function span(first: number, count: number): string {
  return `${count === 0 ? first - 1 : first},${count}`;
}
