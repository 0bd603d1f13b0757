import type { DomainEvents, Subscription } from '../events/domainEvents';
import { dayOf, machineOffset, type OffsetAt } from '../history/localDays';
import type { Clock } from '../ports/clock';
import { DisposableStore } from '../util/dispose';
import { Emitter } from '../util/event';
import { costOf, priceOf } from './prices';
import type { AIUsage, DayOfUse } from './usage';
import { UsageTotals } from './usageTotals';

/** See {@link AIUsage}. */
export class JournalAIUsage extends DisposableStore implements AIUsage {
  readonly #clock: Clock;
  readonly #prices: () => unknown;
  readonly #offsetAt: OffsetAt;
  readonly #totals: UsageTotals;
  readonly #subscription: Subscription;
  readonly #changed = this.add(new Emitter<void>());
  readonly onDidChange = this.#changed.event;

  /** @param prices of the settings, in the form that {@link priceOf} reads */
  constructor(events: DomainEvents, clock: Clock, prices: () => unknown, offsetAt: OffsetAt = machineOffset) {
    super();
    this.#prices = prices;
    this.#clock = clock;
    this.#offsetAt = offsetAt;
    this.#totals = new UsageTotals(offsetAt);
    this.#subscription = this.add(
      events.subscribe('The use of models', ['aiCalled', 'aiUsageSummed'], (batch) => {
        for (const event of batch) this.#totals.apply(event);
        this.#changed.fire();
      }),
    );
  }

  /** What cannot be read is logged by the dispatcher; the next call tries again. */
  whenReady(): Promise<void> {
    return this.#subscription.whenReady().catch(() => undefined);
  }

  days(): readonly DayOfUse[] {
    const prices = this.#prices();
    return this.#totals.days().map((row) => {
      const price = priceOf(prices, row.model);
      return price ? { ...row, cost: costOf(row, price), unpriced: 0 } : row;
    });
  }

  tokensToday(task: string): number {
    return this.#totals.tokensOn(dayOf(this.#clock.now(), this.#offsetAt), task);
  }
}
