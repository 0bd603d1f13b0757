import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedTags } from './compositionEdits';
import { tagChange, tagCounts, typedTag } from './tagChange';

const withTags = (...lists: readonly (readonly string[])[]) => lists.map((tags) => ({ tags }));

describe('tagChange', () => {
  it('adds to all and removes from all', () => {
    const compositions = withTags(['a', 'b'], ['a']);
    expect(tagChange(compositions, new Set(['a']))).toEqual({ add: [], remove: [] });
    expect(tagChange(compositions, new Set(['a', 'b', 'new']))).toEqual({ add: ['b', 'new'], remove: [] });
    expect(tagChange(compositions, new Set())).toEqual({ add: [], remove: ['a'] });
  });

  it('leaves what only some have with them, unless it is ticked', () => {
    const tag = fc.constantFrom('a', 'b', 'c', 'd');
    const lists = fc.array(fc.uniqueArray(tag), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(lists, fc.uniqueArray(tag), (tags, ticks) => {
        const compositions = withTags(...tags);
        const change = tagChange(compositions, new Set(ticks));
        const everywhere = tagCounts(compositions).flatMap(({ value, count }) => (count === tags.length ? value : []));
        for (const before of tags) {
          const expected = before.filter((each) => ticks.includes(each) || !everywhere.includes(each));
          expect(new Set(changedTags(before, change))).toEqual(new Set([...expected, ...ticks]));
        }
      }),
    );
  });
});

describe('typedTag', () => {
  it('is a known one in its spelling', () => {
    expect(typedTag(' Review ', ['review', 'other'])).toBe('review');
    expect(typedTag('Review', ['review', 'Review'])).toBe('Review');
    expect(typedTag('two\n words\t', [])).toBe('two words');
    expect(typedTag(' \u0000', ['x'])).toBeUndefined();
  });
});
