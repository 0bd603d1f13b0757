import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChartInput, layoutChart, ticksUpTo } from './chartLayout';

const textWidth = (text: string): number => text.length * 7;
const chart = (input: Partial<ChartInput>): ChartInput => ({
  values: [0, 3, 12],
  labels: (input.values ?? [0, 3, 12]).map((_, index) => `L${index}`),
  width: 300,
  height: 180,
  tickText: String,
  textWidth,
  ...input,
});

describe('ticks', () => {
  it('are round numbers', () => {
    expect([0, 1, 3, 4, 5, 12, 99, 1234].map((max) => ticksUpTo(max))).toEqual([
      [0],
      [0, 1],
      [0, 1, 2, 3],
      [0, 1, 2, 3, 4],
      [0, 2, 4, 6],
      [0, 5, 10, 15],
      [0, 50, 100],
      [0, 500, 1000, 1500],
    ]);
  });

  it('have steps as small as the unit', () => {
    expect(ticksUpTo(0.03, 0.01)).toEqual([0, 0.01, 0.02, 0.03]);
    expect(ticksUpTo(0.9, 0.01)).toEqual([0, 0.5, 1]);
    expect(ticksUpTo(12, 0.01)).toEqual([0, 5, 10, 15]);
  });

  it('are few and reach as far as the values, whatever these are', () => {
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (max) => {
        const ticks = ticksUpTo(max);
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(max);
      }),
    );
  });
});

describe('layout', () => {
  it('draws bars to scale, from the zero line upwards', () => {
    const { bars, plot, ticks } = layoutChart(chart({ values: [0, 5, 10, 1] }));
    const scale = (plot.bottom - plot.top) / 10;
    expect(bars.map(({ height }) => height)).toEqual([0, 5 * scale, 10 * scale, scale]);
    for (const { y, height } of bars) expect(y + height).toBe(plot.bottom);
    expect(ticks.map(({ text }) => text)).toEqual(['0', '5', '10']);
    expect([ticks[0]?.y, ticks.at(-1)?.y]).toEqual([plot.bottom, plot.top]);
  });

  it('shows one beside very many', () => {
    expect(layoutChart(chart({ values: [1, 100_000] })).bars[0]?.height).toBeGreaterThanOrEqual(2);
  });

  it('leaves labels out rather than let them touch, and keeps the last', () => {
    const labels = Array.from({ length: 30 }, (_, index) => `Nov ${index + 1}`);
    const shown = layoutChart(chart({ values: labels.map(() => 1), labels, width: 250 })).labels;
    expect(shown.length).toBeGreaterThan(2);
    expect(shown.at(-1)?.text).toBe('Nov 30');
  });

  it('keeps everything inside and apart, at any width', () => {
    const values = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(values, fc.integer({ min: 120, max: 2000 }), fc.integer({ min: 1, max: 12 }), (numbers, width, length) => {
        const labels = numbers.map(() => 'x'.repeat(length));
        const { bars, plot, labels: shown } = layoutChart(chart({ values: numbers, labels, width }));
        bars.forEach(({ x, y, width: barWidth, height, column }, index) => {
          expect(x).toBeGreaterThanOrEqual(plot.left);
          expect(x + barWidth).toBeLessThanOrEqual(plot.right + 1);
          expect(y).toBeGreaterThanOrEqual(plot.top - 1e-6);
          expect(height > 0).toBe((numbers[index] ?? 0) > 0);
          expect(column.width).toBeGreaterThan(0);
        });
        const half = textWidth('x'.repeat(length)) / 2;
        shown.forEach(({ x }, index) => {
          expect(x - half).toBeGreaterThanOrEqual(0);
          expect(x + half).toBeLessThanOrEqual(width + 1e-6);
          if (index > 0) expect(x - half).toBeGreaterThanOrEqual((shown[index - 1]?.x ?? 0) + half);
        });
        expect(shown.at(-1)?.index).toBe(numbers.length - 1);
      }),
    );
  });
});
