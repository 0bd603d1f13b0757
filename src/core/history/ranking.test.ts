import { describe, expect, it } from 'vitest';
import { phraseMatches } from './phraseMatches';
import { bm25, nearnessFactor, noticeableScore } from './ranking';
import { termsOf } from './terms';
import { parseTextQuery, positivePhrases } from './textQuery';

function nearness(text: string, query: string): number {
  const parsed = parseTextQuery(query);
  return nearnessFactor(phraseMatches(termsOf(text), parsed ? positivePhrases(parsed) : []));
}

describe('BM25', () => {
  const all = { length: 100, averageLength: 100, documents: 1000 };

  it('is that of the literature', () => {
    // ln(1 + 990.5 / 10.5) * 3 * 2.2 / (3 + 1.2)
    expect(bm25([{ frequency: 3, documents: 10 }], all)).toBeCloseTo(7.1616, 3);
    expect(bm25([{ frequency: 3, documents: 10 }], { ...all, length: 200 })).toBeCloseTo(5.8978, 3);
  });

  it('rises with frequency and rarity, falls with length, and is never less than nothing', () => {
    const one = (frequency: number, documents: number, length = 100): number => bm25([{ frequency, documents }], { ...all, length });
    expect(one(2, 10)).toBeGreaterThan(one(1, 10));
    expect(one(1, 10)).toBeGreaterThan(one(1, 500));
    expect(one(1, 10)).toBeGreaterThan(one(1, 10, 300));
    expect(one(1, 1000)).toBeGreaterThan(0);
    expect(one(0, 10)).toBe(0);
    expect(bm25([{ frequency: 1, documents: 1 }], { length: 0, averageLength: 0, documents: 1 })).toBeGreaterThan(0);
  });
});

describe('nearness', () => {
  it('is greatest for words that follow each other, in any order', () => {
    expect(nearness('alpha beta', 'alpha beta ')).toBe(1.5);
    expect(nearness('beta alpha', 'alpha beta ')).toBe(1.5);
    expect(nearness('alpha x beta x x alpha beta', 'alpha beta ')).toBe(1.5);
    expect(nearness('alpha beta gamma', '"alpha beta" gamma ')).toBe(1.5);
  });

  it('falls with the distance', () => {
    const factors = [0, 1, 2, 10, 1000].map((between) => nearness(`alpha ${'x '.repeat(between)}beta`, 'alpha beta '));
    expect(factors).toEqual([...factors].sort((a, b) => b - a));
    expect(new Set(factors).size).toBe(5);
    expect(factors.at(-1)).toBeGreaterThan(1);
  });

  it('is nothing where there is one word only', () => {
    expect(nearness('alpha', 'alpha beta ')).toBe(1);
    expect(nearness('alpha alpha', 'alpha ')).toBe(1);
    expect(nearness('', 'alpha ')).toBe(1);
  });
});

it('scores that nobody could tell apart are the same', () => {
  expect(noticeableScore(10)).toBe(noticeableScore(10.05));
  expect(noticeableScore(10)).not.toBe(noticeableScore(12));
  expect(noticeableScore(12)).toBeGreaterThan(noticeableScore(10));
  expect(noticeableScore(0)).toBe(0);
});
