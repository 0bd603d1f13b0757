import type { Event } from '../util/event';

/** What was used of one model on one day. */
export interface DayOfUse {
  /** Local date: `2026-01-31`. */
  readonly day: string;
  /** {@link ProviderId} */
  readonly provider: string;
  readonly model: string;
  readonly calls: number;
  readonly failed: number;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  /** Milliseconds, of all calls together. */
  readonly ms: number;
  /** US dollars, by the prices that are set now; of a model that has none any longer, by those of the day of the call. */
  readonly cost: number;
  /** Calls whose price is not known. */
  readonly unpriced: number;
}

/** Calls, tokens and cost over all windows: a projection of the journal. */
export interface AIUsage {
  readonly onDidChange: Event<void>;
  /** Resolves when what was used before is known. */
  whenReady(): Promise<void>;
  /** Latest day first. */
  days(): readonly DayOfUse[];
  /** Input and output tokens of a task today, for a budget. */
  tokensToday(task: string): number;
}
