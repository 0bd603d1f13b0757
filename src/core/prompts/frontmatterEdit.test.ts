import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFrontmatter } from './frontmatter';
import { type FrontmatterValue, setFrontmatterKey } from './frontmatterEdit';

const edit = (text: string, key: string, value: FrontmatterValue): string => setFrontmatterKey(text, key, value).text;

describe('setFrontmatterKey', () => {
  it.each<[string, string, string, FrontmatterValue, string]>([
    ['replaces a value and keeps the comment behind it', 'title: Old # why\nx: 1', 'title', 'New', 'title: New # why\nx: 1'],
    ['keeps the comments and quotes of others', '# top\ntitle: Old\n\n# on version\nversion: 1.10\nmodel: "x"', 'title', 'New', '# top\ntitle: New\n\n# on version\nversion: 1.10\nmodel: "x"'],
    ['fills an empty value', 'title:\nx: 1', 'title', 'New', 'title: New\nx: 1'],
    ['replaces a folded text', 'description: >-\n  one\n  two\nx: 1', 'description', 'New', 'description: New\nx: 1'],
    ['replaces a text over two lines', 'description: one\n  two # c\nx: 1', 'description', 'New', 'description: New # c\nx: 1'],
    ['keeps a list below its key', 'tags:\n    - a\n    - b\nx: 1', 'tags', ['b', 'c d'], 'tags:\n    - b\n    - c d\nx: 1'],
    ['keeps a list in brackets', 'tags: [a, b] # c\nx: 1', 'tags', ['b'], 'tags: [b] # c\nx: 1'],
    ['turns a comma text into a list', 'tags: a, b', 'tags', ['a', 'c'], 'tags: [a, c]'],
    ['writes an empty list', 'tags: [a]', 'tags', [], 'tags: []'],
    ['adds a title at the top', 'name: x', 'title', 'New', 'title: New\nname: x'],
    ['adds other keys at the end', 'name: x\n# end', 'tags', ['a'], 'name: x\n# end\ntags: [a]'],
    ['adds to an empty block', '', 'title', 'New', 'title: New'],
    ['adds to an indented block', '  name: x', 'title', 'New', '  title: New\n  name: x'],
    ['adds to a flow mapping', '{ name: x }', 'title', 'New', '{title: New,  name: x }'],
    ['replaces in a flow mapping', '{name: x, title: "a, b"}', 'title', 'c, d', '{name: x, title: "c, d"}'],
    ['removes from a flow mapping', '{name: x, title: y}', 'title', undefined, '{name: x}'],
    ['removes a key with its lines', 'x: 1\ntags:\n  - a\n\n  - b\n# about y\ny: 2', 'tags', undefined, 'x: 1\n# about y\ny: 2'],
    ['removes a text whose lines look like comments', 'text: |\n  # a\n  # b\nx: 1', 'text', undefined, 'x: 1'],
    ['removes every key of that name', 'title: a\nx: 1\ntitle: b', 'title', undefined, 'x: 1'],
    ['leaves a missing key missing', 'x: 1', 'title', undefined, 'x: 1'],
    ['leaves a value that is the same already', "title:   'New'  # c", 'title', 'New', "title:   'New'  # c"],
    ['works beside invalid lines', 'globs: **/*.ts\ntitle: a: b # c\nhint: [x] [y]', 'title', 'New', 'globs: **/*.ts\ntitle: New\nhint: [x] [y]'],
    ['mends an invalid value', 'globs: **/*.ts', 'globs', '**/*.md', 'globs: "**/*.md"'],
    ['finds a quoted key', '"title": a', 'title', 'New', '"title": New'],
    ['replaces what an anchor names', 'title: &t Old\nx: 1', 'title', 'New', 'title: &t New\nx: 1'],
  ])('%s', (_, before, key, value, after) => {
    for (const eol of ['\n', '\r\n', '\r']) {
      const wrap = (yaml: string): string => ['---', ...(yaml ? yaml.split('\n') : []), '---', '', 'title: body', '---', ''].join(eol);
      expect(edit(wrap(before), key, value)).toBe(wrap(after));
    }
  });

  it.each([
    ['# Body\n', '---\ntitle: New\n---\n\n# Body\n'],
    ['\r\nBody', '---\r\ntitle: New\r\n---\r\n\r\nBody'],
    ['', '---\ntitle: New\n---\n'],
    ['---\n\nA break, not frontmatter\n', '---\ntitle: New\n---\n\n---\n\nA break, not frontmatter\n'],
    ['---js\n{}\n---\n', '---\ntitle: New\n---\n\n---js\n{}\n---\n'],
  ])('gives frontmatter to %j', (before, after) => {
    expect(edit(before, 'title', 'New')).toBe(after);
    expect(edit(before, 'title', undefined)).toBe(before);
  });

  it('describes the change as edits of the old text', () => {
    const text = '---\r\ntitle: Old\r\n---\r\n';
    expect(setFrontmatterKey(text, 'title', 'New').edits).toEqual([{ start: 12, end: 15, newText: 'New' }]);
  });
});

const scalar = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom('a: b', 'a #b', '#', '- a', '"', "it's", '\\', '  lead', 'trail ', 'one\ntwo', '\t', '1.10', '010', 'true', 'No', '~', 'null', '{{text:x}}', '[a]', '👋🏽', '\u2028', '\x85', '%', '@a', '`', '', '---', 'a,b'),
);
const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 4 }));

/** A key with its lines, valid YAML or not, each line complete. */
const otherLines = fc.constantFrom(
  'name: x', 'version: 1.10 # keep', '# a comment', '', 'globs: **/*.ts', 'hint: [a] [b]', 'list:\n- a\n- b', 'list2:\n  - a: b: c', 'text: |\n  # no comment\n\n  more',
  "quoted: 'a'", '"q k": "b"', 'tab:\t\tx', 'bad: "never closed', ']', 'anchor: &x 1', 'ref: *x', 'flow: {a: [1, 2]}', 'multi: one\n  two', 'utf: 👋', 'custom: !tag 1',
);
const keyLines = fc.constantFrom('title: Old', 'title:', "title: 'Old' # c", 'title: >-\n  a\n  b', 'title: |\n  # a\n\n  # b', 'title:\n  - a\n  # c', 'title:\n  - a\n  - b', 'title: a: b', 'title: [a] b', 'title: "x', 'title: !js a', 'title :  spaced', 'title: &a b', '"title": x', 'title: {{x}}');

describe('setFrontmatterKey, whatever the file', () => {
  const parts = fc.record({
    before: fc.uniqueArray(otherLines, { maxLength: 5 }),
    after: fc.uniqueArray(otherLines, { maxLength: 5 }),
    own: fc.option(keyLines, { nil: undefined }),
    eol: fc.constantFrom('\n', '\r\n', '\r'),
    body: fc.constantFrom('', 'Body', '\n# Body\n\n---\ntitle: x\n'),
    value,
  });

  it('changes only the lines of the key, and the key reads back', () => {
    fc.assert(
      fc.property(parts, ({ before, after, own, eol, body, value }) => {
        const join = (blocks: readonly string[]): string => blocks.map((block) => `${block}\n`).join('').replaceAll('\n', eol);
        const head = `---${eol}${join(before)}`;
        const tail = `${join(after)}---${eol}${body.replaceAll('\n', eol)}`;
        const text = head + (own === undefined ? '' : join([own])) + tail;
        fc.pre(readFrontmatter(text).block !== undefined);
        const result = setFrontmatterKey(text, 'title', value);
        expect(readFrontmatter(result.text).values.get('title')).toEqual(value);
        if (own === undefined) {
          expect(result.edits.map(({ start, end }) => end - start)).toEqual([0]);
          expect(result.edits[0]?.newText.endsWith(eol)).toBe(true);
        } else {
          // At the top when a quote that is never closed above the key would swallow the new value.
          const inserted = result.edits.length > 1 ? result.edits[0] : undefined;
          const rest = inserted ? result.text.slice(0, inserted.start) + result.text.slice(inserted.start + inserted.newText.length) : result.text;
          if (inserted) expect(before).toContain('bad: "never closed');
          expect(rest.startsWith(head)).toBe(true);
          expect(rest.endsWith(tail)).toBe(true);
        }
        expect(setFrontmatterKey(result.text, 'title', value).edits).toEqual([]);
      }),
      { numRuns: 600 },
    );
  });

  it('removes only the lines of the key', () => {
    fc.assert(
      fc.property(parts, ({ before, after, own = 'title: x', eol }) => {
        const join = (blocks: readonly string[]): string => blocks.map((block) => `${block}\n`).join('').replaceAll('\n', eol);
        const text = `---${eol}${join(before)}${join([own])}${join(after)}---${eol}Body`;
        const result = setFrontmatterKey(text, 'title', undefined);
        expect(result.text).toBe(`---${eol}${join(before)}${join(after)}---${eol}Body`);
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws and never loses a line of any text', () => {
    const piece = fc.oneof(fc.constantFrom('---', '\n', '\r\n', '\r', 'title: ', 'tags:', '- a', '  ', '\t', ': ', '"', '[', '{', '}', '&a ', '*a', '|', '#', '? '), fc.string({ maxLength: 6 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), fc.boolean(), value, (pieces, opened, value) => {
        const text = (opened ? '---\n' : '') + pieces.join('');
        const result = setFrontmatterKey(text, 'key', value);
        expect(readFrontmatter(result.text).values.get('key')).toEqual(value);
        const { bodyStart } = readFrontmatter(text);
        expect(result.text.endsWith(text.slice(bodyStart))).toBe(true);
        for (const { start, end } of result.edits) expect(start).toBe(end);
      }),
      { numRuns: 600 },
    );
  });

  it.each([
    ['brackets', `a: ${'['.repeat(60_000)}\n`],
    ['nested lists', `${'- '.repeat(30_000)}\n`],
    ['blank lines', '\n'.repeat(60_000)],
    ['keys', 'key: value\n'.repeat(90_000)],
    ['an alias bomb', `l0: &l0 lol\n${Array.from({ length: 40 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]\n`).join('')}`],
  ])('stays quick on %s', (_, yaml) => {
    const text = `---\nx: 1\n${yaml}---\nBody`;
    const result = edit(text, 'title', 'New');
    expect(readFrontmatter(result).values.get('title')).toBe('New');
    expect(edit(result, 'title', undefined)).toBe(text);
  }, 5000);
});
