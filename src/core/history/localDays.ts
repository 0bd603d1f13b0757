/** Minutes that are added to UTC to have the user's time at that moment, given in milliseconds since the epoch. */
export type OffsetAt = (ms: number) => number;

/** A stretch of time in which the clocks were not changed: `[from, to)`. */
interface OffsetSpan {
  readonly from: number;
  readonly to: number;
  readonly offsetMinutes: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** As the machine is set. */
export const machineOffset: OffsetAt = (ms) => -new Date(ms).getTimezoneOffset();

/** `YYYY-MM-DD` of that moment in the user's time. */
export function dayOf(ms: number, offsetAt: OffsetAt): string {
  return new Date(ms + offsetAt(ms) * MINUTE_MS).toISOString().slice(0, 10);
}

/** The first moment of a day, also where clocks are changed at midnight. @param day a real date as `YYYY-MM-DD` */
export function startOfDay(day: string, offsetAt: OffsetAt): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  const candidates = [utc - DAY_MS, utc + DAY_MS].map((near) => utc - offsetAt(near) * MINUTE_MS);
  const [first = utc, second = utc] = candidates.sort((a, b) => a - b);
  return dayOf(first, offsetAt) === day ? first : second;
}

/** @param days may be negative */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The date that was written, as `YYYY-MM-DD`; `undefined` for what is none, such as February 30. */
export function parseDay(text: string): string | undefined {
  const [, year = '', month = '', day = ''] = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$/.exec(text) ?? [];
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const ms = Date.parse(`${written}T00:00:00Z`);
  return year !== '' && !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(written) ? written : undefined;
}

/** Cuts the time from `first` to `last`, both included, wherever the clocks were changed. */
export function offsetSpans(first: number, last: number, offsetAt: OffsetAt): readonly OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  let from = first;
  for (let at = first; at <= last; at += DAY_MS) {
    const next = Math.min(at + DAY_MS, last + 1);
    if (offsetAt(next) === offsetAt(at)) continue;
    const change = changeBetween(at, next, offsetAt);
    spans.push({ from, to: change, offsetMinutes: offsetAt(from) });
    from = change;
  }
  return from > last ? spans : [...spans, { from, to: last + 1, offsetMinutes: offsetAt(from) }];
}

/** The first moment with another offset than `before`. */
function changeBetween(before: number, after: number, offsetAt: OffsetAt): number {
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === offsetAt(before)) low = middle;
    else high = middle;
  }
  return high;
}
