import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBreak, wordsOf } from './words';

const text = fc.string({ unit: fc.constantFrom('a', 'Z', 'é', '字', '1', ' ', '\t', '\n', '\r\n', '.', '#', '’', "'", '\u{1F600}', '—'), maxLength: 60 });

describe('words', () => {
  it('take the blank before them along', () => {
    expect(wordsOf('You are an expert.')).toEqual(['You', ' are', ' an', ' expert', '.']);
    expect(wordsOf("## Don't  stop… (now)")).toEqual(['##', " Don't", ' ', ' stop', '…', ' (', 'now', ')']);
    expect(wordsOf('漢字 かな')).toEqual(['漢', '字', ' か', 'な']);
  });

  it('tell lines from paragraphs, whatever the line endings', () => {
    for (const end of ['\n', '\r\n', '\r']) expect(wordsOf(`a${end}  b${end} ${end}c`)).toEqual(['a', '\n', ' ', ' b', '\n\n', 'c']);
  });

  it('joined give the text back, but for the number of line breaks', () => {
    fc.assert(
      fc.property(text, (value) => {
        const normal = (each: string): string => each.replaceAll('\r\n', '\n').replace(/\n(?:[ \t]*\n)+/g, '\n\n');
        expect(normal(wordsOf(value).join(''))).toBe(normal(value));
        expect(wordsOf(value).every((word) => word !== '' && (isBreak(word) || !/[\r\n]/.test(word)))).toBe(true);
      }),
    );
  });

  it('cut from joined words are the same', () => {
    fc.assert(fc.property(text, (value) => void expect(wordsOf(wordsOf(value).join(''))).toEqual(wordsOf(value))));
  });

  it('are bounded in length and, when asked, in number', () => {
    const words = wordsOf(`${'x'.repeat(5000)} ${'='.repeat(5000)}${'\u{1F600}'.repeat(100)}`);
    expect(Math.max(...words.map(({ length }) => length))).toBeLessThanOrEqual(41);
    expect(words.every((word) => word.isWellFormed())).toBe(true);
    expect(wordsOf('a b c d', 2)).toEqual(['a', ' b']);
  });
});
