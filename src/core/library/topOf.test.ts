import fc from 'fast-check';
import { expect, it } from 'vitest';
import { topOf } from './topOf';

it('is the beginning of what sorting gives', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat(20), (items, count) => {
      expect(topOf(items, count, (a, b) => a - b)).toEqual([...items].sort((a, b) => a - b).slice(0, count));
    }),
  );
});
