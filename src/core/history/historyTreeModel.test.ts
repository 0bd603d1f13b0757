import { describe, expect, it } from 'vitest';
import type { CompositionSummary } from './composition';
import type { ListOptions, StatisticsOptions } from './compositionRepository';
import type { History } from './history';
import { type CompositionNode, type HistoryNode, HistoryTreeModel } from './historyTreeModel';
import { dayOf, type OffsetAt } from './localDays';

const HOUR = 3_600_000;
const noon = Date.UTC(2026, 0, 5, 12);

function aSummary(uuid: string, created: number, properties: Partial<CompositionSummary> = {}): CompositionSummary {
  const uri = `file:///history/${uuid}.md`;
  const figures = { characters: 4, lines: 1, tokens: 1 };
  return { uuid, uri, created, updated: created, directory: undefined, source: undefined, excerpt: uuid, ...figures, prompts: [], tags: [], isMissing: false, ...properties };
}

/** A history that counts what it is asked; tags and times are the only filters that it knows. */
class Compositions implements Pick<History, 'list' | 'statistics'> {
  readonly all = new Map<string, CompositionSummary>();
  readonly calls = { list: 0, statistics: 0 };
  failure: Error | undefined;

  put(...summaries: readonly CompositionSummary[]): this {
    for (const summary of summaries) this.all.set(summary.uuid, summary);
    return this;
  }

  list({ limit = 100, offset = 0, ...filter }: ListOptions = {}): ReturnType<History['list']> {
    this.calls.list++;
    const items = this.#matching(filter);
    return Promise.resolve({ items: items.slice(offset, offset + limit), total: items.length });
  }

  statistics({ offsetMinutes, ...filter }: StatisticsOptions): ReturnType<History['statistics']> {
    this.calls.statistics++;
    if (this.failure) return Promise.reject(this.failure);
    const items = this.#matching(filter);
    const counts = new Map<string, number>();
    for (const { created } of items) {
      const day = dayOf(created, () => offsetMinutes);
      counts.set(day, (counts.get(day) ?? 0) + 1);
    }
    const days = [...counts].sort().map(([day, compositions]) => ({ day, compositions, tokens: 0 }));
    const times = items.map(({ created }) => created);
    const range = items.length > 0 ? { first: Math.min(...times), last: Math.max(...times) } : undefined;
    return Promise.resolve({ compositions: items.length, bytes: 0, characters: 0, tokens: 0, range, days, prompts: [] });
  }

  #matching({ from = -Infinity, to = Infinity, tags = [] }: ListOptions): readonly CompositionSummary[] {
    return [...this.all.values()]
      .filter((one) => one.created >= from && one.created < to && tags.every((tag) => one.tags.includes(tag)))
      .sort((a, b) => b.created - a.created);
  }
}

const utc: OffsetAt = () => 0;
const labels = (nodes: readonly HistoryNode[]): readonly string[] =>
  nodes.map((node) => (node.kind === 'day' ? `${node.day}: ${node.count}` : node.kind === 'page' ? `${node.offset + 1}+${node.count}` : node.summary.excerpt));

/** Everything that a user could unfold. */
async function unfolded(model: HistoryTreeModel): Promise<readonly CompositionNode[]> {
  const open = async (nodes: readonly HistoryNode[]): Promise<readonly CompositionNode[]> => {
    const below = await Promise.all(nodes.map(async (node) => (node.kind === 'composition' ? [node] : open(await model.children(node)))));
    return below.flat();
  };
  return open(await model.days());
}

describe('HistoryTreeModel', () => {
  it('has days, newest first, with their compositions, newest first', async () => {
    const history = new Compositions().put(aSummary('a', noon - 30 * HOUR), aSummary('b', noon), aSummary('c', noon + HOUR));
    const model = new HistoryTreeModel(history, utc);
    const [today, before] = await model.days();
    expect(labels(await model.days())).toEqual(['2026-01-05: 2', '2026-01-04: 1']);
    expect(history.calls.list).toBe(0);
    expect(today && labels(await model.children(today))).toEqual(['c', 'b']);
    expect(before && labels(await model.children(before))).toEqual(['a']);
  });

  it('has one page of a full day and the others below it, unread until they are opened', async () => {
    const history = new Compositions().put(...Array.from({ length: 250 }, (_, index) => aSummary(`c${index}`, noon + index)));
    const model = new HistoryTreeModel(history, utc);
    const [day] = await model.days();
    const rows = day ? await model.children(day) : [];
    expect(rows).toHaveLength(102);
    expect(labels(rows.slice(100))).toEqual(['101+100', '201+50']);
    expect(history.calls.list).toBe(1);
    expect((await unfolded(model)).map(({ compositionUuid }) => compositionUuid)).toEqual(Array.from({ length: 250 }, (_, index) => `c${249 - index}`));
  });

  it('puts what was written around a change of clocks under its own day, each composition once', async () => {
    const change = Date.UTC(2026, 2, 29, 1);
    const berlin: OffsetAt = (ms) => (ms >= change ? 120 : 60);
    const half = Array.from({ length: 24 * 8 }, (_, index) => change - 48 * HOUR + index * (HOUR / 2));
    const history = new Compositions().put(...half.map((created, index) => aSummary(`c${index}`, created)));
    const model = new HistoryTreeModel(history, berlin);
    const days = await model.days();
    expect(labels(days)).toEqual(['2026-03-31: 6', '2026-03-30: 48', '2026-03-29: 46', '2026-03-28: 48', '2026-03-27: 44']);
    for (const day of days) {
      for (const node of await model.children(day)) expect(node.kind === 'composition' && dayOf(node.summary.created, berlin)).toBe(day.day);
    }
    expect(new Set((await unfolded(model)).map(({ id }) => id)).size).toBe(half.length);
  });

  it('shows a changed composition again as the same row, without counting all others', async () => {
    const history = new Compositions().put(aSummary('a', noon), aSummary('b', noon + 1));
    const model = new HistoryTreeModel(history, utc);
    const before = (await unfolded(model)).find(({ compositionUuid }) => compositionUuid === 'a');
    const { statistics } = history.calls;
    history.put(aSummary('a', noon, { excerpt: 'changed' }));
    expect(await model.update(['a'])).toEqual([before]);
    expect(before?.summary.excerpt).toBe('changed');
    expect(history.calls.statistics).toBe(statistics);
  });

  it('shows only the days whose compositions came, went or moved', async () => {
    const history = new Compositions().put(aSummary('a', noon - 24 * HOUR), aSummary('b', noon), aSummary('c', noon + 1));
    const model = new HistoryTreeModel(history, utc);
    await unfolded(model);
    const [today, yesterday] = await model.days();
    history.put(aSummary('d', noon + 2));
    expect(await model.update(['d'])).toEqual([today]);
    expect(labels(await model.days())).toEqual(['2026-01-05: 3', '2026-01-04: 1']);
    history.all.delete('b');
    expect(await model.update(['b'])).toEqual([today]);
    history.put(aSummary('c', noon - 23 * HOUR));
    expect(await model.update(['c'])).toEqual([today, yesterday]);
    expect(labels(await unfolded(model))).toEqual(['d', 'c', 'a']);
  });

  it('shows all rows when a day appears or disappears, or when anything may have changed', async () => {
    const history = new Compositions().put(aSummary('a', noon));
    const model = new HistoryTreeModel(history, utc);
    await unfolded(model);
    history.put(aSummary('b', noon + 24 * HOUR));
    expect(await model.update(['b'])).toBe('all');
    history.all.delete('a');
    expect(await model.update(['a'])).toBe('all');
    expect(labels(await model.days())).toEqual(['2026-01-06: 1']);
    expect(await model.update(undefined)).toBe('all');
  });

  it('leaves rows alone whose day nobody opened', async () => {
    const history = new Compositions().put(aSummary('a', noon));
    const model = new HistoryTreeModel(history, utc);
    await model.days();
    history.put(aSummary('a', noon, { excerpt: 'changed' }));
    expect(await model.update(['a'])).toEqual([]);
  });

  it('shows what the filter lets through and follows changes that leave it', async () => {
    const history = new Compositions().put(aSummary('a', noon, { tags: ['x'] }), aSummary('b', noon + 1), aSummary('c', noon - 48 * HOUR, { tags: ['x'] }));
    const model = new HistoryTreeModel(history, utc);
    await unfolded(model);
    model.setFilter({ tags: ['x'] });
    expect(labels(await unfolded(model))).toEqual(['a', 'c']);
    history.put(aSummary('c', noon - 48 * HOUR));
    expect(await model.update(['c'])).toBe('all');
    expect(labels(await unfolded(model))).toEqual(['a']);
    model.setFilter({ from: noon + 1, to: noon + 2 });
    expect(labels(await unfolded(model))).toEqual(['b']);
    model.setFilter({ tags: ['none'] });
    expect(await model.days()).toEqual([]);
  });

  it('asks again after a failure', async () => {
    const history = new Compositions().put(aSummary('a', noon));
    history.failure = new Error('closed');
    const model = new HistoryTreeModel(history, utc);
    await expect(model.days()).rejects.toThrow('closed');
    history.failure = undefined;
    expect(labels(await model.days())).toEqual(['2026-01-05: 1']);
  });
});
