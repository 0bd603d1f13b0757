import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PostingLists } from './postingLists';

it('keeps every list apart, however they grow', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(20), fc.nat(0xffff_ffff)), { maxLength: 3000 }), (additions) => {
      const lists = new PostingLists();
      const expected: number[][] = Array.from({ length: 21 }, () => []);
      expected.forEach((_, list) => expect(lists.addList()).toBe(list));
      for (const [list, value] of additions) {
        lists.add(list, value);
        expected[list]?.push(value);
      }
      expected.forEach((values, list) => {
        const start = lists.startOf(list);
        expect([...lists.data.subarray(start, start + lists.lengthOf(list))]).toEqual(values);
      });
    }),
  );
});
