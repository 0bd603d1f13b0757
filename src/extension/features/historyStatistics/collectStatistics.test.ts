import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Composition } from '../../../core/history/composition';
import { InMemoryCompositionRepository } from '../../../core/history/inMemoryCompositionRepository';
import { collectStatistics } from './collectStatistics';

const HOUR = 3600 * 1000;
const winter = { from: 0, to: Date.UTC(2026, 2, 29, 1), offsetMinutes: 60 };
const summer = { from: winter.to, to: Date.UTC(2026, 9, 25, 1), offsetMinutes: 120 };

let last = 0;
const row = (properties: Partial<Composition>): Composition => {
  const uuid = String(++last);
  const text = properties.text ?? 'A composition';
  const created = properties.created ?? Date.UTC(2026, 0, 5);
  const own = { uuid, uri: `file:///history/${uuid}.md`, created, updated: created, mtime: created, text, size: text.length, hash: uuid.padStart(64, '0') };
  const figures = { excerpt: text, characters: text.length, lines: 1, tokens: 3, prompts: [], tags: [], isMissing: false };
  return { ...own, ...figures, directory: undefined, source: undefined, ...properties };
};

async function historyOf(rows: readonly Composition[]): Promise<InMemoryCompositionRepository> {
  const repository = new InMemoryCompositionRepository();
  await repository.save(rows);
  return repository;
}

describe('statistics', () => {
  it('are those of the whole history, by days of the user', async () => {
    const history = await historyOf([
      row({ created: Date.UTC(2026, 0, 5, 23, 30), prompts: ['a', 'b'], tags: ['x'], directory: 'file:///w' }),
      // Half an hour before and after the clock goes forward: the same day.
      row({ created: summer.from - HOUR / 2, prompts: ['b'], tags: ['x', 'y'], directory: 'file:///w/sub' }),
      row({ created: summer.from + HOUR / 2, directory: undefined }),
      row({ created: Date.UTC(2026, 5, 1, 22, 30) }),
    ]);
    const found = await collectStatistics(history, [winter, summer]);
    expect(found.days.map(({ day, compositions }) => [day, compositions])).toEqual([
      ['2026-01-06', 1],
      ['2026-03-29', 2],
      ['2026-06-02', 1],
    ]);
    expect([found.compositions, found.range]).toEqual([4, { first: Date.UTC(2026, 0, 5, 23, 30), last: Date.UTC(2026, 5, 1, 22, 30) }]);
    expect(found.prompts).toEqual([
      { value: 'b', count: 2 },
      { value: 'a', count: 1 },
    ]);
    expect(found.tags.map(({ value, count }) => `${value} ${count}`)).toEqual(['x 2', 'y 1']);
    expect(found.directories.map(({ value }) => value)).toEqual(['file:///w', 'file:///w/sub']);
  });

  it('of a workspace are those of its folders, each composition once', async () => {
    const history = await historyOf([
      row({ directory: 'file:///w', tags: ['x'], prompts: ['a'] }),
      row({ directory: 'file:///w/sub', tags: ['x'], prompts: ['a'] }),
      row({ directory: 'file:///v', tags: ['y'] }),
      row({ directory: 'file:///word', tags: ['z'], prompts: ['c'] }),
      row({ tags: ['z'] }),
    ]);
    const found = await collectStatistics(history, [{ ...winter, offsetMinutes: 0 }], ['file:///w/sub', 'file:///v', 'file:///w', 'file:///w']);
    expect(found.compositions).toBe(3);
    expect(found.days.reduce((sum, { compositions }) => sum + compositions, 0)).toBe(3);
    expect(found.prompts).toEqual([{ value: 'a', count: 2 }]);
    expect(found.tags.map(({ value, count }) => `${value} ${count}`)).toEqual(['x 2', 'y 1']);
    expect(found.directories.map(({ value }) => value)).toEqual(['file:///v', 'file:///w', 'file:///w/sub']);
  });

  it('of nothing are nothing', async () => {
    const nothing = { compositions: 0, bytes: 0, characters: 0, tokens: 0, range: undefined, days: [], prompts: [], tags: [], directories: [] };
    expect(await collectStatistics(await historyOf([]), [winter, summer])).toEqual(nothing);
    expect(await collectStatistics(await historyOf([row({})]), [winter], ['file:///w'])).toEqual({ ...nothing });
  });

  it('count every composition on the day of its period', async () => {
    const times = fc.array(fc.integer({ min: Date.UTC(2026, 1, 1), max: Date.UTC(2026, 8, 1) }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(times, async (created) => {
        const found = await collectStatistics(await historyOf(created.map((at) => row({ created: at }))), [winter, summer]);
        const expected = new Map<string, number>();
        for (const at of created) {
          const day = new Date(at + (at < summer.from ? 1 : 2) * HOUR).toISOString().slice(0, 10);
          expected.set(day, (expected.get(day) ?? 0) + 1);
        }
        expect(Object.fromEntries(found.days.map(({ day, compositions }) => [day, compositions]))).toEqual(Object.fromEntries(expected));
      }),
      { numRuns: 50 },
    );
  });
});
