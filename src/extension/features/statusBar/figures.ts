/** How much of the context a prompt may take before it is pointed out. */
export const WARNING_SHARE = 0.15;
export const ERROR_SHARE = 0.25;

type Severity = 'none' | 'warning' | 'error';

/** @param share of the context, 1 is all of it */
export function severityOf(share: number): Severity {
  if (share >= ERROR_SHARE) return 'error';
  return share >= WARNING_SHARE ? 'warning' : 'none';
}

/** Numbers as the user writes them. */
export class NumberTexts {
  readonly #whole: Intl.NumberFormat;
  readonly #short: Intl.NumberFormat;

  /** @param language a BCP 47 tag; English for one that is not known */
  constructor(language: string) {
    const languages = [language, 'en'];
    this.#whole = new Intl.NumberFormat(languages);
    this.#short = new Intl.NumberFormat(languages, { notation: 'compact', maximumSignificantDigits: 3 });
  }

  whole(value: number): string {
    return this.#whole.format(value);
  }

  /** For narrow places: every digit below 100,000, `123K` from there on. */
  short(value: number): string {
    return value < 100_000 ? this.whole(value) : this.#short.format(value);
  }
}
