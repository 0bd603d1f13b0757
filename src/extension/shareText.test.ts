import { expect, it } from 'vitest';
import { shareIn } from './shareText';

it.each([
  [0, '0%'],
  [0.000_001, '<0.1%'],
  [0.000_99, '<0.1%'],
  [0.001_55, '0.2%'],
  [0.0123, '1.2%'],
  [0.154, '15%'],
  [0.999, '100%'],
  [12.344, '1,234%'],
])('a share of %d', (share, text) => {
  expect(shareIn('en', share)).toBe(text);
});

it('writes as the language does, and as English does for an unknown one', () => {
  expect([shareIn('de', 0.0123), shareIn('qps-ploc', 0.0123)]).toEqual(['1,2\u00a0%', '1.2%']);
});
