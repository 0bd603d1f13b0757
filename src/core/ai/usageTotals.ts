import type { AICalled, AIUsageSummed } from '../events/aiEvents';
import { dayOf, machineOffset, type OffsetAt } from '../history/localDays';
import { compareText } from '../util/text';
import type { DayOfUse } from './usage';

type Sums = { -readonly [K in keyof DayOfUse]: DayOfUse[K] };

/** What events make of the use of models, by day, provider and model. The order in which they arrive changes nothing. */
export class UsageTotals {
  readonly #offsetAt: OffsetAt;
  readonly #sums = new Map<string, Sums>();
  /** Of single calls: input and output tokens by day and task. Sums of earlier days do not tell. */
  readonly #tasks = new Map<string, number>();

  constructor(offsetAt: OffsetAt = machineOffset) {
    this.#offsetAt = offsetAt;
  }

  apply(event: AICalled | AIUsageSummed): void {
    if (event.type === 'aiUsageSummed') {
      this.#add(event, event.day, event.calls, event.failed, event.unpriced);
      return;
    }
    const day = dayOf(event.at, this.#offsetAt);
    const hasFailed = event.outcome !== 'ok' && event.outcome !== 'cancelled';
    this.#add(event, day, 1, hasFailed ? 1 : 0, event.cost === undefined ? 1 : 0);
    const task = `${day} ${event.task}`;
    this.#tasks.set(task, (this.#tasks.get(task) ?? 0) + event.input + event.output + event.cacheRead + event.cacheWrite);
  }

  /** Latest day first; within a day what was called most. */
  days(): readonly DayOfUse[] {
    return [...this.#sums.values()]
      .sort((a, b) => compareText(b.day, a.day) || b.calls - a.calls || compareText(a.provider, b.provider) || compareText(a.model, b.model))
      .map((sums) => ({ ...sums }));
  }

  /** All tokens of single calls on that day. */
  tokensOn(day: string, task: string): number {
    return this.#tasks.get(`${day} ${task}`) ?? 0;
  }

  /** The fewest events that lead here. */
  events(): readonly AIUsageSummed[] {
    return this.days().map((sums) => ({ type: 'aiUsageSummed', ...sums, at: Date.parse(`${sums.day}T12:00:00Z`) }));
  }

  #add(event: AICalled | AIUsageSummed, day: string, calls: number, failed: number, unpriced: number): void {
    const { provider, model } = event;
    const key = JSON.stringify([day, provider, model]);
    let sums = this.#sums.get(key);
    if (!sums) this.#sums.set(key, (sums = { day, provider, model, calls: 0, failed: 0, input: 0, output: 0, cacheRead: 0, cacheWrite: 0, ms: 0, cost: 0, unpriced: 0 }));
    sums.calls += calls;
    sums.failed += failed;
    sums.unpriced += unpriced;
    for (const figure of ['input', 'output', 'cacheRead', 'cacheWrite', 'ms'] as const) sums[figure] += event[figure];
    sums.cost += event.cost ?? 0;
  }
}
