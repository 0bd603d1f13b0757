import type { CompositionFilter } from './compositionRepository';
import { parseDateSpan } from './dateSpan';
import { addDays, dayOf, machineOffset, startOfDay } from './localDays';

/** Which compositions the history tree shows; what is absent does not restrict. Plain JSON, so that it can be kept. */
export interface HistoryFilter {
  /** Full text, in the language of the search. */
  readonly text?: string;
  /** Those that have all of these. */
  readonly tags?: readonly string[];
  /** `here`: written in this workspace; `outside`: outside of any folder; else URI of a folder. */
  readonly place?: 'here' | 'outside' | { readonly directory: string };
  readonly period?: HistoryPeriod;
}

/** The last days including today, or days, months or years as {@link parseDateSpan} reads them, both included. */
export type HistoryPeriod = { readonly lastDays: number } | { readonly from?: string; readonly to?: string };

/** What the words of a filter mean at the moment. */
interface FilterContext {
  /** URI of the workspace folder; `undefined` when none or several are open. */
  readonly here: string | undefined;
  readonly now: number;
}

export function isFiltering(filter: HistoryFilter): boolean {
  return Boolean(filter.text?.trim() || filter.tags?.length || filter.place || filter.period);
}

/** What the history is asked for. */
export function compositionFilter(filter: HistoryFilter, context: FilterContext): CompositionFilter {
  const { text, tags, place } = filter;
  const directory = place === 'here' ? context.here : place === 'outside' ? null : place?.directory;
  return {
    ...(text?.trim() ? { text } : {}),
    ...(tags?.length ? { tags } : {}),
    ...(directory === undefined ? {} : { directory }),
    ...(filter.period ? timeOf(filter.period, context) : {}),
  };
}

/** Takes back what was kept; whatever makes no sense is left out. */
export function storedFilter(value: unknown): HistoryFilter {
  const { text, tags, place, period } = recordOf(value);
  const tagList = Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
  const storedPlace = placeOf(place);
  const storedPeriod = periodOf(period);
  return {
    ...(typeof text === 'string' && text.trim() ? { text } : {}),
    ...(tagList.length > 0 ? { tags: tagList } : {}),
    ...(storedPlace ? { place: storedPlace } : {}),
    ...(storedPeriod ? { period: storedPeriod } : {}),
  };
}

function timeOf(period: HistoryPeriod, { now }: FilterContext): CompositionFilter {
  if ('lastDays' in period) return { from: startOfDay(addDays(dayOf(now, machineOffset), 1 - period.lastDays), machineOffset) };
  const from = parseDateSpan(period.from ?? '')?.start;
  const to = parseDateSpan(period.to ?? '')?.end;
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function placeOf(value: unknown): HistoryFilter['place'] {
  if (value === 'here' || value === 'outside') return value;
  const { directory } = recordOf(value);
  return typeof directory === 'string' ? { directory } : undefined;
}

function periodOf(value: unknown): HistoryPeriod | undefined {
  const { lastDays, from, to } = recordOf(value);
  if (typeof lastDays === 'number') return Number.isInteger(lastDays) && lastDays > 0 && lastDays < 100_000 ? { lastDays } : undefined;
  const [first, last] = [from, to].map((day) => (typeof day === 'string' && parseDateSpan(day) ? day : undefined));
  if (first === undefined && last === undefined) return undefined;
  return { ...(first === undefined ? {} : { from: first }), ...(last === undefined ? {} : { to: last }) };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
