import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePlaceholders } from './placeholders';

const found = (text: string): string[] => parsePlaceholders(text).placeholders.map(({ start, end }) => text.slice(start, end));
const missed = (text: string): string[] => parsePlaceholders(text).nearMisses.map(({ start, end }) => text.slice(start, end));

describe('parsePlaceholders', () => {
  it('finds both types with their names and offsets', () => {
    expect(parsePlaceholders('Ask {{text:what_1}}:\n{{list:Points}}')).toEqual({
      placeholders: [
        { type: 'text', name: 'what_1', start: 4, end: 19 },
        { type: 'list', name: 'Points', start: 21, end: 36 },
      ],
      nearMisses: [],
    });
  });

  it('begins where the body begins', () => {
    const text = '---\ntitle: "{{text:a}}"\n---\n{{text:b}}';
    expect(parsePlaceholders(text, text.lastIndexOf('---')).placeholders).toEqual([{ type: 'text', name: 'b', start: 28, end: 38 }]);
  });

  it('finds placeholders inside other braces', () => {
    expect(found('{"a": {{text:x}}}')).toEqual(['{{text:x}}']);
    expect(found('\\textbf{{{text:x}}}')).toEqual(['{{text:x}}']);
    expect(found('{{text:a}}{{list:b}}')).toEqual(['{{text:a}}', '{{list:b}}']);
  });

  it.each([
    '{{x}}', '{{ name }}', '{{#if text}}', '{{/each}}', '{{> partial}}', '{{{raw}}}', '{{else}}', '{{!-- comment --}}', '{{text}}', '{{ list }}',
    '{{text.name}}', '{{ text | upper }}', '{{text|default("x")}}', '{{ list[0] }}', '{{text=x}}', '{{date:YYYY-MM-DD}}', '{{time:HH:mm}}', '{{env:HOME}}',
    '{{file:a.md}}', '{{input:name}}', '{{next:page}}', '{{test:unit}}', '{{last:5}}', '{{link:home}}', '{{line:3}}', '{{type:x}}', '{{key:value}}', '{{context:x}}',
    'style={{ opacity: 1, y: 0 }}', "<A b={{text: 'x'}} />", '<A b={{ list: items, next: [] }} />', '{{ article.published_at | date: "%B" }}', '{{https://example.com/docs}}',
    '${{ secrets.TOKEN }}', '{{', '}}', '{text:x}', '{ text: x }', '{a: {text:x}}', '{{ txt: "a b" | f }}', 'as `{{text:…}}` and `{{list:...}}`', '{{\ntext:a}}',
  ])('leaves other syntax alone: %s', (text) => {
    expect(parsePlaceholders(text)).toEqual({ placeholders: [], nearMisses: [] });
  });

  it.each([
    ['{{txt:x}}', 'type', '{{text:x}}'],
    ['{{texte:x}}', 'type', '{{text:x}}'],
    ['{{lsit:x}}', 'type', '{{list:x}}'],
    ['{{ lists: my items }}', 'type', '{{list:my_items}}'],
    ['{{Text:x}}', 'case', '{{text:x}}'],
    ['{{LIST:x}}', 'case', '{{list:x}}'],
    ['{{ text:x }}', 'blanks', '{{text:x}}'],
    ['{{text: x}}', 'blanks', '{{text:x}}'],
    ['{{text:x }}', 'blanks', '{{text:x}}'],
    ['{{text：x}}', 'separator', '{{text:x}}'],
    ['{{text:a b}}', 'name', '{{text:a_b}}'],
    ['{{text:file-name}}', 'name', '{{text:file_name}}'],
    ['{{text:Größe}}', 'name', '{{text:Gro_e}}'],
    ['{{text:}}', 'name', undefined],
    ['{{text:名前}}', 'name', undefined],
    ['{{text:x}', 'unclosed', '{{text:x}}'],
    ['{{list:x', 'unclosed', '{{list:x}}'],
    ['{{txt:x}', 'unclosed', '{{text:x}}'],
    ['{{text:', 'unclosed', undefined],
  ])('warns of %s (%s)', (text, reason, suggestion) => {
    expect(parsePlaceholders(text)).toEqual({ placeholders: [], nearMisses: [{ reason, start: 0, end: text.length, suggestion }] });
  });

  it('warns of the outer one of two nested placeholders and keeps the inner one', () => {
    const text = '{{text:{{list:b}}}}';
    expect(missed(text)).toEqual(['{{text:']);
    expect(found(text)).toEqual(['{{list:b}}']);
  });

  it('ends an unclosed placeholder before the next one and on its line', () => {
    expect(missed('{{text:a and {{text:b}}')).toEqual(['{{text:a']);
    expect(found('{{text:a and {{text:b}}')).toEqual(['{{text:b}}']);
    expect(missed('{{text:a} and }}')).toEqual(['{{text:a}']);
    expect(missed('{{text:a\n}}')).toEqual(['{{text:a']);
  });

  it('suggests something that is a placeholder', () => {
    const near = fc.tuple(fc.constantFrom('text', 'Text', 'txt', ' list ', 'lst'), fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('}}', '}', ''));
    fc.assert(
      fc.property(near, ([type, name, close]) => {
        for (const { suggestion } of parsePlaceholders(`{{${type}:${name}${close}`).nearMisses) {
          if (suggestion !== undefined) expect(found(suggestion)).toEqual([suggestion]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('tells placeholders and near-misses apart by the exact form, in any text', () => {
    const piece = fc.constantFrom('{{', '}}', '{', '}', 'text', 'list', 'txt', ':', 'a', 'b_1', ' ', '\n', '-', 'Text');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const { placeholders, nearMisses } = parsePlaceholders(text);
        expect(found(text)).toEqual(text.match(/\{\{(?:text|list):[A-Za-z0-9_]+\}\}/g) ?? []);
        const spans = [...placeholders, ...nearMisses].sort((a, b) => a.start - b.start);
        spans.reduce((end, span) => {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThan(span.start);
          return span.end;
        }, 0);
      }),
      { numRuns: 1500 },
    );
  });

  it.each([
    ['opening braces', '{'.repeat(1 << 20)],
    ['unclosed placeholders', '{{text:'.repeat(150_000)],
    ['unclosed placeholders in blanks', `{{text:${' '.repeat(200)}`.repeat(5000)],
    ['blanks after braces', `{{${' '.repeat(1 << 20)}`],
    ['one endless name', `{{text:${'a'.repeat(1 << 20)}`],
    ['nested braces', `${'{{text:a'.repeat(60_000)}${'}}'.repeat(60_000)}`],
  ])('stays quick on a megabyte of %s', (_, text) => {
    expect(() => parsePlaceholders(text)).not.toThrow();
  }, 5000);
});
