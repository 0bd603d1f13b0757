import { isPlaceholderFilled, type PlaceholderFilled } from '../events/placeholderEvents';
import type { Clock } from '../ports/clock';
import type { Journal } from '../ports/journal';
import type { Log } from '../ports/log';
import { DisposableStore } from '../util/dispose';
import type { PlaceholderValues } from './placeholderValues';

const MAX_VALUES = 20;
/** UTF-16 code units. */
const MAX_LENGTH = 4000;

/** Values projected from the journal. The order in which entries of several windows arrive changes nothing. */
export class JournalPlaceholderValues implements PlaceholderValues {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #owned = new DisposableStore();
  /** For each name the time at which each value was last filled in. */
  readonly #times = new Map<string, Map<string, number>>();
  #reading: Promise<void> | undefined;

  /** @param journal stays the caller's to dispose. */
  constructor(journal: Journal, clock: Clock, log: Log) {
    this.#journal = journal;
    this.#clock = clock;
    this.#log = log;
    this.#owned.add(journal.onDidAppend((entries) => this.#applyAll(entries)));
  }

  whenReady(): Promise<void> {
    return (this.#reading ??= this.#readAll());
  }

  of(name: string): readonly string[] {
    const times = this.#times.get(name);
    return times ? [...times].reverse().sort(([, a], [, b]) => b - a).map(([value]) => value) : [];
  }

  /** Known at once, also when writing it down fails; the caller learns of that. */
  async record(name: string, value: string): Promise<void> {
    if (!isKept(value)) return;
    await this.whenReady();
    const event: PlaceholderFilled = { type: 'placeholderFilled', name, value, at: this.#clock.now() };
    this.#apply(event);
    await this.#journal.append(event);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #readAll(): Promise<void> {
    try {
      this.#applyAll(await this.#journal.readAll());
    } catch (error) {
      this.#log.error('Values of placeholders could not be read', error);
    }
  }

  #applyAll(entries: readonly unknown[]): void {
    for (const entry of entries) if (isPlaceholderFilled(entry)) this.#apply(entry);
  }

  #apply({ name, value, at }: PlaceholderFilled): void {
    if (!isKept(value)) return;
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
}

function isKept(value: string): boolean {
  return value.length <= MAX_LENGTH && value.trim() !== '';
}
