import { type Day, dateOf } from './days';

/** Numbers and dates as people of a language write them. */
export class Formats {
  readonly #locale: string;
  readonly #dates = new Map<string, Intl.DateTimeFormat>();
  readonly #numbers = new Map<string, Intl.NumberFormat>();

  /** @param language of the editor, in the variety of the user's region where the browser knows it. */
  constructor(language: string, preferred: readonly string[] = navigator.languages) {
    const base = language.split('-')[0];
    this.#locale = [preferred.find((tag) => tag === language || tag.split('-')[0] === base) ?? language, 'en'].find(isLocale) ?? 'en';
  }

  number(value: number): string {
    return this.#number({ maximumFractionDigits: 0 }, value);
  }

  /** Short, such as "1.5K". */
  compact(value: number): string {
    return this.#number({ notation: 'compact', maximumFractionDigits: 1 }, value);
  }

  /** US dollars; of less than one as many digits as tell something. */
  money(value: number): string {
    return this.#number({ style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol', minimumFractionDigits: 2, maximumFractionDigits: value !== 0 && value < 1 ? 4 : 2 }, value);
  }

  /** "1.5 sec" of milliseconds. */
  seconds(ms: number): string {
    return this.#number({ style: 'unit', unit: 'second', unitDisplay: 'short', maximumFractionDigits: ms < 100_000 ? 1 : 0 }, ms / 1000);
  }

  bytes(value: number): string {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
    const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
    const scaled = value / 1000 ** power;
    return this.#number({ style: 'unit', unit: units[power], maximumFractionDigits: power > 0 && scaled < 100 ? 1 : 0 }, scaled);
  }

  /** "Jan 5, 2026" of a time in milliseconds since the epoch. */
  date(ms: number): string {
    return this.#date({ dateStyle: 'medium' }).format(ms);
  }

  /** "Monday, January 5, 2026" */
  longDay(day: Day): string {
    return this.#day({ dateStyle: 'full' }, day);
  }

  /** "Jan 5, 2026" */
  mediumDay(day: Day): string {
    return this.#day({ dateStyle: 'medium' }, day);
  }

  /** "January 5, 2026" */
  day(day: Day): string {
    return this.#day({ dateStyle: 'long' }, day);
  }

  /** "Jan 5" */
  shortDay(day: Day): string {
    return this.#day({ month: 'short', day: 'numeric' }, day);
  }

  /** "January 2026" */
  month(day: Day): string {
    return this.#day({ month: 'long', year: 'numeric' }, day);
  }

  /** "Feb", and the year in place of January. */
  shortMonth(day: Day): string {
    return this.#day(dateOf(day).getUTCMonth() === 0 ? { year: 'numeric' } : { month: 'short' }, day);
  }

  /** 1 for Monday to 7 for Sunday. */
  get weekStart(): number {
    type WithWeeks = Intl.Locale & { readonly weekInfo?: { readonly firstDay: number }; getWeekInfo?(): { readonly firstDay: number } };
    const locale: WithWeeks = new Intl.Locale(this.#locale);
    return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1;
  }

  #day(options: Intl.DateTimeFormatOptions, day: Day): string {
    return this.#date({ ...options, timeZone: 'UTC' }).format(dateOf(day));
  }

  #date(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = JSON.stringify(options);
    const known = this.#dates.get(key) ?? new Intl.DateTimeFormat(this.#locale, options);
    this.#dates.set(key, known);
    return known;
  }

  #number(options: Intl.NumberFormatOptions, value: number): string {
    const key = JSON.stringify(options);
    const known = this.#numbers.get(key) ?? new Intl.NumberFormat(this.#locale, options);
    this.#numbers.set(key, known);
    return known.format(value);
  }
}

function isLocale(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
