import type { DayOfUse } from '../core/ai/usage';
import { type Check, isAmount, isArrayOf, isBoolean, isNull, isOneOf, isShape, isString } from './checks';
import { protocolOf } from './messages';

/* What the page of the use of language models and the extension say to each other. */

/** As the domain counts it, but with the name that people know the provider by. */
export type UsageRow = DayOfUse;

export interface UsageState {
  /** Last day of the charts. */
  readonly today: string;
  /** Of the last {@link lastRange} days, latest first. */
  readonly rows: readonly UsageRow[];
  /** Something was used at some time. */
  readonly hasHistory: boolean;
  /** A provider is set. */
  readonly hasProvider: boolean;
}

/** The texts of the page in the language of the editor; `{0}` stands for a number or a name. */
export const textKeys = [
  'title', 'range', 'week', 'month', 'quarter', 'show', 'all', 'of', 'totals', 'calls', 'failed', 'input', 'output', 'cacheRead', 'cacheWrite', 'cost', 'time', 'atLeast',
  'unknown', 'callsPerDay', 'tokensPerDay', 'costPerDay', 'today', 'oneCall', 'manyCalls', 'oneToken', 'manyTokens', 'tokens', 'summary', 'none', 'table', 'date', 'byModel', 'model',
  'oneUnpriced', 'manyUnpriced', 'earlierToo', 'setPrices', 'estimates', 'empty', 'emptyHint', 'selectProvider', 'loading', 'failure', 'retry',
] as const;
export type UsageTexts = { readonly [K in (typeof textKeys)[number]]: string };

export interface UsageRequests {
  /** The page was loaded, or loaded again. */
  ready: { params: null; result: { readonly language: string; readonly texts: UsageTexts } };
  load: { params: null; result: UsageState };
  /** Opens the setting of the prices. */
  setPrices: { params: null; result: null };
  selectProvider: { params: null; result: null };
}

export interface UsageEvents {
  /** The figures may be others now. */
  changed: null;
}

export const ranges = ['week', 'month', 'quarter'] as const;
export type Range = (typeof ranges)[number];

/** Days of each range. */
export const rangeDays: Readonly<Record<Range, number>> = { week: 7, month: 30, quarter: 90 };
export const lastRange = rangeDays.quarter;

/** What the page keeps over a reload of the window. */
export interface SavedUsage {
  readonly range: Range;
  /** Provider and model whose figures are shown, as {@link seriesOf} names them; empty: all. */
  readonly series: string;
}

/** Names one model of one provider. */
export function seriesOf({ provider, model }: Pick<UsageRow, 'provider' | 'model'>): string {
  return JSON.stringify([provider, model]);
}

const isTexts = isShape(Object.fromEntries(textKeys.map((key) => [key, isString]))) as Check<UsageTexts>;
const figures = { calls: isAmount, failed: isAmount, input: isAmount, output: isAmount, cacheRead: isAmount, cacheWrite: isAmount, ms: isAmount, cost: isAmount, unpriced: isAmount };
const isState: Check<UsageState> = isShape({
  today: isString,
  rows: isArrayOf(isShape({ day: isString, provider: isString, model: isString, ...figures })),
  hasHistory: isBoolean,
  hasProvider: isBoolean,
});

export const usageProtocol = protocolOf<UsageRequests, UsageEvents>(
  {
    ready: { params: isNull, result: isShape({ language: isString, texts: isTexts }) },
    load: { params: isNull, result: isState },
    setPrices: { params: isNull, result: isNull },
    selectProvider: { params: isNull, result: isNull },
  },
  { changed: isNull },
);

export const isSavedUsage: Check<SavedUsage> = isShape({ range: isOneOf(...ranges), series: isString });
