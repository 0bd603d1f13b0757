import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TestClock } from '../../../../test/support/testClock';
import { Slices } from '../../util/slices';
import { WordVectors } from './wordVectors';

const slices = new Slices(new TestClock());
const counts = (...words: string[]): Map<string, number> => {
  const counted = new Map<string, number>();
  for (const word of words) counted.set(word, (counted.get(word) ?? 0) + 1);
  return counted;
};

it('finds the texts that have a word, by how often', async () => {
  const vectors = new WordVectors();
  vectors.put('a', counts('x', 'x', 'y'));
  vectors.put('b', counts('y'));
  expect(await vectors.match(new Map([['x', 2]]), (count) => count, slices)).toEqual([{ key: 'a', score: 4 }]);
  expect(vectors.explain('a', new Map([['x', 2], ['y', 5]]), (count) => count)).toEqual([['y', 5], ['x', 4]]);
  expect(vectors.rarity('x')).toBeGreaterThan(vectors.rarity('y'));
  expect(vectors.rarity('z')).toBe(0);
});

it('is the same whatever came and went before', async () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 8 });
  const steps = fc.array(fc.record({ key: fc.constantFrom('1', '2', '3'), words: fc.option(text) }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(steps, async (changes) => {
      const vectors = new WordVectors();
      const last = new Map<string, string[]>();
      for (const { key, words } of changes) {
        if (words) vectors.put(key, counts(...words));
        else vectors.delete(key);
        last.delete(key);
        if (words) last.set(key, words);
      }
      const fresh = new WordVectors();
      for (const [key, words] of last) fresh.put(key, counts(...words));
      expect(vectors.size).toBe(last.size);
      expect(vectors.averageLength).toBe(fresh.averageLength);
      expect(vectors.averageRarity()).toBeCloseTo(fresh.averageRarity(), 10);
      for (const word of 'abcde') {
        expect(vectors.rarity(word)).toBeCloseTo(fresh.rarity(word), 10);
        const weights = new Map([[word, 1]]);
        const byKey = async (each: WordVectors): Promise<unknown> => (await each.match(weights, (count, length) => count / length, slices)).toSorted((a, b) => (a.key < b.key ? -1 : 1));
        expect(await byKey(vectors)).toEqual(await byKey(fresh));
      }
    }),
  );
});
