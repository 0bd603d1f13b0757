/** Whether a value that came from somewhere else has the shape that we expect. */
export type Check<T> = (value: unknown) => value is T;
type Checked<C> = C extends Check<infer T> ? T : never;

export const isString: Check<string> = (value) => typeof value === 'string';
export const isBoolean: Check<boolean> = (value) => typeof value === 'boolean';
export const isCount: Check<number> = (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
/** Not negative, and not only whole. */
export const isAmount: Check<number> = (value): value is number => Number.isFinite(value) && (value as number) >= 0;
export const isNull: Check<null> = (value) => value === null;

export function isOneOf<const T extends string>(...values: readonly T[]): Check<T> {
  return (value): value is T => (values as readonly unknown[]).includes(value);
}

export function isArrayOf<T>(check: Check<T>): Check<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(check);
}

/** An object with at least these members. */
export function isShape<S extends Record<string, Check<unknown>>>(checks: S): Check<{ readonly [K in keyof S]: Checked<S[K]> }> {
  const entries = Object.entries(checks);
  return (value): value is { readonly [K in keyof S]: Checked<S[K]> } =>
    typeof value === 'object' && value !== null && entries.every(([key, check]) => Object.hasOwn(value, key) && check((value as Record<string, unknown>)[key]));
}

export function isEither<A, B>(first: Check<A>, second: Check<B>): Check<A | B> {
  return (value): value is A | B => first(value) || second(value);
}
