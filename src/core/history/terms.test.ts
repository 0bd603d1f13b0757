import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachToken, indexText, termsOf } from './terms';

const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ unit: 'grapheme', maxLength: 80 }), fc.string({ unit: fc.constantFrom(...'aZ9_ -é\u0301日ｶﾞ한\u1100\u1161👍🏽\u200d🇩🇪\ufe0f\0\ud800กำ') }));

/** As SQLite's tokenizer `simple` does it. */
function simpleTokens(text: string): string[] {
  return text.match(/[0-9A-Za-z\x80-\u{10ffff}]+/gu)?.map((token) => token.replace(/[A-Z]/g, (letter) => letter.toLowerCase())) ?? [];
}

const written = (text: string): string[] => termsOf(text).map(({ start, end }) => text.slice(start, end));

describe('the terms of a text', () => {
  it('are split by SQLite just as they are here, at the same positions', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokens: string[] = [];
        eachToken(text, (token) => tokens.push(token));
        expect(simpleTokens(indexText(text))).toEqual(tokens);
        for (const { text: term, position } of termsOf(text)) expect(tokens[position]).toBe(term);
      }),
      { numRuns: 1000 },
    );
  });

  it('know where they stand, and cut no character', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { start, end } of termsOf(text)) {
          expect(start).toBeLessThan(end);
          const around = `${text.charAt(start - 1)}${text.charAt(start)} ${text.charAt(end - 1)}${text.charAt(end)}`;
          expect(around).not.toMatch(/^[\ud800-\udbff][\udc00-\udfff] /);
          expect(around).not.toMatch(/ [\ud800-\udbff][\udc00-\udfff]$/);
        }
      }),
      { numRuns: 1000 },
    );
    expect(written('Un café, noir: 日本👍🏽!')).toEqual(['Un', 'café', 'noir', '日', '本', '👍🏽']);
  });

  it('are the same however the text is composed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(indexText(text.normalize('NFD'))).toBe(indexText(text.normalize('NFC')));
      }),
      { numRuns: 1000 },
    );
  });

  it('are found by what is written there', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { text: term, start, end } of termsOf(text)) expect(termsOf(text.slice(start, end))[0]?.text).toBe(term);
      }),
      { numRuns: 1000 },
    );
  });

  it('name the parts of compound words where no phrase reaches across', () => {
    expect(indexText('readConfig of HTMLParser')).toBe('readconfig of htmlparser ¦ read config ¦ html parser');
    expect(written('readConfig')).toEqual(['readConfig', 'read', 'Config']);
    expect(indexText('größeÄndern')).toBe('großeandern ¦ große andern'.replaceAll('ß', 'ss'));
    expect(indexText('Word WORD word2 iPhone')).toBe('word word word2 iphone ¦ i phone');
  });

  it('cut encoded data, without a sea of parts', () => {
    const tokens = indexText('aB3dEf'.repeat(200)).split(' ');
    expect(tokens).toHaveLength(Math.ceil(1200 / 64));
    expect(indexText('é'.repeat(130)).split(' ').map(({ length }) => length)).toEqual([64, 64, 2]);
  });

  it('take hostile texts in their stride', () => {
    for (const unit of ['a', 'aB', 'e\u0301', '\u0301', '日', '👍\u200d', '🇩', '\ud800', '\0', '한', '\u1100', 'ﷺ', '_', 'İ']) {
      const text = unit.repeat(300_000 / unit.length);
      expect(termsOf(text).length).toBeLessThanOrEqual(text.length);
    }
  });
});
