import type { PlaceholderFilled } from '../events/placeholderEvents';

const MAX_VALUES = 20;
/** UTF-16 code units. */
const MAX_LENGTH = 4000;

/** For each name of a placeholder the time at which each value was last filled in. The order in which events of several windows arrive changes nothing. */
export class FilledTimes {
  readonly #times = new Map<string, Map<string, number>>();

  apply({ name, value, at }: PlaceholderFilled): void {
    if (!isKeptValue(value)) return;
    const times = this.#times.get(name) ?? new Map<string, number>();
    const last = Math.max(at, times.get(value) ?? at);
    // Of values filled in at the same time the one that came later is the more recent.
    times.delete(value);
    times.set(value, last);
    this.#times.set(name, times);
    if (times.size <= MAX_VALUES) return;
    const [oldest] = [...times].reduce((a, b) => (b[1] < a[1] ? b : a));
    times.delete(oldest);
  }

  /** Most recent first. */
  of(name: string): readonly string[] {
    const times = this.#times.get(name);
    return times ? [...times].reverse().sort(([, a], [, b]) => b - a).map(([value]) => value) : [];
  }

  /** The fewest events that lead here. */
  events(): readonly PlaceholderFilled[] {
    return [...this.#times].flatMap(([name, times]) => [...times].map(([value, at]) => ({ type: 'placeholderFilled' as const, name, value, at })));
  }
}

export function isKeptValue(value: string): boolean {
  return value.length <= MAX_LENGTH && value.trim() !== '';
}
