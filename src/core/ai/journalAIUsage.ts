import type { DomainEvents, Subscription } from '../events/domainEvents';
import { dayOf, machineOffset, type OffsetAt } from '../history/localDays';
import type { Clock } from '../ports/clock';
import { DisposableStore } from '../util/dispose';
import { Emitter } from '../util/event';
import type { AIUsage, DayOfUse } from './usage';
import { UsageTotals } from './usageTotals';

/** See {@link AIUsage}. */
export class JournalAIUsage extends DisposableStore implements AIUsage {
  readonly #clock: Clock;
  readonly #offsetAt: OffsetAt;
  readonly #totals: UsageTotals;
  readonly #subscription: Subscription;
  readonly #changed = this.add(new Emitter<void>());
  readonly onDidChange = this.#changed.event;

  constructor(events: DomainEvents, clock: Clock, offsetAt: OffsetAt = machineOffset) {
    super();
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
    return this.#totals.days();
  }

  tokensToday(task: string): number {
    return this.#totals.tokensOn(dayOf(this.#clock.now(), this.#offsetAt), task);
  }
}
