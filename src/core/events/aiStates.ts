import { UsageTotals } from '../ai/usageTotals';
import { dayOf, machineOffset } from '../history/localDays';
import type { AdviceJudged, AICalled, AIJournalEvent, CompositionSent } from './aiEvents';

/**
 * What is kept of events around language models: calls of days that are over are added up, those of today stay, as budgets ask for their
 * tasks; outcomes of advice are counted; every line of the ledger stays.
 */
export class AIStates {
  readonly #today: string;
  readonly #totals = new UsageTotals();
  readonly #calls: AICalled[] = [];
  readonly #ledger: CompositionSent[] = [];
  readonly #judged = new Map<string, AdviceJudged>();

  /** @param now milliseconds since the epoch */
  constructor(now: number) {
    this.#today = dayOf(now, machineOffset);
  }

  apply(event: AIJournalEvent): void {
    switch (event.type) {
      case 'aiCalled':
        if (dayOf(event.at, machineOffset) < this.#today) this.#totals.apply(event);
        else this.#calls.push(event);
        break;
      case 'aiUsageSummed':
        this.#totals.apply(event);
        break;
      case 'compositionSent':
        this.#ledger.push(event);
        break;
      case 'adviceJudged':
        this.#judge(event);
    }
  }

  /** The fewest events that lead here, oldest first of their kind. */
  events(): readonly AIJournalEvent[] {
    return [...this.#totals.events(), ...this.#calls, ...this.#ledger, ...this.#judged.values()];
  }

  #judge(event: AdviceJudged): void {
    const key = JSON.stringify([event.outcome, event.kind]);
    const known = this.#judged.get(key);
    this.#judged.set(key, known ? { ...event, count: (known.count ?? 1) + (event.count ?? 1), at: Math.max(known.at, event.at) } : event);
  }
}
