import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { corpusFolder, corpusIsAbsent } from '../../../test/support/corpus';
import { formatPathOf, formatReference } from './formatReference';
import { parseReferences } from './parseReferences';
import type { ReferenceSyntax } from './reference';

/** What stands between the ends of each reference, and the path that it means. */
function found(text: string): string[] {
  return parseReferences(text).map(({ start, end, path }) => `${text.slice(start, end)} -> ${path}`);
}

function pathsIn(text: string): string[] {
  return parseReferences(text).map(({ path }) => path);
}

describe('links', () => {
  test.each([
    ['[a](b/c.md)', 'b/c.md'],
    ['[a](<b c.md>)', 'b c.md'],
    ['[a](<b (c.md>)', 'b (c.md'],
    ['[a](b%20c.md)', 'b c.md'],
    ['[a](b%2Fc.md)', 'b/c.md'],
    ['[a](b%zz.md)', 'b%zz.md'],
    ['[a](b(1).md)', 'b(1).md'],
    ['[a](b\\(1.md)', 'b(1.md'],
    ['[a](b\\c.md)', 'b/c.md'],
    ['[a](  b.md "a \\" title"  )', 'b.md'],
    ["[a](b.md\n'title')", 'b.md'],
    ['[a](b.md (title))', 'b.md'],
    ['[a [b] c](d.md)', 'd.md'],
    ['[a\nb](c.md)', 'c.md'],
    ['![a](b.png)', 'b.png'],
    ['[`]`](b.md)', 'b.md'],
    ['[a](/b.md)', '/b.md'],
    ['[a](C:\\b\\c.md)', 'C:/b/c.md'],
    ['[a](file:///b%20c.md)', 'file:///b c.md'],
    ['[a](ü/日本.md)', 'ü/日本.md'],
  ])('%j leads to %j', (text, path) => {
    expect(found(text)).toEqual([`${text} -> ${path}`]);
  });

  test.each([
    '[a](https://b.c/d.md)',
    '[a](mailto:b@c.de)',
    '[a](#heading)',
    '[a]()',
    '[a](b c.md)',
    '[a](b.md',
    '[a] (b.md)',
    '\\[a](b.md)',
    '[a\\](b.md)',
    '`[a](b.md)`',
    '``[a](b.md) ` ``',
    '<!-- [a](b.md) -->',
    '<https://b.c/[a](b.md)>',
    '<x y="[a](b.md)">',
    '[a]({{text:file}})',
    '[a](${workspaceFolder}/b.md)',
    '[a](data:text/plain,b)',
    '[a](b\u0000.md)',
  ])('%j leads to no file', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('has title, fragment and the place of the path', () => {
    const text = 'see [A \\[b\\]\n c](<dir/f.md#L10> "t")';
    const [reference] = parseReferences(text);
    expect(reference).toMatchObject({ title: 'A [b] c', fragment: 'L10', enclosure: '<', start: 4, end: text.length });
    expect(text.slice(reference?.pathStart, reference?.pathEnd)).toBe('dir/f.md');
  });

  it('finds a picture in a link, and the link, but nothing else in its text', () => {
    expect(pathsIn('[![p](p.png) @a/b.md [[w]]](l.md)')).toEqual(['l.md', 'p.png']);
    expect(pathsIn('[a [b](c.md) d](e.md)')).toEqual(['c.md']);
    expect(pathsIn('![a [b](c.md)](d.png)')).toEqual(['d.png']);
    expect(pathsIn('[a](https://x.y/@b/c.md) @d/e.md')).toEqual(['d/e.md']);
    expect(pathsIn("[a](#file:'b c.cs')")).toEqual(['b c.cs']);
  });
});

describe('wiki links', () => {
  it('reads path, heading and alias', () => {
    const references = parseReferences('[[a]] [[b/c d.md|An \\| alias]] ![[e.png]] [[f#Head|x]] | [[g\\|y]] |');
    expect(references.map(({ path, title, fragment }) => [path, title, fragment])).toEqual([
      ['a', undefined, undefined],
      ['b/c d.md', 'An | alias', undefined],
      ['e.png', undefined, undefined],
      ['f', 'x', 'Head'],
      ['g', 'y', undefined],
    ]);
  });

  test.each(['[[#heading]]', '[[]]', '[[ -f x ]]', '[[a\nb]]', '[[a', '[[https://a.b]]', '`[[a]]`'])('%j is none', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('stands behind a bracket, and gives way to a link of the same look', () => {
    expect(pathsIn('[[[a]]')).toEqual(['a']);
    expect(found('[[a]](b.md)')).toEqual(['[[a]](b.md) -> b.md']);
  });
});

describe('mentions', () => {
  test.each([
    ['#file:src/a.ts', 'src/a.ts'],
    ['#file:a', 'a'],
    ["#file:'a b.ts'", 'a b.ts'],
    ['#file:"a b.ts"', 'a b.ts'],
    ['#file:<a b.ts>', 'a b.ts'],
    ["#file:'C:\\a\\b.cs'", 'C:/a/b.cs'],
    ['@src/a.ts', 'src/a.ts'],
    ['@src\\core\\a.ts', 'src/core/a.ts'],
    ['@./a/b', './a/b'],
    ['@../a', '../a'],
    ['@~/a', '~/a'],
    ['@/src/a.ts', '/src/a.ts'],
    ['@src/', 'src/'],
    ['@README.md', 'README.md'],
    ['@Dockerfile', 'Dockerfile'],
    ['@.gitignore', '.gitignore'],
    ['@docs/Makefile', 'docs/Makefile'],
    ['@"a b.md"', 'a b.md'],
    ['@a\\ b.md', 'a b.md'],
    ['@app/(auth)/[slug]/page.tsx', 'app/(auth)/[slug]/page.tsx'],
    ['@node_modules/@types/node/fs.d.ts', 'node_modules/@types/node/fs.d.ts'],
    ['@img/icon@2x.png', 'img/icon@2x.png'],
    ['@日本/語.md', '日本/語.md'],
  ])('%j means %j', (text, path) => {
    expect(found(text)).toEqual([`${text} -> ${path}`]);
    expect(found(`(${text}), please`)).toEqual([`${text} -> ${path}`]);
    expect(found(`Look at ${text}.`)).toEqual([`${text} -> ${path}`]);
  });

  test.each([
    'user@example.com',
    '@types/node',
    '@scope/name@1.2.x',
    '@john',
    '@john.doe',
    '@Component({ selector: 1 })',
    '@app.route("/x.html")',
    '@pytest.fixture',
    'git@github.com:a/b.git',
    'https://a.b/@c/d.md',
    '@https://a.b/c.md',
    '@src/**/*.ts',
    '@src/<name>/a.ts',
    '@$ARGUMENTS',
    '@src/$1.ts',
    '@{{text:file}}',
    '\\@src/a.ts',
    '`@src/a.ts`',
    '#file',
    '#file:',
    'x#file:a.ts',
    '## file: a.ts',
  ])('%j means no file', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('keeps the line behind a path apart', () => {
    const references = parseReferences('@src/a.ts#L5-10 and @src/b.ts:12 and #file:c.ts:3-4');
    expect(references.map(({ path, fragment }) => [path, fragment])).toEqual([
      ['src/a.ts', 'L5-10'],
      ['src/b.ts', undefined],
      ['c.ts', undefined],
    ]);
  });
});

describe('blocks', () => {
  it.each([
    ['frontmatter', '---\ntitle: "[a](b.md)"\n---\n'],
    ['a fence', '```\n[a](b.md)\n```\n'],
    ['a fence that does not end', '~~~ts\n[a](b.md)\n~~\n'],
    ['a longer fence', '````\n```\n[a](b.md)\n````\n'],
    ['a fence in a list', '- x\n  ```\n  [a](b.md)\n  ```\n'],
    ['a fence in a quote', '> ```\n> [a](b.md)\n> ```\n'],
    ['indented code', 'x\n\n    [a](b.md)\n'],
    ['code with a tab', 'x\n\n\t[a](b.md)\n'],
    ['code in a list item', '- x\n\n      [a](b.md)\n'],
    ['a comment of several lines', '<!--\n```\n[a](b.md)\n-->\n'],
    ['a comment that does not end', '<!--\n\n[a](b.md)\n'],
    ['code over two lines', 'x ` y\n[a](b.md) ` z\n'],
    ['lines that end with returns', '```\r\n[a](b.md)\r\n```\r\n'],
  ])('finds nothing in %s', (_, text) => {
    expect(pathsIn(text)).toEqual([]);
  });

  it.each([
    ['behind frontmatter', '---\ntitle: x\n---\n[a](b.md)'],
    ['behind a fence', '```\n```\n[a](b.md)'],
    ['behind the end of a list with an open fence', '- ```\n\n[a](b.md)'],
    ['behind a quote with an open fence', '> ```\n[a](b.md)'],
    ['in an indented paragraph line', 'x\n    [a](b.md)'],
    ['in a list', '- x\n\n  [a](b.md)'],
    ['in a nested list', '- x\n  - y\n    - [a](b.md)'],
    ['in a numbered list', '10. x\n\n    [a](b.md)'],
    ['in a quote', '> > [a](b.md)'],
    ['in a heading', '# [a](b.md)'],
    ['in a table', '| x |\n|---|\n| [a](b.md) |'],
    ['in an XML element', '<context>\n  [a](b.md)\n</context>'],
    ['between thematic breaks', '---\n[a](b.md)\n---\n'],
    ['behind a comment', '<!-- x --> [a](b.md)'],
    ['behind the end of a long comment', '<!--\nx\n--> [a](b.md)'],
    ['behind one backtick', 'a ` b\n\n[a](b.md) ` c'],
    ['with carriage returns alone', 'x\r\r[a](b.md)\r'],
  ])('finds a reference %s', (_, text) => {
    expect(found(text)).toEqual(['[a](b.md) -> b.md']);
  });
});

describe('any text', () => {
  const piece = fc.constantFrom(
    ...['[', ']', '(', ')', '![', '](', '[[', ']]', '|', '`', '``', '```', '\n', '\n\n', '    ', '> ', '- ', '1. ', '<!--', '-->', '<', '>', '\\', '"', "'", '#file:', '@'],
    ...['a', 'b.md', 'c/d.ts', ' ', '%20', '#x', '{{', '~~~', '---', 'é', '\t', '\r\n', '\r', '.', ',', '/', '@a/b.md'],
  );
  const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));

  it('gives references in order, inside the text, each of which reads the same at its place', () => {
    fc.assert(
      fc.property(text, (each) => {
        const references = parseReferences(each);
        let last = -1;
        for (const { start, end, pathStart, pathEnd, path } of references) {
          expect(start).toBeGreaterThan(last);
          expect(start < pathStart && pathStart < pathEnd && pathEnd <= end && end <= each.length).toBe(true);
          expect(path).not.toBe('');
          last = start;
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('is read in time linear in its length, also when made to take long', () => {
    const units = ['[', '![', '[a](', '[a](b', '[a](<b', '[a](b "', "[a](b '", '`a``b', '<a', '<!--', '[[', '[[a|', '@"', '@(', '#file:', '@a/', '> ', '- ', '\n- ', '[a](((', '](', '[a](b)', '![![a](b)'];
    for (const unit of [...units, '@/', '\\', '{{', '\t', '@a.b/c,', ' [[a]', '*', '\n>', '\n    ', '```\n', '\n~~~\n', '1.', '@./a', '](b', '$']) {
      parseReferences(unit.repeat(Math.floor(300_000 / unit.length)));
      parseReferences(`---\na: b\n---\n${unit.repeat(20_000)}](c.md)`);
    }
    parseReferences('['.repeat(100_000) + '](a)'.repeat(100_000));
    parseReferences('!['.repeat(100_000) + '](a)'.repeat(100_000));
    parseReferences(Array.from({ length: 3000 }, (_, length) => '`'.repeat(length % 500)).join('x'));
  });

  it.skipIf(corpusIsAbsent)('reads every prompt of the corpus', () => {
    const names = readdirSync(corpusFolder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
    let count = 0;
    for (const name of names) count += parseReferences(readFileSync(join(corpusFolder, name), 'utf8')).length;
    expect(count).toBeGreaterThan(100);
  });
});

describe('what is written', () => {
  const char = fc.oneof(fc.constantFrom(...'ab.1 ()[]{}<>"\'`\\#?%&|@!*_~$^,;:=+-éß日'), fc.constantFrom('%20', '{{', '${', '](', '[[', ']]', '//', '..', '&amp;'));
  const name = fc
    .array(char, { minLength: 1, maxLength: 12 })
    .map((chars) => chars.join('').replaceAll('/', '').trim())
    .filter((each) => each !== '' && !/^\.+$/.test(each));
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/'));
  const title = fc.array(char, { minLength: 1, maxLength: 15 }).map((chars) => chars.join('').replace(/\s+/g, ' ').trim());
  const syntax = fc.constantFrom<ReferenceSyntax>('link', 'wiki', 'hash', 'at');

  /** A path that looks like a URL is written with `./` in front, which means the same. */
  const same = (read: string | undefined, written: string): boolean => read === written || read === `./${written}`;

  it('is read back as the same path and title, for any file name', () => {
    fc.assert(
      fc.property(syntax, path, title, (form, target, name) => {
        const text = formatReference(form, target, name);
        const [reference, ...more] = parseReferences(`Look at ${text} there`);
        expect(more).toEqual([]);
        expect(same(reference?.path, target), `${text} is read as ${reference?.path}`).toBe(true);
        if (form === 'link') expect(reference?.title).toBe(name);
        if (form === 'wiki') expect(reference?.title ?? '').toBe(name);
        expect(reference?.end).toBe(8 + text.length);
      }),
      { numRuns: 3000 },
    );
  });

  it('takes the place of another path', () => {
    const forms = ['[t](old.md)', '[t](<old.md>)', '[t](old.md#frag "x")', '![t](old.md)', '[[old.md]]', '[[old.md#f|t]]', '#file:old.md', "#file:'old.md'", '@old.md', '@"old.md"', '@old.md#L3'];
    fc.assert(
      fc.property(fc.constantFrom(...forms), path, (form, target) => {
        const [before] = parseReferences(form);
        if (!before) throw new Error('No reference');
        const text = form.slice(0, before.pathStart) + formatPathOf(before, target) + form.slice(before.pathEnd);
        const [after] = parseReferences(text);
        expect(same(after?.path, target), `${text} is read as ${after?.path}`).toBe(true);
        expect([after?.title, after?.fragment, after?.end]).toEqual([before.title, before.fragment, text.length]);
      }),
      { numRuns: 3000 },
    );
  });

  it('is as plain as it can be', () => {
    expect(formatReference('link', 'docs/übersicht (1).md', 'Überblick [neu]')).toBe('[Überblick \\[neu\\]](<docs/übersicht (1).md>)');
    expect(formatReference('link', 'a/b(1).md', 'snake_case __init__')).toBe('[snake_case \\_\\_init\\_\\_](a/b(1).md)');
    expect(formatReference('wiki', 'note', '')).toBe('[[note]]');
    expect(formatReference('hash', 'src/a b.ts', '')).toBe("#file:'src/a b.ts'");
    expect(formatReference('hash', 'src/a.ts', '')).toBe('#file:src/a.ts');
    expect(formatReference('at', 'src/a b.ts', '')).toBe('@"src/a b.ts"');
    expect(formatReference('at', 'app/(auth)/[id].ts', '')).toBe('@app/(auth)/[id].ts');
    expect(formatReference('link', 'a\nb.md', 'one\ntwo')).toBe('[one two](a%0Ab.md)');
  });
});
