import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskAll, type SearchedText } from './secrets';

const found = (text: string, ...secrets: readonly string[]): SearchedText => ({
  text,
  findings: secrets.map((secret) => ({ start: text.indexOf(secret), end: text.indexOf(secret) + secret.length, kind: 'token' })),
});

const withoutMarks = (text: string): readonly string[] => text.split(/\[MASKED_SECRET_(?:\d+_)?\d+\]/);

const piece = fc.oneof(fc.constantFrom('[MASKED_SECRET_1]', '[MASKED_SECRET_', '[MASKED', '1]', ']', '[', '\\', '$&', 'hunter22', 'é🙂'), fc.string({ unit: 'binary', maxLength: 6 }));
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
const findingsIn = (length: number): fc.Arbitrary<SearchedText['findings']> =>
  fc.array(
    fc.tuple(fc.nat(length + 3), fc.nat(20)).map(([start, size]) => ({ start, end: start + size, kind: 'token' })),
    { maxLength: 5 },
  );
const searched = text.chain((text) => findingsIn(text.length).map((findings) => ({ text, findings })));

describe('maskAll', () => {
  it('takes secrets out and puts them back', () => {
    const masked = maskAll([found('key = hunter22-hunter22; other = abcdefgh', 'hunter22-hunter22', 'abcdefgh')]);
    expect(masked.texts).toEqual(['key = [MASKED_SECRET_1]; other = [MASKED_SECRET_2]']);
    expect(masked.count).toBe(2);
    expect(masked.restore('Use [MASKED_SECRET_2], not [MASKED_SECRET_1] or [MASKED_SECRET_3].')).toBe('Use abcdefgh, not hunter22-hunter22 or [MASKED_SECRET_3].');
  });

  it('masks a secret wherever it stands, by one mark', () => {
    const masked = maskAll([found('a sk-12345678 b sk-12345678', 'sk-12345678'), { text: 'again sk-12345678', findings: [] }]);
    expect(masked.texts).toEqual(['a [MASKED_SECRET_1] b [MASKED_SECRET_1]', 'again [MASKED_SECRET_1]']);
    expect(masked.count).toBe(1);
  });

  it('uses other marks where a text has such ones already', () => {
    const masked = maskAll([found('[MASKED_SECRET_1] abcdefgh', 'abcdefgh')]);
    expect(masked.texts).toEqual(['[MASKED_SECRET_1] [MASKED_SECRET_1_1]']);
    expect(masked.restore('[MASKED_SECRET_1] [MASKED_SECRET_1_1]')).toBe('[MASKED_SECRET_1] abcdefgh');
  });

  it('writes secrets as the place needs it', () => {
    const masked = maskAll([found('-----\nline "1"\n-----', 'line "1"\n')]);
    const answer = `{"text":"${masked.texts[0]?.replaceAll('\n', '\\n') ?? ''}"}`;
    const json = masked.restore(answer, (secret) => JSON.stringify(secret).slice(1, -1));
    expect(JSON.parse(json)).toEqual({ text: '-----\nline "1"\n-----' });
  });

  it('loses nothing and shows nothing that was found', () => {
    fc.assert(
      fc.property(fc.array(searched, { maxLength: 3 }), (all) => {
        const masked = maskAll(all);
        expect(masked.texts.map((text) => masked.restore(text))).toEqual(all.map(({ text }) => text));
        expect(maskAll(all).texts).toEqual(masked.texts);
        for (const { text, findings } of all) {
          for (const { start, end } of findings) {
            const secret = text.slice(start, end);
            if (secret.length >= 8) for (const other of masked.texts.flatMap(withoutMarks)) expect(other).not.toContain(secret);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('restores an answer that comes in pieces as if it came at once', () => {
    fc.assert(
      fc.property(searched, fc.array(fc.oneof(piece, fc.constantFrom('MASKED_SECRET_', '[MASKED_SECRET_2]')), { maxLength: 10 }), (one, answer) => {
        const masked = maskAll([one]);
        const pieces = [...answer, ...(masked.texts[0] ?? '').match(/[^]{1,3}/g) ?? []];
        const restoring = masked.restoring();
        expect(pieces.map((piece) => restoring.push(piece)).join('') + restoring.end()).toBe(masked.restore(pieces.join('')));
      }),
      { numRuns: 500 },
    );
  });
});
