import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { corpusBodies, corpusIsAbsent } from '../../../test/support/corpus';
import { TermIndex } from './termIndex';
import { termsOf } from './terms';
import { parseTextQuery, type TextQuery } from './textQuery';
import { Vocabulary } from './vocabulary';

function found(index: TermIndex, query: string): string[] {
  return [...index.find(parseTextQuery(query) as TextQuery).keys()].sort();
}

describe('the index in memory', () => {
  it('counts a phrase wherever it begins, also overlapping', () => {
    const index = new TermIndex();
    index.put('a', 'x x x y');
    index.put('b', 'x y x');
    expect(found(index, '"x x"')).toEqual(['a']);
    expect(found(index, '"x x y"')).toEqual(['a']);
    expect(found(index, '"x y x"')).toEqual(['b']);
    expect(found(index, '"x y" -"x x"')).toEqual(['b']);
    expect(found(index, '"x y*" OR "y x"')).toEqual(['a', 'b']);
  });

  it('finds what a scan of the texts finds, after any changes', () => {
    const word = fc.constantFrom('a', 'ab', 'abc', 'b', 'c');
    const changes = fc.array(fc.tuple(fc.constantFrom('1', '2', '3'), fc.option(fc.array(word, { maxLength: 6 }))), { maxLength: 12 });
    fc.assert(
      fc.property(changes, fc.array(word, { minLength: 1, maxLength: 3 }), fc.boolean(), (all, phrase, isPrefix) => {
        const index = new TermIndex();
        const texts = new Map<string, readonly string[]>();
        for (const [key, words] of all) {
          if (words) index.put(key, words.join(' '));
          else index.delete(key);
          if (words) texts.set(key, words);
          else texts.delete(key);
        }
        const has = (words: readonly string[]): boolean => ` ${words.join(' ')}${isPrefix ? '' : ' '}`.includes(` ${phrase.join(' ')}${isPrefix ? '' : ' '}`);
        const expected = [...texts].filter(([, words]) => has(words)).map(([key]) => key);
        const query = `"${phrase.join(' ')}${isPrefix ? '*' : ''}"`;
        expect(found(index, query)).toEqual(expected.sort());
        const fresh = new TermIndex();
        for (const [key, words] of texts) fresh.put(key, words.join(' '));
        expect(index.find(parseTextQuery(query) as TextQuery)).toEqual(fresh.find(parseTextQuery(query) as TextQuery));
      }),
      { numRuns: 500 },
    );
  });

  it('finds a text by whatever is copied from it', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom(...(corpusIsAbsent ? ['a'] : corpusBodies())));
    fc.assert(
      fc.property(text, fc.nat(), fc.nat({ max: 20 }), (body, from, length) => {
        const terms = termsOf(body).filter(({ position }, index) => position === index);
        if (terms.length === 0) return;
        const first = from % terms.length;
        const copied = body.slice(terms[first]?.start, terms[Math.min(first + length, terms.length - 1)]?.end).replace(/["“”„]/g, ' ');
        const index = new TermIndex();
        index.put('it', body);
        expect(found(index, `"${copied}"`)).toEqual(['it']);
        expect(found(index, `-"${copied}"`)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('forgets terms that nobody uses', () => {
    const vocabulary = new Vocabulary();
    for (let round = 0; round < 1000; round++) {
      const ids = ['a', 'a', 'b'].map((term) => vocabulary.add(`${term}${round}`));
      for (const id of ids) vocabulary.release(id);
    }
    expect(vocabulary.size).toBe(2);
    const kept = vocabulary.add('kept');
    expect(vocabulary.find('ke', true)).toEqual([kept]);
    expect(vocabulary.find('a0', false)).toEqual([]);
    expect(vocabulary.find('', true)).toContain(kept);
  });
});
