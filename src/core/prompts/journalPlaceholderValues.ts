import type { DomainEvents, Subscription } from '../events/domainEvents';
import type { Clock } from '../ports/clock';
import { FilledTimes, isKeptValue } from './filledTimes';
import type { PlaceholderValues } from './placeholderValues';

/** Values projected from the events of all windows. */
export class JournalPlaceholderValues implements PlaceholderValues {
  readonly #events: DomainEvents;
  readonly #clock: Clock;
  readonly #times = new FilledTimes();
  readonly #subscription: Subscription;

  constructor(events: DomainEvents, clock: Clock) {
    this.#events = events;
    this.#clock = clock;
    this.#subscription = events.subscribe('Values of placeholders', ['placeholderFilled'], (batch) => {
      for (const event of batch) this.#times.apply(event);
    });
  }

  /** What cannot be read is logged by the dispatcher; the next call tries again. */
  whenReady(): Promise<void> {
    return this.#subscription.whenReady().catch(() => undefined);
  }

  of(name: string): readonly string[] {
    return this.#times.of(name);
  }

  /** Known at once, also when writing it down fails; the caller learns of that. */
  async record(name: string, value: string): Promise<void> {
    if (!isKeptValue(value)) return;
    await this.whenReady();
    await this.#events.publish({ type: 'placeholderFilled', name, value, at: this.#clock.now() });
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
