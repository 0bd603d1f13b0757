import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Snippet } from './compositionRepository';
import { phraseMatches } from './phraseMatches';
import { oneLine, snippetOf } from './snippets';
import { termsOf } from './terms';
import { parseTextQuery, positivePhrases } from './textQuery';

function snippet(text: string, query: string): Snippet {
  const parsed = parseTextQuery(query);
  const line = oneLine(text);
  const terms = termsOf(line);
  return snippetOf(line, terms, phraseMatches(terms, parsed ? positivePhrases(parsed) : []));
}

/** With the highlights in brackets. */
function shown(text: string, query: string): string {
  const { text: cut, highlights } = snippet(text, query);
  let at = 0;
  let result = '';
  for (const [start, end] of highlights) {
    result += `${cut.slice(at, start)}[${cut.slice(start, end)}]`;
    at = end;
  }
  return result + cut.slice(at);
}

const filler = 'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua '.repeat(3);

describe('a snippet', () => {
  it('is the whole text when that is short', () => {
    expect(shown('  Review\n\tthis ', 'review ')).toBe('[Review] this');
    expect(shown('', 'review ')).toBe('');
    expect(shown('nothing of it', 'review ')).toBe('nothing of it');
  });

  it('is the beginning when nothing of the query is there', () => {
    expect(shown(filler, 'review ')).toBe('lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua…');
  });

  it('is what is around the words, in whole words', () => {
    expect(shown(`${filler}needle ${filler}`, 'needle ')).toMatch(/^…(?:[a-z]+ )+\[needle\](?: [a-z]+)+…$/u);
    expect(shown(`needle ${filler}`, 'needle ')).toMatch(/^\[needle\] lorem .*…$/u);
    expect(shown(`${filler}needle`, 'needle ')).toMatch(/^….* aliqua \[needle\]$/u);
  });

  it('is where most of the words are nearest together', () => {
    expect(shown(`alpha ${filler} beta x gamma ${filler} alpha y y beta y gamma ${filler} alpha beta gamma`, 'alpha beta gamma ')).toMatch(/ \[alpha\] \[beta\] \[gamma\]$/u);
    expect(shown(`alpha alpha alpha ${filler} beta alpha ${filler}`, 'alpha beta ')).toContain(' [beta] [alpha] ');
  });

  it('highlights phrases as one, prefixes as whole words, overlaps once', () => {
    expect(shown('one two three', '"one two"')).toBe('[one two] three');
    expect(shown('one two three', '"one two" "two three"')).toBe('[one two three]');
    expect(shown('reviewing is review', 'rev')).toBe('[reviewing] is [review]');
    expect(shown('call readConfig() now', 'config readConfig ')).toBe('call [readConfig]() now');
    expect(shown('readConfig writeConfig', '"config write" OR readConfig ')).toBe('[readConfig] writeConfig');
    expect(shown('日本語の本', '本 ')).toBe('日[本]語の[本]');
  });

  it('cuts texts without blanks between characters', () => {
    const text = '吾輩は猫である。名前はまだ無い。'.repeat(40);
    const { text: cut } = snippet(`${text}探す${text}`, '探す ');
    expect(cut).toMatch(/^…[^\ufffd]+探す[^\ufffd]+…$/u);
    expect(cut.length).toBeLessThanOrEqual(122);
    for (const unit of ['👨‍👩‍👧', '🇩🇪', 'e\u0301', 'ก็', '─', '👍🏽'])
      for (const lead of ['', 'x']) {
        const [body, mark] = [lead + unit.repeat(200), 'needle'];
        const inner = snippet(`${body} ${mark}${unit.repeat(200)}`, mark).text.replaceAll('…', '').replace(` ${mark}`, '').replace(mark, '');
        expect(inner.replaceAll(unit, ''), unit).toMatch(/^x?$/);
      }
  });

  it('is one short line that cuts no character, whatever the text, with highlights on what was searched', () => {
    const words = fc.constantFrom('a', 'needle', 'Nädel', '日本', '👨‍👩‍👧', '🇩🇪🇫🇷', 'e\u0301', '한글', 'x'.repeat(90), '\n\n', '\0', '\u200d', '\ud800', 'fooBar', ' ', '  ', '.');
    const text = fc.oneof(fc.array(words, { maxLength: 120 }).map((all) => all.join('')), fc.array(words, { maxLength: 60 }).map((all) => all.join(' ')), fc.string({ unit: 'grapheme', minLength: 100, maxLength: 400 }));
    const query = fc.constantFrom('needle', 'nadel* OR bar ', '日本 ', '👨‍👩‍👧', '"a a"', '"x" e ', 'xxx', '글 ', '-a');
    const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
    fc.assert(
      fc.property(text, query, (body, asked) => {
        const { text: cut, highlights } = snippet(body, asked);
        expect(cut.length).toBeLessThanOrEqual(160);
        expect(cut).not.toMatch(/\p{Cc}|\p{Zl}|\p{Zp}/u);
        let last = 0;
        for (const [start, end] of highlights) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(cut.length);
          last = end;
        }
        const whole = [...segmenter.segment(oneLine(body))].map(({ segment }) => segment);
        const part = cut.replace(/^…/u, '').replace(/…$/u, '');
        for (const { segment } of segmenter.segment(part)) expect(segment.trim() === '' || whole.some((character) => character.trim() === segment.trim())).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('takes a text of a megabyte', () => {
    expect(shown(`${'word '.repeat(200_000)}needle`, 'needle word ')).toMatch(/\[word\] \[needle\]$/u);
    expect(snippet('a'.repeat(1_000_000), 'a').text.length).toBeLessThan(130);
    expect(snippet('\u0301'.repeat(100_000), 'a').text.length).toBeLessThan(200);
  });
});
