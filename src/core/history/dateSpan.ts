import { addDays, machineOffset, parseDay, startOfDay } from './localDays';

/** A day, month or year of the user's calendar, in milliseconds since the epoch: `[start, end)`. */
interface DateSpan {
  readonly start: number;
  readonly end: number;
}

/** Reads `2026-01-31`, `2026-01` or `2026`, also with `/`. `undefined` for anything else and for days that never were. */
export function parseDateSpan(text: string): DateSpan | undefined {
  const [year = '', month, day, ...more] = text.trim().split(/[-/]/);
  const first = parseDay([year, month ?? '1', day ?? '1', ...more].join('-'));
  // Days after the year 9999 are written otherwise.
  if (first === undefined || first.startsWith('9999')) return undefined;
  // The day after the longest month or year lies in the next one, however long this one is.
  const [nextYear = '', nextMonth, nextDay] = addDays(first, day !== undefined ? 1 : month !== undefined ? 31 : 366).split('-');
  const end = [nextYear, month === undefined ? '01' : nextMonth, day === undefined ? '01' : nextDay].join('-');
  return { start: startOfDay(first, machineOffset), end: startOfDay(end, machineOffset) };
}
