import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureText } from './textMeasure';

describe('measureText', () => {
  it.each([
    ['', 0, 0, 0],
    ['word', 4, 1, 1],
    ['two words\n', 10, 2, 2],
    ['one\r\ntwo\rthree\nfour', 18, 4, 4],
    ['- **a** — b2 ...', 16, 2, 1],
    ['naïve Привет, mir!', 18, 3, 1],
    ['日本語 と kana', 10, 5, 1],
    ['🙂 done 👍🏽', 9, 1, 1],
    ['\ud83d lone half', 11, 2, 1],
    ["it's a well-known fact", 22, 4, 1],
  ])('%j has %d characters, %d words and %d lines', (text, characters, words, lines) => {
    expect(measureText(text)).toMatchObject({ characters, words, lines });
  });

  it('counts a line break once, whichever it is', () => {
    const lines = ['---', 'title: x', '---', '', 'Some {{text:name}} text.', ''];
    const [first, ...others] = ['\n', '\r\n', '\r'].map((eol) => measureText(lines.join(eol)));
    for (const other of others) expect(other).toEqual(first);
  });

  it('gives whole figures, and at least a token for any text, whatever it is', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: fc.constantFrom(...'aZ9 \t\n\r-|=`"\'é語🙂\ud83d\udc00\u0301\u200d') }));
    fc.assert(
      fc.property(text, (value) => {
        const measure = measureText(value);
        for (const figure of Object.values(measure) as number[]) expect(Number.isInteger(figure) && figure >= 0).toBe(true);
        expect(measure.tokens > 0).toBe(/[^\s]/.test(value));
        expect(measure.words).toBeLessThanOrEqual(measure.characters);
        expect(measure.characters).toBeLessThanOrEqual(value.length);
      }),
    );
  });

  it('is not surprised by a line of a megabyte', () => {
    expect(measureText('x'.repeat(1_000_000)).words).toBe(1);
    expect(measureText('ab1 '.repeat(250_000))).toMatchObject({ characters: 1_000_000, words: 250_000, lines: 1 });
  });
});
