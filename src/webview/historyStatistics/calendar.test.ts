import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, nameOf, type OffsetAt } from '../days';
import { bucketsOf, periodsOf } from './calendar';

const HOUR = 3600 * 1000;
const dayNamed = (name: string): number => Date.parse(name) / (24 * HOUR);

/** The clock of a time zone, as a browser there has it. */
function clockOf(timeZone: string): OffsetAt {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' });
  return (ms) => {
    const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const local = Date.UTC(parts['year'] ?? 0, (parts['month'] ?? 1) - 1, parts['day'], parts['hour'], parts['minute']);
    return Math.round((local - Math.floor(ms / 60_000) * 60_000) / 60_000);
  };
}

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Santiago', 'Pacific/Apia'];
const names = (buckets: readonly { first: number; end: number }[]): readonly (readonly [string, string])[] => buckets.map(({ first, end }) => [nameOf(first), nameOf(end)]);

describe('days', () => {
  it('begin at midnight of the user', () => {
    const berlin = clockOf('Europe/Berlin');
    expect(nameOf(dayOf(Date.UTC(2026, 0, 5, 22, 59), berlin))).toBe('2026-01-05');
    expect(nameOf(dayOf(Date.UTC(2026, 0, 5, 23), berlin))).toBe('2026-01-06');
    expect(nameOf(dayOf(Date.UTC(2026, 6, 5, 22), berlin))).toBe('2026-07-06');
    expect(nameOf(dayOf(Date.UTC(2026, 0, 5, 3), clockOf('America/New_York')))).toBe('2026-01-04');
  });
});

describe('buckets', () => {
  it('are the last thirty days', () => {
    const buckets = names(bucketsOf('days', dayNamed('2026-03-01'), 1));
    expect([buckets.length, buckets[0], buckets.at(-1)]).toEqual([30, ['2026-01-31', '2026-02-01'], ['2026-03-01', '2026-03-02']]);
  });

  it('are whole weeks, from the day on which they begin', () => {
    const saturday = dayNamed('2026-11-21');
    expect(names(bucketsOf('weeks', saturday, 1)).slice(-2)).toEqual([['2026-11-09', '2026-11-16'], ['2026-11-16', '2026-11-23']]);
    expect(names(bucketsOf('weeks', saturday, 7)).at(-1)).toEqual(['2026-11-15', '2026-11-22']);
    expect(names(bucketsOf('weeks', saturday, 6)).at(-1)).toEqual(['2026-11-21', '2026-11-28']);
  });

  it('are whole months, over the turn of the year and in leap years', () => {
    const buckets = names(bucketsOf('months', dayNamed('2028-02-29'), 1));
    expect([buckets.length, buckets[0], buckets[10], buckets[11]]).toEqual([12, ['2027-03-01', '2027-04-01'], ['2028-01-01', '2028-02-01'], ['2028-02-01', '2028-03-01']]);
  });

  it('follow one another without a gap, and the last holds today', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 60_000 }), fc.integer({ min: 1, max: 7 }), fc.constantFrom('days' as const, 'weeks' as const, 'months' as const), (today, weekStart, range) => {
        const buckets = bucketsOf(range, today, weekStart);
        buckets.forEach(({ first, end }, index) => {
          expect(first).toBeLessThan(end);
          if (index > 0) expect(buckets[index - 1]?.end).toBe(first);
        });
        expect(buckets.at(-1)?.first).toBeLessThanOrEqual(today);
        expect(buckets.at(-1)?.end).toBeGreaterThan(today);
      }),
    );
  });
});

describe('periods', () => {
  it('end where the clock changes', () => {
    const periods = periodsOf(dayNamed('2026-11-21'), clockOf('Europe/Berlin'));
    expect(periods.map(({ offsetMinutes }) => offsetMinutes)).toEqual([60, 120, 60]);
    expect(periods.slice(1).map(({ from }) => from)).toEqual([Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1)]);
  });

  it('give every time of every chart its day', () => {
    for (const zone of zones) {
      const clock = clockOf(zone);
      const today = dayNamed('2026-11-21');
      const periods = periodsOf(today, clock);
      const first = Math.min(...(['days', 'weeks', 'months'] as const).map((range) => bucketsOf(range, today, 1)[0]?.first ?? today));
      for (let at = first * 24 * HOUR - 14 * HOUR; at < (today + 1) * 24 * HOUR + 12 * HOUR; at += HOUR / 2) {
        const day = dayOf(at, clock);
        if (day < first || day > today) continue;
        const own = periods.filter(({ from, to }) => at >= from && at < to);
        expect(own.map(({ offsetMinutes }) => dayOf(at, () => offsetMinutes)), `${zone} ${new Date(at).toISOString()}`).toEqual([day]);
      }
    }
  });
});
