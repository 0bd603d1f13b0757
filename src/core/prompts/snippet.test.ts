import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandSnippet as expand } from '../../../test/support/expandSnippet';
import { parsePlaceholders } from './placeholders';
import { buildSnippet, plainText } from './snippet';

describe('buildSnippet', () => {
  it('makes tab stops in order, and ends behind the text', () => {
    expect(buildSnippet('Review {{text:file}} for {{text:goal}}.')).toBe('Review ${1:file} for ${2:goal}.$0');
    expect(buildSnippet('No placeholders')).toBe('No placeholders$0');
    expect(buildSnippet('')).toBe('$0');
  });

  it('lets equal names share a tab stop', () => {
    expect(buildSnippet('{{text:a}}1 {{text:b}} {{text:a}}1')).toBe('${1:a}1 ${2:b} ${1}1$0');
  });

  it('makes text that looks like snippet syntax stand for itself', () => {
    const body = 'Costs $5, ${1:no}, $TM_FILENAME, {{x}}, C:\\dir\\$0, `}`, ${a|b|}';
    expect(expand(buildSnippet(body)).text).toBe(body);
  });

  it.each([
    ['on its own line', '{{list:x}}', '- x'],
    ['after indentation', 'a\n  {{list:x}}', 'a\n  - x'],
    ['after a bullet', '* {{list:x}}', '* x'],
    ['after a number', '  1. {{list:x}}', '  1. x'],
    ['after a task box', '- [ ] {{list:x}}', '- [ ] x'],
    ['in a quote', '> {{list:x}}', '> - x'],
    ['after text', 'Focus on: {{list:x}}', 'Focus on:\n- x'],
    ['after indented text', '  Focus on: {{list:x}}', '  Focus on:\n  - x'],
    ['after text in a quote', '> Focus: {{list:x}}', '> Focus:\n> - x'],
    ['after text in a list item', '- Focus: {{list:x}}', '- Focus:\n  - x'],
    ['after another placeholder', '{{text:a}}{{list:x}}', 'a\n- x'],
    ['before text', '{{list:x}} and so on', '- x and so on'],
    ['after Windows line ends', 'a\r\n{{list:x}}\r\nb', 'a\n- x\nb'],
    ['after the line end of old Macs', 'a\r{{list:x}}', 'a\n- x'],
  ])('writes a list %s', (_, body, text) => {
    expect(expand(buildSnippet(body)).text).toBe(text);
  });

  it('expands to exactly the body with names for placeholders, whatever the body is', () => {
    const piece = fc.oneof(
      fc.constantFrom('{{text:a}}', '{{text:b_2}}', '{{text:A}}', '$', '${', '}', '\\', '$1', '${2:x}', '$TM_SELECTED_TEXT', '{{', '\n', ' ', '- '),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const body = pieces.join('');
        const expanded = expand(buildSnippet(body));
        expect(expanded.text).toBe(plainText(body).replace(/\{\{text:(\w+)\}\}/g, '$1'));
        expect(expanded.end).toBe(expanded.text.length);
        expect(expanded.stops.size - 1).toBe(new Set(parsePlaceholders(body).placeholders.map(({ name }) => name)).size);
      }),
      { numRuns: 1500 },
    );
  });

  it('changes nothing but blanks and bullets around lists', () => {
    const piece = fc.constantFrom('{{list:a}}', '{{list:b}}', '{{text:c}}', 'word', '- ', '> ', '1. ', ' ', '  ', '\n', '$', '}');
    const bare = (text: string): string => text.replace(/[\s>-]/g, '');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const body = pieces.join('');
        expect(bare(expand(buildSnippet(body)).text)).toBe(bare(body.replace(/\{\{(?:text|list):(\w+)\}\}/g, '$1')));
        for (const line of expand(buildSnippet(body.replace(/\{\{list:\w+\}\}/g, '{{list:ITEM}}'))).text.split('\n')) {
          if (line.includes('ITEM')) expect(line).toMatch(/^[\s>]*(?:(?:-|1\.)\s+)+ITEM/);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('stays quick on a megabyte of lists in one line', () => {
    expect(buildSnippet('{{list:a}} '.repeat(95_000))).toContain('\n- ${1}');
  }, 5000);
});

describe('plainText', () => {
  it('keeps placeholders and gives every line the same end', () => {
    expect(plainText('{{text:a}}\r\nb\rc\n')).toBe('{{text:a}}\nb\nc\n');
  });
});
