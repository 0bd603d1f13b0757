import { diffArrays } from 'diff';
import { bodyStartOf } from '../../prompts/frontmatter';
import { linesOf } from '../numberedBody';
import type { LineSpan, Suggestion, SuggestionList } from '../suggestion';

/** Texts that differ in more lines than this are compared no further: what lies between their common beginning and end counts as replaced. */
const MAX_EDITS = 2000;

/** The text has changed since the advice was given: its body, not its frontmatter or kind of line ends. False where there is no advice. */
export function isOutdated({ text }: Pick<SuggestionList, 'text'>, currentText: string): boolean {
  return text !== undefined && text !== currentText && bodyOf(text) !== bodyOf(currentText);
}

/**
 * Where the lines of a piece of advice stand now.
 * @param text what the advice is on: {@link SuggestionList.text}
 * @returns ascending and disjoint; empty for advice on the whole text, and where nothing is left of its lines
 */
export function currentLines({ lines }: Pick<Suggestion, 'lines'>, text: string | undefined, currentText: string): readonly LineSpan[] {
  if (text === undefined || lines.length === 0) return lines;
  return mapSpans(lines, lineMap(text, currentText));
}

/** @returns for a line of `from`, counted from 1, the line of `to` that it became; 0 when it is gone */
export function lineMap(from: string, to: string): (line: number) => number {
  if (from === to) return (line) => line;
  const [before, after] = [linesOf(from), linesOf(to)];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;

  const removed = before.slice(start, before.length - same);
  const changed = mapChanged(removed, after.slice(start, after.length - same));
  return (line) => {
    if (line <= start) return line;
    if (line > start + removed.length) return line + after.length - before.length;
    const index = changed[line - start - 1] ?? -1;
    return index < 0 ? 0 : start + index + 1;
  };
}

export function mapSpans(spans: readonly LineSpan[], map: (line: number) => number): LineSpan[] {
  const mapped: { first: number; last: number }[] = [];
  for (const { first, last } of spans) {
    let span: { first: number; last: number } | undefined;
    for (let line = first; line <= last; line++) {
      const now = map(line);
      if (now === 0) continue;
      if (span) span.last = Math.max(span.last, now);
      else span = { first: now, last: now };
    }
    const before = mapped.at(-1);
    if (span && before && span.first <= before.last) before.last = Math.max(before.last, span.last);
    else if (span) mapped.push(span);
  }
  return mapped;
}

/** @returns for each of `before` its index in `after`, or -1. A line that was rewritten became the one in its place. */
function mapChanged(before: readonly string[], after: readonly string[]): Int32Array {
  const map = new Int32Array(before.length).fill(-1);
  const changes = diffArrays([...before], [...after], { maxEditLength: MAX_EDITS }) ?? [
    { removed: true, added: false, value: before },
    { removed: false, added: true, value: after },
  ];
  let [old, now] = [0, 0];
  let [removed, added] = [0, 0];
  const replace = (): void => {
    for (let index = 0; index < removed && added > 0; index++) map[old - removed + index] = now - added + Math.min(index, added - 1);
    removed = added = 0;
  };
  for (const change of changes) {
    const count = change.value.length;
    if (change.removed) {
      old += count;
      removed += count;
    } else if (change.added) {
      now += count;
      added += count;
    } else {
      replace();
      for (let index = 0; index < count; index++) map[old + index] = now + index;
      old += count;
      now += count;
    }
  }
  replace();
  return map;
}

function bodyOf(text: string): string {
  return text.slice(bodyStartOf(text)).replace(/\r\n?/g, '\n');
}
