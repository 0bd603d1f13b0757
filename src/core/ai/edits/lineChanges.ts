import { type ChangeObject, diffArrays } from 'diff';
import type { LineSpan } from '../suggestion';
import { growth, type LineEdit } from './lineEdits';

/** Differences beyond so many lines are not looked for in detail: finding them takes time that grows with their square. */
const MAX_EDIT_LENGTH = 500;
/** From so many lines on, lines that occur once are paired first, so that only the stretches between them are compared. */
const MANY = 100;

/** The lines that differ between two texts, in the terms of `before`; with a line that stays between any two of them. */
export function changesBetween(before: readonly string[], after: readonly string[]): LineEdit[] {
  return detailed(before, { first: 1, last: before.length, lines: after });
}

/** The same edit as small ones that lead there: lines that it leaves as they are belong to none of them. @param lines of the text */
export function detailed(lines: readonly string[], edit: LineEdit): LineEdit[] {
  const old = lines.slice(edit.first - 1, edit.last);
  const found: LineEdit[] = [];
  let from: readonly [number, number] = [0, 0];
  for (const pair of [...pairs(old, edit.lines), [old.length, edit.lines.length] as const]) {
    found.push(...stretch(old.slice(from[0], pair[0]), edit.lines.slice(from[1], pair[1]), edit.first + from[0]));
    from = [pair[0] + 1, pair[1] + 1];
  }
  return found;
}

/** The changes of lines that have no known line in common. @param at number of the first one */
function stretch(before: readonly string[], after: readonly string[], at: number): LineEdit[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const old = before.slice(head, before.length - tail);
  const lines = after.slice(head, after.length - tail);
  if (old.length === 0 && lines.length === 0) return [];
  const first = at + head;
  const changes = old.length > 0 && lines.length > 0 ? diffArrays(old, lines, { maxEditLength: MAX_EDIT_LENGTH }) : undefined;
  return changes ? editsFrom(changes, first) : [{ first, last: first + old.length - 1, lines }];
}

function editsFrom(changes: readonly ChangeObject<string[]>[], first: number): LineEdit[] {
  const found: LineEdit[] = [];
  let at = first;
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

/** Places of lines that occur once in both texts, in the same order there: as many as there can be. */
function pairs(before: readonly string[], after: readonly string[]): (readonly [number, number])[] {
  if (Math.min(before.length, after.length) < MANY) return [];
  const places = once(after);
  const common = [...once(before)].flatMap(([line, place]) => {
    const other = places.get(line);
    return other === undefined ? [] : [[place, other] as const];
  });
  // The longest ascending sequence: of each length, the pair that ends it earliest, and what comes before each pair.
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  common.forEach(([, other], index) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((common[ends[middle] ?? 0]?.[1] ?? 0) < other) low = middle + 1;
      else high = middle;
    }
    previous.push(low === 0 ? undefined : ends[low - 1]);
    ends[low] = index;
  });
  const chain: (readonly [number, number])[] = [];
  for (let index = ends.at(-1); index !== undefined; index = previous[index]) chain.push(common[index] ?? [0, 0]);
  return chain.reverse();
}

/** Lines that occur once, in their order, with their places. */
function once(lines: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  lines.forEach((line, index) => {
    if (places.has(line)) repeated.add(line);
    else places.set(line, index);
  });
  for (const line of repeated) places.delete(line);
  return places;
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
