import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compositionFilter, isFiltering, storedFilter } from './historyFilter';

const day = (date: number, hour = 0) => new Date(2026, 0, date, hour).getTime();
const context = { here: 'file:///work/shop', now: day(7, 15) };

describe('compositionFilter', () => {
  it('combines everything', () => {
    const filter = { text: 'rounding', tags: ['review'], place: 'here', period: { from: '2026-01-01', to: '2026-01-05' } } as const;
    expect(compositionFilter(filter, context)).toEqual({
      text: 'rounding',
      tags: ['review'],
      directory: 'file:///work/shop',
      from: day(1),
      to: day(6),
    });
  });

  it('tells outside of any folder from nowhere in particular', () => {
    expect(compositionFilter({ place: 'outside' }, context)).toEqual({ directory: null });
    expect(compositionFilter({}, context)).toEqual({});
    expect(compositionFilter({ place: 'here' }, { ...context, here: undefined })).toEqual({});
    expect(compositionFilter({ place: { directory: 'file:///other' } }, context)).toEqual({ directory: 'file:///other' });
  });

  it('counts days back from today, which is included', () => {
    expect(compositionFilter({ period: { from: '2026-01' } }, context)).toEqual({ from: day(1) });
    expect(compositionFilter({ period: { lastDays: 1 } }, context)).toEqual({ from: day(7) });
    expect(compositionFilter({ period: { lastDays: 7 } }, context)).toEqual({ from: day(1) });
  });
});

describe('storedFilter', () => {
  it('gives back what was kept', () => {
    const text = fc.string({ minLength: 1 }).filter((value) => value.trim() !== '');
    const written = fc.date({ min: new Date('1980-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
    const filters = fc.record(
      {
        text,
        tags: fc.array(text, { minLength: 1 }),
        place: fc.oneof(fc.constantFrom('here' as const, 'outside' as const), fc.record({ directory: fc.webUrl() })),
        period: fc.oneof(fc.record({ lastDays: fc.integer({ min: 1, max: 1000 }) }), fc.record({ from: written, to: written })),
      },
      { requiredKeys: [] },
    );
    fc.assert(fc.property(filters, (filter) => void expect(storedFilter(JSON.parse(JSON.stringify(filter)))).toEqual(filter)));
  });

  it('makes a filter of anything', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const filter = storedFilter(value);
        expect(storedFilter(filter)).toEqual(filter);
        compositionFilter(filter, context);
      }),
    );
    expect(isFiltering(storedFilter({ text: 'x' }))).toBe(true);
    expect(isFiltering(storedFilter({ tags: [] }))).toBe(false);
    const broken = { text: ' ', tags: [1], place: 'there', period: { lastDays: -1 } };
    expect(storedFilter(broken)).toEqual({});
    expect(storedFilter({ period: { from: '2026-02-30', to: '2026-01-01' } })).toEqual({ period: { to: '2026-01-01' } });
  });
});
