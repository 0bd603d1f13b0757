import type { Period, Range } from '../../protocol/historyStatistics';
import { type Day, DAY_MS, dateOf, type OffsetAt } from '../days';

/** What a bar stands for: `[first, end)`. */
export interface Bucket {
  readonly first: Day;
  readonly end: Day;
}

/** How many bars a chart has. */
const COUNTS: Readonly<Record<Range, number>> = { days: 30, weeks: 12, months: 12 };

/**
 * The buckets of a chart, ascending; the last one holds `today`.
 * @param weekStart first day of the week, 1 for Monday to 7 for Sunday
 */
export function bucketsOf(range: Range, today: Day, weekStart: number): readonly Bucket[] {
  return Array.from({ length: COUNTS[range] }, (_, index) => bucketAt(range, today, weekStart, index - COUNTS[range] + 1));
}

function bucketAt(range: Range, today: Day, weekStart: number, by: number): Bucket {
  if (range === 'days') return { first: today + by, end: today + by + 1 };
  if (range === 'months') return { first: monthStart(today, by), end: monthStart(today, by + 1) };
  // The first day of the epoch was a Thursday, the fourth of ISO weeks.
  const first = today - ((((today + 4 - weekStart) % 7) + 7) % 7) + 7 * by;
  return { first, end: first + 7 };
}

/** The first day of the month that is so many months after that of `today`. */
function monthStart(today: Day, by: number): Day {
  const date = dateOf(today);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + by) / DAY_MS;
}

/** The stretches of time without a change of the clock that cover all charts, with a day to spare at both ends. */
export function periodsOf(today: Day, offsetAt: OffsetAt): readonly Period[] {
  const to = (today + 2) * DAY_MS;
  const periods: Period[] = [];
  let from = (monthStart(today, 1 - COUNTS.months) - 1) * DAY_MS;
  for (let at = from; at < to; at += DAY_MS) {
    const next = Math.min(at + DAY_MS, to);
    if (offsetAt(at) === offsetAt(next)) continue;
    const change = changeBetween(at, next, offsetAt);
    periods.push({ from, to: change, offsetMinutes: offsetAt(from) });
    from = change;
  }
  return [...periods, { from, to, offsetMinutes: offsetAt(from) }];
}

/** The first millisecond with the later offset. */
function changeBetween(before: number, after: number, offsetAt: OffsetAt): number {
  const offset = offsetAt(before);
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === offset) low = middle;
    else high = middle;
  }
  return high;
}
