import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayOf, type OffsetAt, offsetSpans, parseDay, startOfDay } from './localDays';

const HOUR = 3_600_000;
const summer = Date.UTC(2026, 2, 29, 1);
const winter = Date.UTC(2026, 9, 25, 1);
/** Central Europe in 2026. */
const berlin: OffsetAt = (ms) => (ms >= summer && ms < winter ? 120 : 60);
/** Clocks go forward at midnight and back at midnight, as they did in Brazil. */
const saoPaulo: OffsetAt = (ms) => (ms >= Date.UTC(2018, 10, 4, 3) && ms < Date.UTC(2019, 1, 17, 2) ? -120 : -180);
const zones = { berlin, saoPaulo, utc: () => 0, kathmandu: () => 345 } as const;

describe('days in the user\'s time', () => {
  it('begin at midnight, also on days of 23 and 25 hours', () => {
    expect(startOfDay('2026-01-05', berlin)).toBe(Date.UTC(2026, 0, 4, 23));
    expect(startOfDay('2026-03-30', berlin) - startOfDay('2026-03-29', berlin)).toBe(23 * HOUR);
    expect(startOfDay('2026-10-26', berlin) - startOfDay('2026-10-25', berlin)).toBe(25 * HOUR);
  });

  it('begin later where midnight is skipped, and once where it comes twice', () => {
    expect(startOfDay('2018-11-04', saoPaulo)).toBe(Date.UTC(2018, 10, 4, 3));
    expect(startOfDay('2019-02-17', saoPaulo)).toBe(Date.UTC(2019, 1, 17, 3));
  });

  it('hold every moment between their beginning and that of the next', () => {
    const moment = fc.integer({ min: Date.UTC(2018, 0, 1), max: Date.UTC(2027, 0, 1) });
    fc.assert(
      fc.property(moment, fc.constantFrom(...Object.values(zones)), (ms, offsetAt) => {
        const day = dayOf(ms, offsetAt);
        expect(startOfDay(day, offsetAt)).toBeLessThanOrEqual(ms);
        expect(startOfDay(addDays(day, 1), offsetAt)).toBeGreaterThan(ms);
      }),
    );
  });
});

describe('offsetSpans', () => {
  it('cuts where the clocks were changed', () => {
    const first = Date.UTC(2026, 0, 1);
    const last = Date.UTC(2026, 11, 31);
    expect(offsetSpans(first, last, berlin)).toEqual([
      { from: first, to: summer, offsetMinutes: 60 },
      { from: summer, to: winter, offsetMinutes: 120 },
      { from: winter, to: last + 1, offsetMinutes: 60 },
    ]);
    expect(offsetSpans(first, first, berlin)).toEqual([{ from: first, to: first + 1, offsetMinutes: 60 }]);
    expect(offsetSpans(summer - 1, summer, berlin)).toHaveLength(2);
  });

  it('leaves no gap and no overlap', () => {
    const moment = fc.integer({ min: Date.UTC(2018, 0, 1), max: Date.UTC(2027, 0, 1) });
    fc.assert(
      fc.property(moment, moment, fc.constantFrom(...Object.values(zones)), (a, b, offsetAt) => {
        const [first, last] = [Math.min(a, b), Math.max(a, b)];
        const spans = offsetSpans(first, last, offsetAt);
        expect(spans[0]?.from).toBe(first);
        expect(spans.at(-1)?.to).toBe(last + 1);
        spans.forEach((span, index) => {
          expect(span.from).toBe(index === 0 ? first : spans[index - 1]?.to);
          expect([offsetAt(span.from), offsetAt(span.to - 1)]).toEqual([span.offsetMinutes, span.offsetMinutes]);
        });
      }),
    );
  });
});

describe('parseDay', () => {
  it('takes real dates only', () => {
    expect(parseDay(' 2026-1-5 ')).toBe('2026-01-05');
    expect(parseDay('2024-02-29')).toBe('2024-02-29');
    for (const text of ['2026-02-30', '2026-13-01', '2026-00-10', '05.01.2026', '', '2026', 'x']) expect(parseDay(text)).toBeUndefined();
  });
});
