import { describe, expect, it } from 'vitest';
import { NumberTexts, severityOf } from './figures';

describe('severityOf', () => {
  it.each([
    [0, 'none'],
    [0.1499, 'none'],
    [0.15, 'warning'],
    [0.2499, 'warning'],
    [0.25, 'error'],
    [3, 'error'],
  ])('%d is %s', (share, severity) => {
    expect(severityOf(share)).toBe(severity);
  });
});

describe('NumberTexts', () => {
  const english = new NumberTexts('en');
  it.each([
    [0, '0', '0'],
    [1234, '1,234', '1,234'],
    [99_999, '99,999', '99,999'],
    [123_456, '123,456', '123K'],
    [1_234_567, '1,234,567', '1.23M'],
  ])('%d', (value, whole, short) => {
    expect([english.whole(value), english.short(value)]).toEqual([whole, short]);
  });

  it('writes as the language does, and as English does for an unknown one', () => {
    expect(new NumberTexts('de').whole(1234)).toBe('1.234');
    expect(new NumberTexts('qps-ploc').whole(1234)).toBe('1,234');
  });
});
