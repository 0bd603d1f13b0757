import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ContextPart, placeholderFields } from './placeholderFields';

const fieldsOf = (text: string) => placeholderFields(text).fields;
const shown = (context: readonly ContextPart[] | undefined): string => context?.map((part) => ('name' in part ? `<${part.name}>` : part.text)).join('') ?? '';
const contextsOf = (text: string): readonly string[] => fieldsOf(text).map(({ context }) => shown(context));

describe('placeholderFields', () => {
  it('asks once for each name, in order of appearance, and not for what the frontmatter holds', () => {
    const fields = fieldsOf('---\ntitle: about {{text:no}}\n---\n{{list:b}} {{text:a}} {{text:b}} {{x}} {{txt:c}}');
    expect(fields.map(({ name, type }) => [name, type])).toEqual([
      ['b', 'list'],
      ['a', 'text'],
    ]);
  });

  it.each([
    ['customer_name', 'Customer name'],
    ['customerName', 'Customer name'],
    ['CustomerName', 'Customer name'],
    ['API_key', 'API key'],
    ['fileURL', 'File URL'],
    ['_', '_'],
    ['x2', 'X2'],
  ])('reads %s as %s', (name, label) => {
    expect(fieldsOf(`{{text:${name}}}`)[0]?.label).toBe(label);
  });

  it('shows the paragraph around a placeholder', () => {
    const text = 'Title\n\nDear {{text:name}},\nabout {{list:topics}} today.\n  \nBye {{text:sender}}\n';
    expect(contextsOf(text)).toEqual(['Dear <name>,\nabout <topics> today.', 'Dear <name>,\nabout <topics> today.', 'Bye <sender>']);
    expect(contextsOf(text.replaceAll('\n', '\r\n'))).toEqual(['Dear <name>,\r\nabout <topics> today.', 'Dear <name>,\r\nabout <topics> today.', 'Bye <sender>']);
    expect(contextsOf('---\ntitle: x\n---\n\n{{text:first}}')).toEqual(['<first>']);
  });

  it('cuts a long paragraph, but no placeholder', () => {
    const [context = ''] = contextsOf(`${'word '.repeat(100)}{{text:a}}${' word'.repeat(100)}`);
    expect(context).toMatch(/^….{220}<a>.{220}…$/);
    const dense = contextsOf(Array.from({ length: 100 }, (_, index) => `{{text:p${index}}}`).join(''));
    expect(dense[50]).toMatch(/^…(?:<p\d+>)*<p50>(?:<p\d+>)*…$/);
  });

  it('leaves out what is beyond the limit, and counts it', () => {
    const { fields, total } = placeholderFields('{{text:a}} {{text:b}} {{text:c}} {{text:b}}', 2);
    expect([fields.map(({ name }) => name), total]).toEqual([['a', 'b'], 3]);
  });

  it('shows a placeholder in its own context, whatever surrounds it', () => {
    const piece = fc.oneof(fc.constantFrom('{{text:a}}', '{{list:bb}}', '\n', '\r\n', '\r', ' ', '{{', '}}', 'x'.repeat(150)), fc.string({ unit: 'grapheme', maxLength: 5 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        for (const { name, context } of fieldsOf(pieces.join(''))) expect(context).toContainEqual({ name });
      }),
      { numRuns: 1000 },
    );
  });

  it('stays quick on a megabyte of placeholders', () => {
    const text = Array.from({ length: 60_000 }, (_, index) => `{{text:p${index}}} `).join('');
    expect(placeholderFields(text, 200)).toMatchObject({ total: 60_000 });
  }, 5000);
});
