import { isInside } from '../util/uri';
import type { Composition, CompositionSummary } from './composition';
import type { CompositionFilter, CountOf, HistoryStatistics, StatisticsOptions } from './compositionRepository';

const MAX_PROMPTS = 20;
const DAY = 24 * 60 * 60 * 1000;

/** What a tag is compared by. */
export function tagKey(tag: string): string {
  return tag.toLowerCase();
}

/** Whether a filter lets a composition through, but for {@link CompositionFilter.text}. */
export function passes({ tags, directory, from, to, isMissing }: CompositionFilter, composition: CompositionSummary): boolean {
  if (isMissing !== undefined && composition.isMissing !== isMissing) return false;
  if (from !== undefined && composition.created < from) return false;
  if (to !== undefined && composition.created >= to) return false;
  if (directory === null && composition.directory !== undefined) return false;
  if (typeof directory === 'string' && !(composition.directory !== undefined && isInside(composition.directory, directory))) return false;
  if (!tags || tags.length === 0) return true;
  const present = new Set(composition.tags.map(tagKey));
  return tags.every((tag) => present.has(tagKey(tag)));
}

/** @param compositions the oldest first: its spelling of a tag is shown */
export function countTags(compositions: Iterable<CompositionSummary>): CountOf<string>[] {
  const spellings = new Map<string, string>();
  const keys: string[] = [];
  for (const { tags } of compositions) {
    for (const tag of tags) if (!spellings.has(tagKey(tag))) spellings.set(tagKey(tag), tag);
    keys.push(...new Set(tags.map(tagKey)));
  }
  return counted(keys).map(({ value, count }) => ({ value: spellings.get(value) ?? value, count }));
}

/** Each value with how often it is there, most frequent first. */
export function counted(values: Iterable<string>): CountOf<string>[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

export function statisticsOf(compositions: readonly Composition[], { offsetMinutes }: StatisticsOptions): HistoryStatistics {
  const sum = (figure: (composition: Composition) => number): number => compositions.reduce((total, composition) => total + figure(composition), 0);
  const created = compositions.map((composition) => composition.created);
  const days = new Map<number, { compositions: number; tokens: number }>();
  for (const composition of compositions) {
    const day = Math.floor((composition.created + offsetMinutes * 60_000) / DAY);
    const figures = days.get(day) ?? { compositions: 0, tokens: 0 };
    figures.compositions++;
    figures.tokens += composition.tokens;
    days.set(day, figures);
  }
  return {
    compositions: compositions.length,
    bytes: sum(({ size }) => size),
    characters: sum(({ characters }) => characters),
    tokens: sum(({ tokens }) => tokens),
    range: compositions.length > 0 ? { first: minimum(created), last: -minimum(created.map((time) => -time)) } : undefined,
    days: [...days].sort(([a], [b]) => a - b).map(([day, figures]) => ({ day: new Date(day * DAY).toISOString().slice(0, 10), ...figures })),
    prompts: counted(compositions.flatMap(({ prompts }) => (prompts.length > 1 ? [...new Set(prompts)] : prompts))).slice(0, MAX_PROMPTS),
  };
}

/** `Math.min` takes so many arguments only. */
function minimum(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

/** Times that are days of four-digit years, in milliseconds since the epoch. */
const MIN_TIME = Date.parse('0000-01-01T00:00:00Z');
const MAX_TIME = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * What every backend asks of a composition before it keeps it.
 * @throws {TypeError} when it has no uuid or URI, or when a time or figure is impossible
 */
export function assertComposition(composition: Composition): void {
  const { uuid, uri, text } = composition;
  if (typeof uuid !== 'string' || uuid === '' || typeof uri !== 'string' || uri === '' || typeof text !== 'string') {
    throw new TypeError('A composition needs a uuid, a URI and a text');
  }
  const { created, updated, mtime, characters, lines, tokens, size } = composition;
  const times = [created, updated, mtime].every((time) => time >= MIN_TIME && time <= MAX_TIME);
  const figures = [characters, lines, tokens, size].every((figure) => Number.isFinite(figure) && figure >= 0);
  if (!times || !figures) throw new TypeError('A composition has an impossible time or figure');
}
