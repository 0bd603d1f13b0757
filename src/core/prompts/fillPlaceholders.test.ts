import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandSnippet } from '../../../test/support/expandSnippet';
import { applyEdits, filledBody, fillPlaceholders } from './fillPlaceholders';
import { parsePlaceholders } from './placeholders';
import { buildSnippet } from './snippet';

const filled = (text: string, values: Record<string, string | readonly string[]>): string =>
  applyEdits(text, fillPlaceholders(text, new Map(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]))));

describe('fillPlaceholders', () => {
  it('puts a text in every place of its name', () => {
    expect(filled('Dear {{text:name}}, {{text:name}}!', { name: 'Ada' })).toBe('Dear Ada, Ada!');
  });

  it('leaves placeholders without a value, near misses and the frontmatter alone', () => {
    const text = '---\ntitle: {{text:a}}\n---\n{{text:a}} {{text:b}} {{text:c}} {{txt:a}} {{a}} {{list:d}}';
    expect(filled(text, { a: 'X', b: '', c: ' \n', d: ['', '  '] })).toBe(text.replace('---\n{{text:a}}', '---\nX'));
  });

  it('takes values as they are', () => {
    expect(filled('<{{text:a}}> {{text:b}}', { a: '$1 ${x} {{text:b}} }} \\ {{list:a}}', b: "$& $' {{text:a}}" })).toBe(
      "<$1 ${x} {{text:b}} }} \\ {{list:a}}> $& $' {{text:a}}",
    );
  });

  it.each([
    ['as the line', '\t  see {{text:a}}.', '\t  see 1\n\t  2\n\n\t  3.'],
    ['in a quote', '> see {{text:a}}', '> see 1\n> 2\n>\n> 3'],
    ['below a list item', '10. [ ] {{text:a}}', '10. [ ] 1\n        2\n\n        3'],
    ['at the margin', 'see {{text:a}}', 'see 1\n2\n\n3'],
  ])('indents the further lines of a text %s', (_, text, expected) => {
    expect(filled(text, { a: '1\n2\r\n\r3' })).toBe(expected);
  });

  it.each([
    ['on its own line', '{{list:x}}', '- a\n- b'],
    ['after indentation', 'x\n  {{list:x}}\ny', 'x\n  - a\n  - b\ny'],
    ['after a bullet', '* {{list:x}}', '* a\n* b'],
    ['after a number', '  9. {{list:x}}', '  9. a\n  10. b'],
    ['after a task box', '- [x] {{list:x}}', '- [x] a\n- [ ] b'],
    ['in nested markers', '1. - {{list:x}}', '1. - a\n   - b'],
    ['in a quote', '> {{list:x}}', '> - a\n> - b'],
    ['after text', 'Focus on:  {{list:x}}', 'Focus on:\n- a\n- b'],
    ['after text in a list item of a quote', '> - Focus: {{list:x}}', '> - Focus:\n>   - a\n>   - b'],
    ['before text', '{{list:x}} and so on', '- a\n- b and so on'],
    ['after Windows line ends', 'x\r\n  {{list:x}}\r\ny', 'x\r\n  - a\n  - b\r\ny'],
  ])('writes a list %s', (_, text, expected) => {
    expect(filled(text, { x: ['a', '', 'b'] })).toBe(expected);
  });

  it('indents the further lines of an item below the item', () => {
    expect(filled('> 9. {{list:x}}', { x: ['a\nb', 'c\n\nd'] })).toBe('> 9. a\n>    b\n> 10. c\n>\n>     d');
  });

  it('fills a name that is a text here and a list there', () => {
    expect(filled('{{text:x}}\n{{list:x}}', { x: ['a', 'b'] })).toBe('a\nb\n- a\n- b');
  });

  it('places every value where inserting the prompt places its tab stop', () => {
    const piece = fc.oneof(
      fc.constantFrom('{{text:a}}', '{{text:b_2}}', '{{list:l}}', '{{list:m}}', '\n', ' ', '  ', '\t', '- ', '> ', '1. ', '- [ ] ', '$', '}', '{{', 'x'),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const body = pieces.join('').replaceAll('\r', '');
        const names = new Set(parsePlaceholders(body).placeholders.map(({ name }) => name));
        fc.pre(!body.startsWith('---'));
        const values = new Map([...names].map((name) => [name, [name]]));
        expect(applyEdits(body, fillPlaceholders(body, values))).toBe(expandSnippet(buildSnippet(body)).text);
      }),
      { numRuns: 1500 },
    );
  });

  it('touches nothing but placeholders that have a value, and the blanks before a list', () => {
    const piece = fc.oneof(
      fc.constantFrom('{{text:a}}', '{{text:b}}', '{{list:l}}', '---\n', '\r\n', '\n', ' ', '- ', '> ', '{{', '}}'),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    );
    const value = fc.array(fc.oneof(fc.string(), fc.constantFrom('{{text:a}}', '$1', '}}', 'a\nb', '')), { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), fc.dictionary(fc.constantFrom('a', 'b', 'l'), value), (pieces, values) => {
        const text = pieces.join('');
        let copied = 0;
        for (const { start, end, newText } of fillPlaceholders(text, new Map(Object.entries(values)))) {
          expect(start).toBeGreaterThanOrEqual(copied);
          const [, blanks = '', type = '', name = ''] = /^([ \t]*)\{\{(text|list):(\w+)\}\}$/.exec(text.slice(start, end)) ?? [];
          expect(blanks === '' || type === 'list').toBe(true);
          for (const item of values[name] ?? []) if (item.trim() && !/[\r\n]/.test(item)) expect(newText).toContain(item);
          copied = end;
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('stays quick on a megabyte of lists in one line', () => {
    expect(filled('{{list:a}} '.repeat(95_000), { a: ['x', 'y'] })).toContain('\n- y');
  }, 5000);
});

describe('filledBody', () => {
  it('is what there is to send', () => {
    const text = '---\r\ntitle: x\r\n---\r\n\r\nDear {{text:a}},\r\n  {{list:b}}\r\n\r\n';
    expect(filledBody(text, new Map([['a', ['Ada']], ['b', ['1', '2']]]))).toBe('Dear Ada,\n  - 1\n  - 2');
    expect(filledBody('{{text:a}}', new Map())).toBe('{{text:a}}');
  });
});
