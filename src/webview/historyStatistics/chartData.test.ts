import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type StatisticsTexts, textKeys } from '../../protocol/historyStatistics';
import { nameOf } from '../days';
import { Formats } from '../formats';
import { chartDataOf, sumsOf } from './chartData';

const texts: StatisticsTexts = {
  ...(Object.fromEntries(textKeys.map((key) => [key, key])) as StatisticsTexts),
  one: 'one composition',
  many: '{0} compositions',
  manyTokens: 'about {0} tokens',
  weekOf: 'Week of {0}',
  summary: '{0}; most: {1} ({2})',
};
const english = new Formats('en', ['en-US']);
const today = Date.UTC(2026, 10, 21) / (24 * 3600 * 1000);
const days = [
  { day: '2025-11-30', compositions: 7, tokens: 1 },
  { day: '2026-10-31', compositions: 2, tokens: 300 },
  { day: '2026-11-15', compositions: 1, tokens: 50 },
  { day: '2026-11-21', compositions: 3, tokens: 1000 },
];

describe('charts', () => {
  it('count by day, and name every one', () => {
    const { title, bars, summary, columns } = chartDataOf(sumsOf(days, 'days', today, 1), 'compositions', 'days', texts, english);
    expect([title, bars.length, columns]).toEqual(['perDay', 30, ['date', 'count']]);
    expect(bars.at(-1)).toEqual({ value: 3, label: 'today', name: 'Saturday, November 21, 2026', valueText: '3 compositions', figure: '3', isCurrent: true });
    expect(bars.at(-7)).toMatchObject({ value: 1, label: 'Nov 15', valueText: 'one composition', isCurrent: false });
    expect(summary).toBe('6 compositions; most: Nov 21, 2026 (3 compositions)');
  });

  it('count by week and by month', () => {
    const weeks = chartDataOf(sumsOf(days, 'weeks', today, 1), 'tokens', 'weeks', texts, english);
    expect(weeks.bars.slice(-4).map(({ value, name }) => [value, name])).toEqual([
      [300, 'Week of October 26, 2026'],
      [0, 'Week of November 2, 2026'],
      [50, 'Week of November 9, 2026'],
      [1000, 'Week of November 16, 2026'],
    ]);
    expect(weeks.bars.at(-1)?.valueText).toBe('about 1,000 tokens');
    const months = chartDataOf(sumsOf(days, 'months', today, 1), 'compositions', 'months', texts, english);
    expect(months.bars.map(({ label }) => label).slice(0, 3)).toEqual(['Dec', '2026', 'Feb']);
    expect(months.bars.map(({ value }) => value)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 4]);
  });

  it('say so when there is nothing', () => {
    expect(chartDataOf(sumsOf([], 'days', today, 1), 'compositions', 'days', texts, english).summary).toBe('none');
  });

  it('lose no day of the last twelve weeks', () => {
    const day = fc.record({ back: fc.integer({ min: 0, max: 76 }), compositions: fc.integer({ min: 1, max: 50 }) });
    fc.assert(
      fc.property(fc.uniqueArray(day, { selector: ({ back }) => back }), fc.integer({ min: 1, max: 7 }), (written, weekStart) => {
        const counts = written.map(({ back, compositions }) => ({ day: nameOf(today - back), compositions, tokens: 0 }));
        const total = written.reduce((sum, { compositions }) => sum + compositions, 0);
        for (const range of ['weeks', 'months'] as const) {
          expect(sumsOf(counts, range, today, weekStart).reduce((sum, { compositions }) => sum + compositions, 0)).toBe(total);
        }
      }),
    );
  });
});

describe('formats', () => {
  it('are those of the language, in the variety of the region', () => {
    expect(english.shortDay(today)).toBe('Nov 21');
    expect(new Formats('en', ['de', 'en-GB']).shortDay(today)).toBe('21 Nov');
    expect(new Formats('de', ['fr']).month(today)).toBe('November 2026');
    expect([english.weekStart, new Formats('de', []).weekStart]).toEqual([7, 1]);
    expect([0, 999, 1500, 1_300_000, 2_000_000_000].map((bytes) => english.bytes(bytes))).toEqual(['0 byte', '999 byte', '1.5 kB', '1.3 MB', '2 GB']);
    expect([0, 500, 1500, 2_000_000].map((value) => english.compact(value))).toEqual(['0', '500', '1.5K', '2M']);
  });

  it('are English for a language that is none', () => {
    expect(new Formats('no language', ['?']).number(1234)).toBe('1,234');
  });
});
