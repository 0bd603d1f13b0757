import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beginningOf, markedSnippet, placeOfSnippet } from './foundText';

/** A snippet in which what is in brackets was found. */
function snippet(marked: string): { text: string; highlights: [number, number][] } {
  const highlights: [number, number][] = [];
  let text = '';
  for (const part of marked.split(/(\[[^\]]*\])/)) {
    const plain = part.replace(/^\[(.*)\]$/s, '$1');
    if (plain !== part) highlights.push([text.length, text.length + plain.length]);
    text += plain;
  }
  return { text, highlights };
}

describe('the first words of a row', () => {
  test('a short excerpt is shown as it is', () => {
    expect(beginningOf('Short', 20)).toEqual({ label: 'Short', rest: undefined });
  });

  test('a long one goes on in the second line', () => {
    expect(beginningOf('Review the change below with care', 16)).toEqual({ label: 'Review the…', rest: '…change below with care' });
    expect(beginningOf('日本語の文章です', 4)).toEqual({ label: '日本語の…', rest: '…文章です' });
    expect(beginningOf('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 14)).toEqual({ label: '👩‍👩‍👧‍👦…', rest: '…👩‍👩‍👧‍👦' });
  });

  test('nothing is lost but the blank between both lines', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (excerpt, max) => {
        const { label, rest } = beginningOf(excerpt, max);
        const whole = rest === undefined ? label : label.slice(0, -1) + rest.slice(1);
        expect(whole.replace(/\s/g, '')).toBe(excerpt.replace(/\s/g, ''));
      }),
    );
  });
});

describe('a snippet in a list', () => {
  test('words that the editor highlights itself are not marked', () => {
    expect(markedSnippet(snippet('the [Migration] of data'), 'migration ')).toBe('the Migration of data');
    expect(markedSnippet(snippet('the [migration] [plan] here'), 'Migration plan')).toBe('the migration plan here');
  });

  test('words that stand apart, have accents or came with filters are marked', () => {
    expect(markedSnippet(snippet('the [plan] of the [migration]'), 'migration plan')).toBe('the «plan» of the «migration»');
    expect(markedSnippet(snippet('in the [café] today'), 'cafe')).toBe('in the «café» today');
    expect(markedSnippet(snippet('a [big] [plan]!'), 'big plan tag:x')).toBe('a «big plan»!');
  });

  test('the first find is seen in a narrow row', () => {
    const long = snippet(`${'some words before it '.repeat(5)}the [plan] and more`);
    expect(markedSnippet(long, 'x')).toMatch(/^….{0,40}«plan» and more$/);
    expect(markedSnippet(snippet(`${'文'.repeat(100)}[計画]`), 'x')).toBe(`…${'文'.repeat(32)}«計画»`);
  });

  test('only marks are added, and only text in front is left out', () => {
    const parts = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.boolean()), { maxLength: 12 });
    fc.assert(
      fc.property(parts, fc.string(), (list, typed) => {
        const highlights: [number, number][] = [];
        let text = '';
        for (const [part, found] of list) {
          if (found && part !== '') highlights.push([text.length, text.length + part.length]);
          text += part;
        }
        const shown = markedSnippet({ text, highlights }, typed).replace(/[«»]/g, '');
        expect(text.replace(/[«»]/g, '').endsWith(shown.replace(/^…/, ''))).toBe(true);
      }),
    );
  });
});

describe('the place of a snippet', () => {
  const placed = (body: string, marked: string) => {
    const place = placeOfSnippet(body, snippet(marked));
    return place && body.slice(...place);
  };

  test('is found across lines', () => {
    const body = '# Plan\n\nThe plan of\nthe migration\n\nplan again';
    expect(placeOfSnippet(body, snippet('…The [plan] of the migration…'))).toEqual([12, 16]);
    expect(placed(body, '…of the [migration] [plan] again')).toBe('migration');
    expect(placed(body, '…plan [of the] migration…')).toBe('of\nthe');
  });

  test('characters with a meaning in patterns are themselves', () => {
    expect(placed('a (b) [c] $1 *d*', '(b) \u0000[x]')).toBeUndefined();
    expect(placeOfSnippet('call foo.bar(1) + [x]', { text: 'foo.bar(1) + [x]', highlights: [[0, 7]] })).toEqual([5, 12]);
  });

  test('a text that changed meanwhile has no place or another one', () => {
    expect(placed('nothing of it', '…the [plan]…')).toBeUndefined();
    expect(placed('another plan', '…the [plan] of old…')).toBe('plan');
    expect(placeOfSnippet('text', { text: 'text', highlights: [] })).toBeUndefined();
  });
});
