/** A date without a time, in the user's time: days since 1970-01-01. */
export type Day = number;

/** Minutes that the user's clock is ahead of UTC at a time, which is in milliseconds since the epoch. */
export type OffsetAt = (ms: number) => number;

/** Milliseconds. */
export const DAY_MS = 24 * 3600 * 1000;

export const localOffset: OffsetAt = (ms) => -new Date(ms).getTimezoneOffset();

export function dayOf(ms: number, offsetAt: OffsetAt): Day {
  return Math.floor((ms + offsetAt(ms) * 60_000) / DAY_MS);
}

/** Noon of that day as if the user lived by UTC, to be formatted as such. */
export function dateOf(day: Day): Date {
  return new Date(day * DAY_MS + DAY_MS / 2);
}

/** `YYYY-MM-DD`, as the days of statistics are named. */
export function nameOf(day: Day): string {
  return dateOf(day).toISOString().slice(0, 10);
}

/** The day of that name; `undefined` for a text that is none. */
export function dayNamed(name: string): Day | undefined {
  const day = Date.parse(`${name}T00:00:00Z`) / DAY_MS;
  return Number.isInteger(day) ? day : undefined;
}
