import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compositionBody } from '../history/compositionText';
import { linesOf, numberedBody, withNumbers } from './numberedBody';

const anyText = fc.string({ unit: fc.constantFrom('---\n', '---\r\n', '---', '...\n', 'title: x\n', 'a', '\n', '\r\n', '\r', ' ', '\u2028') });

describe('numberedBody', () => {
  it.each([
    ['', 1, []],
    ['one', 1, ['one']],
    ['one\n', 1, ['one', '']],
    ['---\ntitle: x\n---\none\r\ntwo', 4, ['one', 'two']],
    ['---\r\ntitle: x\r\n---\r\none\rtwo', 4, ['one', 'two']],
    ['---\ntitle: x\n---\n', 4, []],
    ['---\ntitle: x\n---', 4, []],
    ['---\ntitle: x\n---\n\n', 4, ['', '']],
  ])('of %j begins at line %d', (text, first, lines) => {
    expect(numberedBody(text)).toEqual({ first, last: first + lines.length - 1, lines });
  });

  it('has the lines that the document has at these numbers', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { first, last, lines } = numberedBody(text);
        const all = linesOf(text);
        if (lines.length > 0) expect(all.slice(first - 1)).toEqual(lines);
        expect(last).toBe(first - 1 + lines.length);
        expect(lines.join('\n')).toBe(linesOf(compositionBody(text)).join('\n'));
      }),
    );
  });

  it('is shown with these numbers', () => {
    expect(withNumbers(numberedBody('---\ntitle: x\n---\none\r\n\r\n  two'))).toBe('4| one\n5| \n6|   two');
  });
});
