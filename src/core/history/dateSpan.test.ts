import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDateSpan } from './dateSpan';
import { dayOf, machineOffset } from './localDays';

const local = (year: number, month: number, day: number): number => new Date(year, month - 1, day).getTime();

describe('a date that is typed', () => {
  test.each([
    ['2026-01-31', local(2026, 1, 31), local(2026, 2, 1)],
    ['2026/1/5', local(2026, 1, 5), local(2026, 1, 6)],
    ['2024-02-29', local(2024, 2, 29), local(2024, 3, 1)],
    [' 2026-12 ', local(2026, 12, 1), local(2027, 1, 1)],
    ['2026', local(2026, 1, 1), local(2027, 1, 1)],
  ])('%j', (text, start, end) => {
    expect(parseDateSpan(text)).toEqual({ start, end });
  });

  test.each(['', '202', '2026-', '2026-00', '2026-13', '2026-01-00', '2026-02-29', '2026-04-31', '2026-1-1-1', '31.1.2026', 'yesterday'])('%j is no date', (text) => {
    expect(parseDateSpan(text)).toBeUndefined();
  });

  test('any date that can be written has an answer', () => {
    const part = fc.oneof(fc.integer({ min: 0, max: 9999 }), fc.constantFrom('', 'x'));
    fc.assert(
      fc.property(part, part, part, (year, month, day) => {
        const { start, end } = parseDateSpan(`${String(year).padStart(4, '0')}-${month}-${day}`) ?? { start: 0, end: 1 };
        expect(start).toBeLessThan(end);
      }),
    );
    for (const date of ['9999-12-31', '9999', '9998-12', '0000', '0001-01-01']) {
      const { start, end } = parseDateSpan(date) ?? { start: 0, end: 1 };
      expect(start).toBeLessThan(end);
    }
  });

  test('every day is read as it is written, and ends where the next one begins', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9998-12-30'), noInvalidDate: true }), (date) => {
        const day = dayOf(date.getTime(), machineOffset);
        const span = parseDateSpan(day);
        expect(dayOf(span?.start ?? NaN, machineOffset)).toBe(day);
        expect(dayOf((span?.end ?? NaN) - 1, machineOffset)).toBe(day);
        expect(date.getTime()).toBeGreaterThanOrEqual(span?.start ?? NaN);
        expect(date.getTime()).toBeLessThan(span?.end ?? NaN);
      }),
    );
  });
});
