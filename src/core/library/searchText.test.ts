import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, foldLine, foldLineWithOffsets, wordsOf } from './searchText';

describe('folding', () => {
  it.each([
    ['ÀÉîøß', 'aeioss'],
    ['İstanbul ISPARTA ısı', 'istanbul isparta isi'],
    ['ΟΔΟΣ οδός', 'οδοσ οδοσ'],
    ['ＦＵＬＬ　width', 'full width'],
    ['が', 'が'],
    ['か\u3099', 'が'],
    ['한국', '한국'],
    ['한국'.normalize('NFD'), '한국'],
    ['हिन्दी', 'हिन्दी'],
    ['❤️', '❤'],
    ['Don’t', "don't"],
  ])('%s becomes %s', (text, expected) => {
    expect(fold(text)).toBe(expected);
  });

  it('leaves folded text alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });

  it.each([
    ['Code-Review: C++, node.js…', 'code review c++ node.js'],
    ['  a   b ', 'a b'],
    ['.NET & C# (v2.1).', '.net & c# v2.1'],
    ['???', '???'],
    ['', ''],
    ['   ', ''],
  ])('makes one line of %s', (text, expected) => {
    expect(foldLine(text)).toBe(expected);
  });

  it('knows where each part of the line comes from', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })), (original) => {
        const line = foldLineWithOffsets(original);
        expect(line.text).toBe(foldLine(original));
        let last = 0;
        for (let at = 0; at < line.text.length; at++) {
          const [start, end] = line.originalRange(at, at + 1);
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(original.length);
          if (line.text[at] !== ' ') expect(fold(original.slice(start, end))).toContain(line.text[at]);
          last = start;
        }
      }),
    );
  });
});

it('takes words from text, and pairs of characters where no space divides them', () => {
  expect(wordsOf("don't node.js c++ 42")).toEqual(['don', 't', 'node', 'js', 'c', '42']);
  expect(wordsOf('论文降重 x')).toEqual(['论文', '文降', '降重', 'x']);
  expect(wordsOf('go语言')).toEqual(['go', '语言']);
  expect(wordsOf('🚀')).toEqual([]);
});
