const units = ['kilobyte', 'megabyte', 'gigabyte'] as const;

/** "1.3 MB", in the language of that BCP 47 tag; one unit is 1,000 of the smaller, as file managers count. */
export function bytesIn(language: string, bytes: number): string {
  const steps = Math.max(1, Math.min(units.length, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  // Little is not nothing.
  const value = bytes > 0 ? Math.max(0.1, bytes / 1000 ** steps) : 0;
  const unit = units[steps - 1] ?? 'kilobyte';
  return value.toLocaleString([language, 'en'], { style: 'unit', unit, maximumFractionDigits: value < 100 ? 1 : 0 });
}
