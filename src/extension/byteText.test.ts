import { expect, test } from 'vitest';
import { bytesIn } from './byteText';

test.each([
  [0, '0 kB'],
  [42, '0.1 kB'],
  [512, '0.5 kB'],
  [1000, '1 kB'],
  [123_456, '123 kB'],
  [999_999, '1,000 kB'],
  [1_300_000, '1.3 MB'],
  [7_654_321_000, '7.7 GB'],
  [5_000_000_000_000, '5,000 GB'],
])('%i bytes are %s', (bytes, text) => {
  expect(bytesIn('en', bytes)).toBe(text);
});

test('in the language of the user', () => {
  expect(bytesIn('de', 1_300_000)).toBe('1,3 MB');
  expect(bytesIn('not-a-language', 1_300_000)).toBe('1.3 MB');
});
