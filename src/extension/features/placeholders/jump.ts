/** A stretch of text; offsets are UTF-16 code units, `end` is exclusive. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The placeholder to select next. Wraps around at both ends of the text.
 * @param spans ascending and disjoint
 * @param selection where the cursor or the selection is; one that is selected already, or holds the cursor, is passed over
 * @returns `undefined` only when there are no spans
 */
export function spanToSelect<T extends Span>(spans: readonly T[], selection: Span, direction: 'next' | 'previous'): T | undefined {
  if (direction === 'next') {
    const from = selection.start === selection.end ? selection.start : selection.start + 1;
    return spans.find((span) => span.start >= from) ?? spans[0];
  }
  const until = selection.start === selection.end ? selection.end : selection.end - 1;
  return spans.findLast((span) => span.end <= until) ?? spans.at(-1);
}
