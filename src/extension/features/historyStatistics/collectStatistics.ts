import type { CompositionFilter, CountOf, HistoryStatistics } from '../../../core/history/compositionRepository';
import type { History } from '../../../core/history/history';
import { isInside } from '../../../core/util/uri';
import type { DayCount, Period } from '../../../protocol/historyStatistics';

type StatisticsSource = Pick<History, 'statistics' | 'list' | 'tags' | 'directories'>;

interface CollectedStatistics {
  readonly compositions: number;
  readonly bytes: number;
  readonly characters: number;
  readonly tokens: number;
  readonly range: HistoryStatistics['range'];
  readonly days: readonly DayCount[];
  /** URIs. */
  readonly prompts: readonly CountOf<string>[];
  readonly tags: readonly CountOf<string>[];
  /** URIs. */
  readonly directories: readonly CountOf<string>[];
}

/** Rows of each ranking at most. */
const MAX_COUNTS = 20;
/** Tags that are counted one by one where only a part of the history is looked at. */
const MAX_TAGS = 40;

/**
 * Asks the history for everything that is shown; nothing but figures arrives here, however many compositions there are.
 * @param periods ascending and disjoint, for the days
 * @param roots URIs of the folders in which or below which was written what counts; all compositions when absent
 */
export async function collectStatistics(history: StatisticsSource, periods: readonly Period[], roots?: readonly string[]): Promise<CollectedStatistics> {
  const outermost = roots?.filter((root, index) => roots.indexOf(root) === index && !roots.some((other) => other !== root && isInside(root, other)));
  const filters: readonly CompositionFilter[] = outermost?.map((directory) => ({ directory })) ?? [{}];
  const [totals, days, tags, directories] = await Promise.all([
    Promise.all(filters.map((filter) => history.statistics({ ...filter, offsetMinutes: 0 }))),
    Promise.all(filters.flatMap((filter) => periods.map((period) => history.statistics({ ...filter, ...period })))),
    outermost ? tagsIn(history, filters) : history.tags(),
    history.directories(),
  ]);
  const sum = (figure: 'compositions' | 'bytes' | 'characters' | 'tokens'): number => totals.reduce((all, statistics) => all + statistics[figure], 0);
  const ranges = totals.flatMap(({ range }) => range ?? []);
  return {
    compositions: sum('compositions'),
    bytes: sum('bytes'),
    characters: sum('characters'),
    tokens: sum('tokens'),
    range: ranges.length === 0 ? undefined : { first: Math.min(...ranges.map(({ first }) => first)), last: Math.max(...ranges.map(({ last }) => last)) },
    days: addDays(days.flatMap((statistics) => statistics.days)),
    prompts: ranked(totals.flatMap(({ prompts }) => prompts)),
    tags: ranked(tags),
    directories: ranked(directories.filter(({ value }) => !outermost || outermost.some((root) => isInside(value, root)))),
  };
}

async function tagsIn(history: StatisticsSource, filters: readonly CompositionFilter[]): Promise<readonly CountOf<string>[]> {
  const tags = (await history.tags()).slice(0, MAX_TAGS);
  return Promise.all(
    tags.map(async ({ value }) => {
      const pages = await Promise.all(filters.map((filter) => history.list({ ...filter, tags: [value], limit: 1 })));
      return { value, count: pages.reduce((sum, { total }) => sum + total, 0) };
    }),
  );
}

/** A day may stand in two periods, on either side of a change of the clock. */
function addDays(days: readonly DayCount[]): readonly DayCount[] {
  const byDay = new Map<string, DayCount>();
  for (const { day, compositions, tokens } of days) {
    const known = byDay.get(day);
    byDay.set(day, { day, compositions: compositions + (known?.compositions ?? 0), tokens: tokens + (known?.tokens ?? 0) });
  }
  return [...byDay.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** Adds up what is the same; most frequent first. */
function ranked(counts: readonly CountOf<string>[]): readonly CountOf<string>[] {
  const sums = new Map<string, number>();
  for (const { value, count } of counts) sums.set(value, (sums.get(value) ?? 0) + count);
  return [...sums]
    .map(([value, count]) => ({ value, count }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, MAX_COUNTS);
}
