import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { continuationOf, textToSend } from './inlineText';

/** @param around with the cursor at `|` */
const shown = (answer: string, around = 'Please review |'): string => {
  const [before = '', after = ''] = around.split('|');
  return continuationOf(answer, { before, after });
};

describe('a cursor inside of a key', () => {
  const key = 'ghp_a1B2c3D4e5F6a1B2c3D4e5F6a1B2c3D4e5F6';

  it('sends neither half, which no search for secrets would know', () => {
    for (let at = 1; at < key.length; at++) expect(textToSend({ before: `Use ${key.slice(0, at)}`, after: `${key.slice(at)} for it` })).toBeUndefined();
    expect(textToSend({ before: 'curl https://me:corr', after: 'ect-horse@host/' })).toBeUndefined();
  });

  it('is told from one in a word, and behind or before a key', () => {
    for (const [before, after] of [['Some wor', 'ds here'], [`Use ${key}`, ' for it'], ['Use ', `${key} for it`], ['これは長い文章で', '続きがあります、とても長い']] as const) {
      expect(textToSend({ before, after })).toEqual({ before, after });
    }
  });
});

describe('what is shown of an answer', () => {
  it('is one line', () => {
    expect(shown('the change.\nThen stop.')).toBe('the change.');
    expect(shown('the change.\r\n\r\nThen')).toBe('the change.');
    expect(shown('the\u2028change')).toBe('the');
    expect(shown('\nA new line')).toBe('');
    expect(shown('\n\nA new line', 'Above\n|')).toBe('A new line');
  });

  it('has no fences, marks and placeholders of the answer', () => {
    expect(shown('```markdown\nthe change\n```')).toBe('the change');
    expect(shown('~~~\nthe change\n~~~')).toBe('the change');
    expect(shown('```\nthe change')).toBe('the change');
    for (const nothing of ['', '  ', '[none]', ' [none]\n', '[end text before the cursor | 0]', '\n']) expect(shown(nothing)).toBe('');
  });

  it('does not repeat what stands before the cursor', () => {
    expect(shown('review the change')).toBe('the change');
    expect(shown('Please review the change')).toBe('the change');
    expect(shown('review the change', 'Please rev|')).toBe('iew the change');
    expect(shown(' the change', 'Please review|')).toBe(' the change');
    expect(shown('na split', 'A bana|')).toBe('na split');
    expect(shown('  the change')).toBe('the change');
  });

  it('does not repeat what stands behind the cursor', () => {
    expect(shown('the change carefully.', 'Please review | carefully.')).toBe('the change');
    expect(shown('the change.', 'Please review |.')).toBe('the change');
    expect(shown('the (small) change)', '(Please review |)')).toBe('the (small) change');
    expect(shown('carefully', 'Please review | carefully.')).toBe('');
    expect(shown('a banana', 'Eat | and go')).toBe('a banana');
    expect(shown('Then stop.', 'Above.\n|\nThen stop.\n')).toBe('');
  });

  it('is never long', () => {
    const long = shown('word '.repeat(1000));
    expect(long.length).toBeLessThanOrEqual(300);
    expect(long).toMatch(/word$/);
  });

  it('is one line of visible characters, whatever the answer and the text are', () => {
    const piece = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\n', '\u202e', '\u0000', '```', 'word ', '.', '\ud800', '\u{e0041}', '\t'));
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, text, (answer, before, after) => {
        const result = continuationOf(answer, { before, after });
        expect(result).not.toMatch(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/u);
        expect(result.isWellFormed()).toBe(true);
        expect(result === '' || result.trim() !== '').toBe(true);
      }),
    );
  });

  it('shows the continuation of a model that says the whole line, whatever the line is', () => {
    const words = fc.array(fc.constantFrom('write', 'a', 'short', 'text', 'about', 'x1'), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(words, words, (before, next) => {
        const line = `${before.join(' ')} `;
        const wanted = next.join(' ');
        const result = continuationOf(line + wanted, { before: line, after: '' });
        // Words that happen to repeat the end of the line may be left out as well, but nothing stands twice and nothing is cut inside of a word.
        expect(wanted.endsWith(result)).toBe(true);
        expect(` ${wanted}`.endsWith(` ${result}`)).toBe(true);
      }),
    );
  });
});

describe('what is sent', () => {
  const key = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n'.repeat(30)}-----END PRIVATE KEY-----\n`;

  it('is the text near the cursor, in whole words', () => {
    const sent = textToSend({ before: `${'early '.repeat(1000)}last words`, after: ' next words'.repeat(200) });
    expect(sent?.before).toMatch(/^early .*last words$/);
    expect(sent?.before.length).toBeLessThanOrEqual(1500);
    expect(sent?.after).toMatch(/^ next words.* (?:next|words)$/);
    expect(sent?.after.length).toBeLessThanOrEqual(500);
    expect(textToSend({ before: 'short', after: '' })).toEqual({ before: 'short', after: '' });
  });

  it('never has a part of something without blanks, which may be a key', () => {
    expect(textToSend({ before: `x ${'k'.repeat(2000)}`, after: ` ${'k'.repeat(600)} y` })).toEqual({ before: '', after: '' });
    expect(textToSend({ before: `${'k'.repeat(2000)} and then`, after: '' })?.before).toBe('and then');
  });

  it('has all of a private key, so that it is found, or nothing of it', () => {
    for (let length = 0; length < 1600; length += 37) {
      const sent = textToSend({ before: `${key}${'words '.repeat(length / 6)}`, after: `${'words '.repeat(length / 12)}\n${key}` });
      expect(sent?.before.includes('MII')).toBe(sent?.before.includes('-----BEGIN'));
      expect(sent?.after.includes('MII')).toBe(sent?.after.includes('-----END'));
    }
    expect(textToSend({ before: key.slice(0, 400), after: key.slice(400) })).toBeUndefined();
  });
});
