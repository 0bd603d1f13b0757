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

  it.each([
    [0, '0%'],
    [0.000_001, '<0.01%'],
    [0.001_55, '0.16%'],
    [0.0123, '1.2%'],
    [0.154, '15%'],
    [0.999, '100%'],
    [12.344, '1,234%'],
  ])('a share of %d', (share, text) => {
    expect(english.percent(share)).toBe(text);
  });

  it('writes as the language does, and as English does for an unknown one', () => {
    const german = new NumberTexts('de');
    expect([german.whole(1234), german.percent(0.0123)]).toEqual(['1.234', '1,2\u00a0%']);
    expect(new NumberTexts('qps-ploc').whole(1234)).toBe('1,234');
  });
});
