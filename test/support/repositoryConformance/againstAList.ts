import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Composition } from '../../../src/core/history/composition';
import type { CompositionFilter, CompositionRepository, CountOf } from '../../../src/core/history/compositionRepository';
import { compositionBody } from '../../../src/core/history/compositionText';
import { compositionRow } from '../compositionRows';
import { foundOf, start, summaryOf, uuidsOf, type Subject } from './subject';

/** The same as a plain list, whatever is done to both. */
export function againstAList({ create }: Subject): void {
  it('agrees with a plain list of compositions after any changes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 15 }), fc.array(question, { minLength: 1, maxLength: 4 }), async (operations, questions) => {
        const own = await create();
        try {
          const model = new Map<string, Composition>();
          for (const run of operations) {
            await run(own, model);
            expect(uuidsOf((await own.list()).items).sort()).toEqual([...model.keys()].sort());
          }
          const all = [...model.values()].sort((a, b) => b.created - a.created || (a.uuid > b.uuid ? -1 : 1));
          for (const { query, words, filter } of questions) {
            const passing = all.filter((composition) => lets(filter, composition));
            expect(await own.list({ ...filter, limit: 1000 })).toEqual({ items: passing.map(summaryOf), total: passing.length });
            const found = foundOf(await own.search(query, { ...filter, limit: 1000 }));
            const expected = passing.filter(({ text }) => words.every((word) => wordsOf(compositionBody(text)).includes(word)));
            expect([...found].sort()).toEqual(uuidsOf(expected).sort());
            const { compositions, tokens, prompts } = await own.statistics({ ...filter, offsetMinutes: 0 });
            expect(compositions).toBe(passing.length);
            expect(tokens).toBe(passing.reduce((sum, composition) => sum + composition.tokens, 0));
            expect(countsOf(prompts)).toEqual(timesOf(passing.flatMap((composition) => composition.prompts)));
          }
          expect(await own.list({ order: 'oldest' })).toEqual({ items: [...all].reverse().map(summaryOf), total: all.length });
          expect(countsOf(await own.tags())).toEqual(timesOf(all.flatMap(({ tags }) => tags)));
          expect(countsOf(await own.directories())).toEqual(timesOf(all.flatMap(({ directory }) => directory ?? [])));
          expect((await own.files()).map(({ uuid, isMissing }) => `${uuid} ${isMissing}`).sort()).toEqual(all.map(({ uuid, isMissing }) => `${uuid} ${isMissing}`).sort());
          expect(await own.verify()).toEqual([]);
          for (const uuid of uuidsOfModel) expect(await own.load(uuid)).toEqual(model.get(uuid));
        } finally {
          own.dispose();
        }
      }),
      { numRuns: 30 },
    );
  });
}

type Operation = (repository: CompositionRepository, model: Map<string, Composition>) => Promise<void>;

const uuidsOfModel = Array.from({ length: 6 }, (_, index) => `uuid-${index}`);
const vocabulary = ['red', 'green', 'blue', 'reddish', 'or', 'not'];
const uuid = fc.constantFrom(...uuidsOfModel);
const row = fc
  .record({
    uuid,
    body: fc.array(fc.constantFrom(...vocabulary), { maxLength: 8 }).map((words) => words.join(' ')),
    created: fc.integer({ min: 0, max: 3 }).map((index) => start + index),
    tags: fc.subarray(['x', 'Y', 'z']),
    directory: fc.constantFrom(undefined, 'file:///a', 'file:///a/b', 'file:///ab'),
    isMissing: fc.boolean(),
    prompts: fc.subarray(['file:///p.md', 'file:///q.md']),
  })
  .map((init) => compositionRow({ ...init, updated: init.created, mtime: init.created }));

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.array(row, { maxLength: 4 }).map((rows): Operation => async (repository, model) => {
    await repository.save(rows);
    for (const composition of rows) model.set(composition.uuid, composition);
  }),
  fc.array(uuid, { maxLength: 3 }).map((uuids): Operation => async (repository, model) => {
    const expected = [...new Set(uuids)].filter((id) => model.delete(id)).length;
    expect(await repository.delete(uuids)).toBe(expected);
  }),
  fc.tuple(fc.array(uuid, { maxLength: 3 }), fc.boolean()).map(([uuids, isMissing]): Operation => async (repository, model) => {
    await repository.markMissing(uuids, isMissing);
    for (const id of uuids) {
      const composition = model.get(id);
      if (composition) model.set(id, { ...composition, isMissing });
    }
  }),
);

/** Most questions let most compositions through, or there would be nothing to compare. */
function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined, freq: 1 }).chain((value) => (value === undefined ? fc.constant(undefined) : fc.constantFrom(value, undefined)));
}

const question = fc
  .record({
    words: fc.uniqueArray(fc.constantFrom(...vocabulary), { minLength: 1, maxLength: 2 }),
    filter: fc.record({
      tags: seldom(fc.subarray(['X', 'y'], { minLength: 1 })),
      directory: seldom(fc.constantFrom(null, 'file:///a', 'file:///a/b')),
      from: seldom(fc.constantFrom(start + 1, start + 2)),
      to: seldom(fc.constantFrom(start + 2, start + 3)),
      isMissing: seldom(fc.boolean()),
    }),
  })
  .map(({ words, filter }) => ({ query: `${words.join(' ')} `, words, filter }));

function countsOf(counts: readonly CountOf<string>[]): ReadonlyMap<string, number> {
  return new Map(counts.map(({ value, count }) => [value, count]));
}

function timesOf(values: readonly string[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  return times;
}

function wordsOf(body: string): string[] {
  return body.split(' ');
}

/** The filter as its documentation reads. */
function lets(filter: CompositionFilter, { tags, directory, created, isMissing }: Composition): boolean {
  const folder = filter.directory;
  return (
    (filter.tags ?? []).every((tag) => tags.some((own) => own.toLowerCase() === tag.toLowerCase())) &&
    (folder === undefined || (folder === null ? directory === undefined : directory === folder || (directory ?? '').startsWith(`${folder}/`))) &&
    created >= (filter.from ?? Number.NEGATIVE_INFINITY) &&
    created < (filter.to ?? Number.POSITIVE_INFINITY) &&
    isMissing === (filter.isMissing ?? isMissing)
  );
}
