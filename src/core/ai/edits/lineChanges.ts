import { type ChangeObject, diffArrays } from 'diff';
import type { LineSpan } from '../suggestion';
import { growth, type LineEdit } from './lineEdits';

/** Differences of so many lines are found at once; finding them takes time that grows with their square. */
const FEW = 200;
/** Differences beyond so many lines, between two lines that both texts have once, are not looked for in detail. */
const MANY = 500;

/** The lines that differ between two texts, in the terms of `before`; with a line that stays between any two of them. */
export function changesBetween(before: readonly string[], after: readonly string[]): LineEdit[] {
  return detailed(before, { first: 1, last: before.length, lines: after });
}

/** The same edit as small ones that lead there: lines that it leaves as they are belong to none of them. @param lines of the text */
export function detailed(lines: readonly string[], edit: LineEdit): LineEdit[] {
  const whole = trimmed(lines.slice(edit.first - 1, edit.last), edit.lines, edit.first);
  const few = found(whole, FEW);
  if (few) return few;
  const { before, after, at } = whole;
  const edits: LineEdit[] = [];
  let from: readonly [number, number] = [0, 0];
  for (const pair of [...pairs(before, after), [before.length, after.length] as const]) {
    const stretch = trimmed(before.slice(from[0], pair[0]), after.slice(from[1], pair[1]), at + from[0]);
    edits.push(...(found(stretch, MANY) ?? [{ first: stretch.at, last: stretch.at + stretch.before.length - 1, lines: stretch.after }]));
    from = [pair[0] + 1, pair[1] + 1];
  }
  return edits;
}

interface Stretch {
  readonly before: string[];
  readonly after: string[];
  /** Number of its first line. */
  readonly at: number;
}

/** Without the lines that both begin and end with. */
function trimmed(before: readonly string[], after: readonly string[], at: number): Stretch {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { before: before.slice(head, before.length - tail), after: after.slice(head, after.length - tail), at: at + head };
}

/** `undefined` when more lines than `limit` differ. */
function found({ before, after, at }: Stretch, limit: number): LineEdit[] | undefined {
  if (before.length === 0 && after.length === 0) return [];
  if (before.length === 0 || after.length === 0) return [{ first: at, last: at + before.length - 1, lines: after }];
  const changes = diffArrays(before, after, { maxEditLength: limit });
  return changes && editsFrom(changes, at);
}

function editsFrom(changes: readonly ChangeObject<string[]>[], first: number): LineEdit[] {
  const edits: LineEdit[] = [];
  let at = first;
  let open: { first: number; last: number; lines: string[] } | undefined;
  for (const { added, removed, value } of changes) {
    if (!added && !removed) {
      open = undefined;
      at += value.length;
      continue;
    }
    if (!open) edits.push((open = { first: at, last: at - 1, lines: [] }));
    if (added) open.lines.push(...value);
    else {
      at += value.length;
      open.last = at - 1;
    }
  }
  return edits;
}

/** Places of lines that occur once in both texts, in the same order there: as many as there can be. */
function pairs(before: readonly string[], after: readonly string[]): (readonly [number, number])[] {
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

type Moved = { readonly edits: readonly LineEdit[] } | { readonly conflicts: readonly LineSpan[] };

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
