import { describe, expect, it } from 'vitest';
import { dateIn, dateTimeIn, dayIn, timeIn } from './dateTexts';

const at = (...parts: [year: number, month: number, day: number, hour?: number, minute?: number]) => {
  const [year, month, day, hour = 0, minute = 0] = parts;
  return new Date(year, month - 1, day, hour, minute).getTime();
};

describe('dates as people write them', () => {
  it('are in the form of the language, with plain spaces', () => {
    const time = at(2026, 1, 5, 14, 30);
    expect(dateTimeIn('en', time)).toBe('Jan 5, 2026 2:30 PM');
    expect(timeIn('en', time)).toBe('2:30 PM');
    expect(dateIn('en', time)).toBe('Jan 5, 2026');
    expect(dateTimeIn('de', time)).toBe('05.01.2026 14:30');
    expect(dateTimeIn('qps-ploc', time)).toBe('Jan 5, 2026 2:30 PM');
  });

  it('are empty for what is no date', () => {
    expect(dateTimeIn('en', Number.NaN)).toBe('');
    expect(timeIn('en', 1e300)).toBe('');
  });

  it('name the days near by, whatever the hour', () => {
    const now = at(2026, 1, 7, 0, 5);
    expect(dayIn('en', at(2026, 1, 7, 23, 59), now)).toBe('Today');
    expect(dayIn('en', at(2026, 1, 6, 0, 0), now)).toBe('Yesterday');
    expect(dayIn('en', at(2026, 1, 5, 23, 59), now)).toBe('Monday');
    expect(dayIn('en', at(2026, 1, 1), now)).toBe('Thursday');
    expect(dayIn('en', at(2025, 12, 31, 23, 59), now)).toBe('Dec 31, 2025');
    expect(dayIn('en', at(2026, 1, 8), now)).toBe('Jan 8, 2026');
    expect(dayIn('fr', at(2026, 1, 6), now)).toBe('Hier');
  });
});
