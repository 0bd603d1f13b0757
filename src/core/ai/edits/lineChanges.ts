import { diffArrays } from 'diff';
import type { LineSpan } from '../suggestion';
import { growth, type LineEdit } from './lineEdits';

/** Differences beyond so many lines are not looked for in detail: finding them takes time that grows with their square. */
const MAX_EDIT_LENGTH = 2000;

/** The lines that differ between two texts, in the terms of `before`; with a line that stays between any two of them. */
export function changesBetween(before: readonly string[], after: readonly string[]): LineEdit[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return detailed(before, { first: head + 1, last: before.length - tail, lines: after.slice(head, after.length - tail) });
}

/** The same edit as the smallest ones that lead there: lines that it leaves as they are belong to none of them. @param lines of the text */
export function detailed(lines: readonly string[], edit: LineEdit): LineEdit[] {
  const old = lines.slice(edit.first - 1, edit.last);
  if (old.length === 0 && edit.lines.length === 0) return [];
  const changes = old.length > 0 && edit.lines.length > 0 ? diffArrays(old, [...edit.lines], { maxEditLength: MAX_EDIT_LENGTH }) : undefined;
  if (!changes) return [edit];
  const found: LineEdit[] = [];
  let at = edit.first;
  let open: { first: number; last: number; lines: string[] } | undefined;
  for (const { added, removed, value } of changes) {
    if (!added && !removed) {
      open = undefined;
      at += value.length;
      continue;
    }
    if (!open) found.push((open = { first: at, last: at - 1, lines: [] }));
    if (added) open.lines.push(...value);
    else {
      at += value.length;
      open.last = at - 1;
    }
  }
  return found;
}

export type Moved = { readonly edits: readonly LineEdit[] } | { readonly conflicts: readonly LineSpan[] };

/**
 * Edits of a text, in the terms of the text after somebody else's changes: edit `i` of the result is edit `i` of the input. Where both touch
 * the same lines, or put in lines at the same place, it cannot be said what is meant.
 * @param edits ascending and disjoint @param changes ascending and disjoint, of the same text
 * @returns `conflicts`: the lines that the changes left there, in the terms of the text after them
 */
export function movedOver(edits: readonly LineEdit[], changes: readonly LineEdit[]): Moved {
  const moved: LineEdit[] = [];
  const conflicts: LineSpan[] = [];
  let shift = 0;
  let next = 0;
  for (const edit of edits) {
    for (let change = changes[next]; change && change.last < edit.first && !meets(edit, change); change = changes[++next]) shift += growth(change);
    let beyond = shift;
    for (let at = next, change = changes[at]; change && meets(edit, change); change = changes[++at]) {
      const first = change.first + beyond;
      conflicts.push({ first, last: Math.max(first, first + change.lines.length - 1) });
      beyond += growth(change);
    }
    moved.push({ first: edit.first + shift, last: edit.last + shift, lines: edit.lines });
  }
  return conflicts.length > 0 ? { conflicts: joinedSpans(conflicts) } : { edits: moved };
}

/** Neither stands before the other; or both put lines in at one place, where either could come first. */
function meets(one: LineSpan, other: LineSpan): boolean {
  const isBefore = other.last < one.first;
  const isBehind = other.first > one.last;
  return isBefore === isBehind;
}

function joinedSpans(spans: readonly LineSpan[]): LineSpan[] {
  const joined: LineSpan[] = [];
  for (const span of spans) {
    const before = joined.at(-1);
    if (before && span.first <= before.last + 1) joined[joined.length - 1] = { first: before.first, last: Math.max(before.last, span.last) };
    else joined.push(span);
  }
  return joined;
}
