import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOf, priceOf } from './prices';

const price = (input: number) => ({ input, output: 2 });

describe('prices', () => {
  it('are those of the longest name that fits; the exact one before all others', () => {
    const prices = { '*': price(1), 'claude-*': price(2), 'claude-haiku-*': price(3), 'claude-haiku-1': price(4), 'claude-haiku-1*': price(5), 'gpt': price(6) };
    const inputs = ['claude-haiku-1', 'claude-haiku-2', 'claude-opus', 'gpt', 'gpt-5', ''].map((model) => priceOf(prices, model)?.input);
    expect(inputs).toEqual([4, 3, 2, 6, 1, 1]);
    expect(priceOf({ 'a-*': price(1) }, 'b')).toBeUndefined();
  });

  it('take tokens of the cache for others where the list says nothing of them', () => {
    expect(priceOf({ m: price(3) }, 'm')).toEqual({ input: 3, output: 2, cacheRead: 3, cacheWrite: 3 });
    const usage = { input: 1_000_000, output: 500_000, cacheRead: 2_000_000, cacheWrite: 0 };
    expect(costOf(usage, { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 })).toBeCloseTo(3 + 7.5 + 0.6, 10);
  });

  it('are unknown rather than wrong, whatever stands in the settings', () => {
    const wrong = [null, undefined, 7, 'x', [], { m: 1 }, { m: null }, { m: { input: 1 } }, { m: { input: -1, output: 1 } }, { m: { input: '1', output: 1 } }, { m: { input: 1, output: 1, cacheRead: NaN } }];
    expect(wrong.map((prices) => priceOf(prices, 'm'))).toEqual(wrong.map(() => undefined));
    fc.assert(fc.property(fc.anything(), fc.string(), (prices, model) => void priceOf(prices, model)));
    expect(priceOf({ 'm': { input: 'x' }, 'm*': price(1) }, 'm')?.input).toBe(1);
  });
});
