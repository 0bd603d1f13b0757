import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LineSpan } from '../suggestion';
import { currentLines, isOutdated, lineMap } from './currentLines';

const span = (first: number, last = first): LineSpan => ({ first, last });
const at = (lines: readonly LineSpan[], from: string, to: string): readonly LineSpan[] => currentLines({ lines }, from, to);

describe('currentLines', () => {
  const text = 'a\nb\nc\nd\ne\n';

  it.each([
    ['nothing changed', text, [span(2, 4)]],
    ['lines came before', `x\ny\n${text}`, [span(4, 6)]],
    ['lines came in between', 'a\nb\nx\nc\nd\ne\n', [span(2, 5)]],
    ['lines came after', `${text}x\n`, [span(2, 4)]],
    ['lines before went', 'b\nc\nd\ne\n', [span(1, 3)]],
    ['one of them went', 'a\nb\nd\ne\n', [span(2, 3)]],
    ['one of them was rewritten', 'a\nb\nC!\nd\ne\n', [span(2, 4)]],
    ['all of them were rewritten as one', 'a\nall\ne\n', [span(2)]],
    ['all of them went', 'a\ne\n', []],
    ['all went', '', []],
    ['line ends changed', text.replaceAll('\n', '\r\n'), [span(2, 4)]],
  ])('when %s', (_, now, expected) => {
    expect(at([span(2, 4)], text, now)).toEqual(expected);
  });

  it('keeps several apart, and joins those that became one', () => {
    expect(at([span(1), span(4, 5)], text, `x\n${text}`)).toEqual([span(2), span(5, 6)]);
    expect(at([span(2), span(3)], text, 'a\nboth\nd\ne\n')).toEqual([span(2)]);
  });

  it('leaves advice on the whole text as it is', () => {
    expect(at([], text, 'other')).toEqual([]);
    expect(currentLines({ lines: [span(2)] }, undefined, 'x')).toEqual([span(2)]);
  });

  it('follows the lines that stayed, is ascending, and stays inside of the text', () => {
    const line = fc.constantFrom('a', 'b', 'c', '');
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), fc.array(line, { minLength: 1 }), (before, after) => {
        const map = lineMap(before.join('\n'), after.join('\n'));
        let last = 0;
        for (let number = 1; number <= before.length; number++) {
          const now = map(number);
          expect(now).toBeLessThanOrEqual(after.length);
          if (now === 0) continue;
          expect(now).toBeGreaterThanOrEqual(last);
          last = now;
        }
      }),
    );
  });

  it('finds every line again after an insertion anywhere', () => {
    const lines = fc.array(fc.nat(9).map(String), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(lines, fc.nat(), fc.array(fc.constant('new'), { minLength: 1, maxLength: 5 }), (before, place, added) => {
        const index = place % (before.length + 1);
        const map = lineMap(before.join('\n'), before.toSpliced(index, 0, ...added).join('\n'));
        before.forEach((_line, number) => expect(map(number + 1)).toBe(number < index ? number + 1 : number + 1 + added.length));
      }),
    );
  });

  it('bears texts that have nothing in common', () => {
    const big = (name: string): string => Array.from({ length: 20_000 }, (_, index) => `${name} ${index}`).join('\n');
    expect(at([span(5, 10)], big('one'), big('two'))).toEqual([span(5, 10)]);
  });
});

describe('isOutdated', () => {
  const text = '---\nuuid: 1\n---\nBody\nof it';

  it.each([
    ['the same text', text, false],
    ['another body', `${text}.`, true],
    ['another frontmatter', text.replace('1', '2'), false],
    ['no frontmatter', 'Body\nof it', false],
    ['other line ends', text.replaceAll('\n', '\r\n'), false],
  ])('%s', (_, now, expected) => {
    expect(isOutdated({ text }, now)).toBe(expected);
  });

  it('is not where there is no advice', () => {
    expect(isOutdated({ text: undefined }, 'x')).toBe(false);
  });
});
