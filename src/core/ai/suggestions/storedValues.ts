/** Where the memory of the workspace keeps advice. */
export const ADVICE_KEY = 'promptstack.suggestions';

/** Longer texts are nobody's URIs, names and hashes. UTF-16 code units. */
const MAX_LENGTH = 4000;
const MAX_TEXTS = 1000;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A finite number of at least 0, or `undefined`. */
export function numberIn(record: Readonly<Record<string, unknown>>, key: string): number | undefined {
  const value = record[key];
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** The texts of a list; empty for anything else. */
export function texts(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly unknown[]).slice(0, MAX_TEXTS).filter((each): each is string => typeof each === 'string' && each.length <= MAX_LENGTH);
}
