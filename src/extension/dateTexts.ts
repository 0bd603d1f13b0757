/**
 * Dates as people write them. Languages are BCP 47 tags, English for one that is not known; times are milliseconds since the epoch and are
 * shown in the time zone of the machine.
 */

/** "Jan 5, 2026 2:30 PM" */
export function dateTimeIn(language: string, ms: number): string {
  return isDate(ms) ? `${dateIn(language, ms)} ${timeIn(language, ms)}` : '';
}

/** "2:30 PM" */
export function timeIn(language: string, ms: number): string {
  return format(language, ms, { timeStyle: 'short' });
}

/** "Jan 5, 2026" */
export function dateIn(language: string, ms: number): string {
  return format(language, ms, { dateStyle: 'medium' });
}

/** "Today", "Yesterday", "Friday" within a week, then "Jan 5, 2026". @param ms any time of that day */
export function dayIn(language: string, ms: number, now: number): string {
  const days = Math.round((midnight(now) - midnight(ms)) / DAY_MS);
  if (days === 0 || days === 1) return capitalised(language, new Intl.RelativeTimeFormat([language, 'en'], { numeric: 'auto' }).format(-days, 'day'));
  if (days > 1 && days < 7) return capitalised(language, format(language, ms, { weekday: 'long' }));
  return dateIn(language, ms);
}

const DAY_MS = 24 * 3600 * 1000;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: string, ms: number, options: Intl.DateTimeFormatOptions): string {
  if (!isDate(ms)) return '';
  const key = `${language} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat([language, 'en'], options);
  formats.set(key, known);
  // Newer data of the Unicode consortium puts a narrow space before AM and PM, which many fonts lack.
  return known.format(ms).replaceAll('\u202f', ' ');
}

function midnight(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0);
}

function isDate(ms: number): boolean {
  return !Number.isNaN(new Date(ms).getTime());
}

function capitalised(language: string, word: string): string {
  return word.charAt(0).toLocaleUpperCase([language, 'en']) + word.slice(1);
}
