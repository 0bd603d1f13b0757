import fc from 'fast-check';
import { CORE_SCHEMA, load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { readPlainFrontmatter } from './plainFrontmatter';

describe('plain frontmatter', () => {
  it('is read without a YAML parser', () => {
    const yaml = [
      "title: Review a pull request (Bob's way)",
      'description: Finds bugs, in Größe and style',
      'tags: [code, review, a-b/c]',
      'model: "GPT: 5 #1"',
      "note: 'it: \\n is plain'",
      '',
    ].join('\n');
    expect(readPlainFrontmatter(yaml)).toEqual(load(yaml, { schema: CORE_SCHEMA }));
    expect(readPlainFrontmatter(yaml)).toMatchObject({ tags: ['code', 'review', 'a-b/c'], model: 'GPT: 5 #1' });
  });

  it.each([
    'a: 1',
    'a: true',
    'a: [x, null]',
    'a: b: c',
    'a: b #c',
    'a:',
    'a: x\n  y',
    'a: x\na: y',
    'a: "x\\n"',
    "a: 'it''s'",
    'a: [x, [y]]',
    'a: [x,]',
    'a: *x',
    'a: !!js/function x',
    '__proto__: x',
    '- a',
    'a: x\t',
  ])('leaves %j to the YAML parser', (yaml) => {
    expect(readPlainFrontmatter(yaml)).toBeUndefined();
  });

  it('takes time linear in the length of a line', () => {
    for (const filler of [' ', 'a', 'a,', ', ', ' a', '" ']) {
      for (const start of ['a: b', 'a: [b', 'a: "', "a: '"]) expect(readPlainFrontmatter(`${start}${filler.repeat(30_000)}#\t`)).toBeUndefined();
    }
  }, 3000);

  it('gives what YAML gives, or nothing', () => {
    const piece = fc.constantFrom(
      ...'a b Z 9 _ . / ( ) & + - , : # " [ ] { } * ! | > % @ ` ~ = ? \\ é ÿ ×'.split(' '),
      "'", ' ', '  ', ': ', ' #', ', ', '\n', '\n  ', '- ', '\t', '\u00A0', '\u2028', 'true', 'null', 'No', '12', 'x: ', 'key: ', '\nkey2: ', '["', '["a", b]', '[a, b]',
    );
    const value = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''));
    const yaml = fc.array(fc.tuple(fc.constantFrom('a', 'title', 'on', 'true', 'x-y', 'constructor'), value), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(yaml, (entries) => {
        const text = entries.map(([key, rest]) => `${key}: ${rest}\n`).join('');
        const values = readPlainFrontmatter(text);
        if (values !== undefined) expect(values).toEqual(load(text, { schema: CORE_SCHEMA }));
      }),
      { numRuns: 20_000 },
    );
  });
});
