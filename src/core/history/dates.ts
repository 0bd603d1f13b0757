/** A day, month or year of the user's calendar, in milliseconds since the epoch: `[start, end)`. */
export interface DateSpan {
  readonly start: number;
  readonly end: number;
}

/** Reads `2026-01-31`, `2026-01` or `2026`, also with `/`, in the user's time zone. `undefined` for anything else and for days that never were. */
export function parseDate(text: string): DateSpan | undefined {
  const match = /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?$/.exec(text.trim());
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), match[2] && Number(match[2]), match[3] && Number(match[3])];
  const start = dateOf(year, month || 1, day || 1);
  if (month === 0 || day === 0 || start.getFullYear() !== year) return undefined;
  if (month && start.getMonth() !== month - 1) return undefined;
  if (day && start.getDate() !== day) return undefined;
  const end = day ? dateOf(year, month || 1, day + 1) : month ? dateOf(year, month + 1, 1) : dateOf(year + 1, 1, 1);
  return { start: start.getTime(), end: end.getTime() };
}

/** `YYYY-MM-DD` in the user's time zone. */
export function formatDate(time: number): string {
  const date = new Date(time);
  const pad = (value: number, length: number): string => String(value).padStart(length, '0');
  return `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)}`;
}

/** The day of that moment, moved by whole days of the calendar. @returns its first moment */
export function startOfDay(time: number, days = 0): number {
  const date = new Date(time);
  return dateOf(date.getFullYear(), date.getMonth() + 1, date.getDate() + days).getTime();
}

/** Unlike the constructor of `Date`, takes years below 100 for what they are. @param month from 1 */
function dateOf(year: number, month: number, day: number): Date {
  const date = new Date(2000, 0, 1);
  date.setFullYear(year, month - 1, day);
  return date;
}
