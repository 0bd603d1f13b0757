import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyStartOf, readFrontmatter } from './frontmatter';

const values = (yaml: string, eol = '\n'): Record<string, unknown> =>
  Object.fromEntries(readFrontmatter(['---', ...yaml.split('\n'), '---', 'Body'].join(eol)).values);
const issues = (text: string): string[] =>
  readFrontmatter(text).issues.map(({ code, start, end, detail }) => `${code} [${text.slice(start, end)}] ${detail}`);

/** Milliseconds: hundreds of times what these texts need, a fraction of what quadratic time makes of them. */
const HANGS = 5000;

describe('readFrontmatter', () => {
  it('reads YAML and tells where the body begins', () => {
    const text = '---\ntitle: A\ntags: [x, y]\nmodel:\n  name: z\n---\nBody';
    const { block, bodyStart, values, issues } = readFrontmatter(text);
    expect(Object.fromEntries(values)).toEqual({ title: 'A', tags: ['x', 'y'], model: { name: 'z' } });
    expect(text.slice(block?.start, block?.end)).toBe('title: A\ntags: [x, y]\nmodel:\n  name: z\n');
    expect(text.slice(bodyStart)).toBe('Body');
    expect(issues).toEqual([]);
  });

  it.each(['\n', '\r\n', '\r'])('reads lines that end with %j', (eol) => {
    expect(values('title: A\ndescription: |\n  one\n  two\ntags:\n  - x', eol)).toEqual({ title: 'A', description: 'one\ntwo\n', tags: ['x'] });
    const text = ['---', 'title: A', '---', 'Body', ''].join(eol);
    expect(text.slice(readFrontmatter(text).bodyStart)).toBe(`Body${eol}`);
  });

  it.each([
    ['---\ntitle: A\n---', ''],
    ['---  \ntitle: A\n--- \t\nBody', 'Body'],
    ['---\ntitle: A\n...\nBody', 'Body'],
    ['---\n---\nBody', 'Body'],
    ['---\n# only a comment\n---\nBody', 'Body'],
    ['---\ntitle: A\nx: ----\n----: y\n---\nBody', 'Body'],
  ])('finds the closing line of %j', (text, body) => {
    const { block, bodyStart } = readFrontmatter(text);
    expect(block).toBeDefined();
    expect(text.slice(bodyStart)).toBe(body);
  });

  it.each([
    '', '# Heading', '---', '---\n', '----\ntitle: A\n---\n', ' ---\ntitle: A\n---\n', '\n---\ntitle: A\n---\n',
    '---\nOne thematic break, and a sentence.\n\n---\nanother', '---\n- a list\n- between\n---\n', '---\n*emphasis*\n---\n', '--- a line ---\nx: y\n',
    '---\n\nA break and no closing line: just text\n',
  ])('takes %j for body alone, without complaint', (text) => {
    expect(readFrontmatter(text)).toMatchObject({ block: undefined, bodyStart: 0, issues: [] });
  });

  it('keeps dates, times and numbers with leading zeros from becoming something else', () => {
    expect(values('a: 2026-01-05\nb: 12:30\nc: yes')).toEqual({ a: '2026-01-05', b: '12:30', c: 'yes' });
  });
});

describe('frontmatter that is not valid YAML', () => {
  it.each([
    ['globs: **/*.ts', '**/*.ts'],
    ['globs: *.md, *.mdx', '*.md, *.mdx'],
    ['argument-hint: [a] [b]', '[a] [b]'],
    ['argument-hint: [issue #12] [b]', '[issue #12] [b]'],
    ['description: Use when: the user asks', 'Use when: the user asks'],
    ['description: "quoted" and more', '"quoted" and more'],
    ["description: 'it's quoted'", "it's quoted"],
    ['description: @mention', '@mention'],
    ['description: `code`', '`code`'],
    ['description: %', '%'],
    ['description: never closed: "', 'never closed: "'],
    ['description: one: two\n  three', 'one: two three'],
    ['globs:\n  - **/*.ts\n  - "*.md"', ['**/*.ts', '*.md']],
    ['tags:\n\t- a\n\t- b', ['a', 'b']],
  ])('takes the text of %j', (line, value) => {
    const text = `---\ntitle: A\n${line}\nlast: 1\n---\nBody`;
    const read = readFrontmatter(text);
    expect(Object.fromEntries(read.values)).toEqual({ title: 'A', [line.slice(0, line.indexOf(':'))]: value, last: 1 });
    expect(read.issues).toHaveLength(1);
    expect(text.slice(read.issues[0]?.start, read.issues[0]?.end)).toBe(line.split('\n')[0]);
    expect(text.slice(read.bodyStart)).toBe('Body');
  });

  it('offers quotes that make the value valid', () => {
    const text = '---\nglobs:   **/*.ts \r\nmore: x\n---\n';
    const fix = readFrontmatter(text).issues[0]?.fix;
    const fixed = fix && text.slice(0, fix.start) + fix.newText + text.slice(fix.end);
    expect(fixed).toBe('---\nglobs:   "**/*.ts" \r\nmore: x\n---\n');
    expect(readFrontmatter(fixed ?? '')).toMatchObject({ issues: [] });
  });

  it('takes the first of two equal keys and reports the second', () => {
    const text = '---\ntitle: A\ntitle: B\n---\n';
    expect(readFrontmatter(text).values.get('title')).toBe('A');
    expect(issues(text)).toEqual(['invalidFrontmatter [title: B] duplicated key "title"']);
  });

  it('takes a text without the line behind it that is not indented', () => {
    const text = '---\ndescription: one\ntwo\nx: 1\n---\n';
    expect(Object.fromEntries(readFrontmatter(text).values)).toEqual({ description: 'one', x: 1 });
    expect(issues(text)).toEqual(['invalidFrontmatter [two] line without a key']);
  });

  it('reports lines that belong to no key', () => {
    expect(issues('---\n]\ntitle: A\n---\n')).toEqual(['invalidFrontmatter []] line without a key']);
  });

  it('reads every other key of an indented block', () => {
    expect(values('  title: A\n  globs: **/*\n  x: 1')).toEqual({ title: 'A', globs: '**/*', x: 1 });
  });

  it('reports every faulty line', () => {
    expect(issues('---\na: b: c\nd: e\nf: [\n---\n').map((issue) => issue.replace(/\].*/, ']'))).toEqual([
      'invalidFrontmatter [a: b: c]',
      'invalidFrontmatter [f: []',
    ]);
  });
});

describe('frontmatter that only seems to be one', () => {
  it('reports an opening line that nothing closes when keys follow, and mends it', () => {
    const text = '---\r\ntitle: A\r\ntags: x\r\n\r\nBody';
    const [issue] = readFrontmatter(text).issues;
    expect(readFrontmatter(text)).toMatchObject({ block: undefined, bodyStart: 0 });
    expect(issue).toMatchObject({ code: 'unclosedFrontmatter', start: 0, end: 3 });
    const { start, newText } = issue?.fix ?? { start: 0, newText: '' };
    const fixed = text.slice(0, start) + newText + text.slice(start);
    expect(fixed).toBe('---\r\ntitle: A\r\ntags: x\r\n---\r\n\r\nBody');
    expect(readFrontmatter(fixed).issues).toEqual([]);
  });

  it('closes a block at the very end of the text', () => {
    expect(readFrontmatter('---\ntitle: A').issues[0]?.fix).toEqual({ start: 12, end: 12, newText: '\n---\n' });
  });
});

describe('hostile frontmatter', () => {
  const languages = ['js', ' js', 'javascript', 'JS', 'JavaScript', ' js ', 'coffee', 'cson', 'json', 'toml', 'constructor', 'toString', '__proto__', 'yaml', 'node'];
  const code = '{ title: (globalThis.frontmatterRan = true, "x") }';

  it.each(languages)('runs nothing for ---%s', (language) => {
    for (const eol of ['\n', '\r\n', '\r']) {
      const text = [`---${language}`, code, '---', 'Body'].join(eol);
      expect(readFrontmatter(text)).toMatchObject({ block: undefined, bodyStart: 0 });
      expect(issues(text)).toEqual([`unsupportedFrontmatter [---${language}] ${language.trim()}`].slice(/^_/.test(language) ? 1 : 0));
    }
    expect(globalThis).not.toHaveProperty('frontmatterRan');
  });

  it.each(['!!js/function', '!!js/undefined', '!!js/regexp', '!!python/object/apply:os.system', '!custom'])('ignores a value tagged %s and reports it', (tag) => {
    const text = `---\ntitle: A\nrun: ${tag} 'function () { globalThis.frontmatterRan = true }'\ntags: b\n---\nBody`;
    expect(Object.fromEntries(readFrontmatter(text).values)).toEqual({ title: 'A', tags: 'b' });
    expect(readFrontmatter(text).issues).toHaveLength(1);
    expect(globalThis).not.toHaveProperty('frontmatterRan');
  });

  it('gives no access to prototypes', () => {
    const read = values('__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}\ntitle: A');
    expect(Object.keys(read).sort()).toEqual(['__proto__', 'constructor', 'title'].filter((key) => Object.hasOwn(read, key)));
    expect(read).toMatchObject({ title: 'A' });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    const broken = readFrontmatter('---\n__proto__: {polluted: 1}\nx: y: z\n---\n');
    expect(broken.values.get('x')).toBe('y: z');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('survives a billion laughs', () => {
    const levels = Array.from({ length: 40 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`);
    const read = readFrontmatter(`---\nl0: &l0 lol\n${levels.join('\n')}\ntitle: A\n---\nBody`);
    expect(read.values.get('title')).toBe('A');
  });

  it.each([
    ['blank lines', '\n'.repeat(60_000)],
    ['a line of blanks', `x: a${' '.repeat(60_000)}b\n`],
    ['blanks before a comment', `x: a${' '.repeat(60_000)}#\n`],
    ['brackets', `a: ${'['.repeat(60_000)}\n`],
    ['braces', `a: ${'{'.repeat(60_000)}\n`],
    ['dashes', `${'- '.repeat(30_000)}\n`],
    ['question marks', `${'? '.repeat(30_000)}\n`],
    ['keys', 'a: b: c\n'.repeat(8000)],
    ['different keys', Array.from({ length: 8000 }, (_, i) => `k${i}: [`).join('\n') + '\n'],
    ['colons', `${':'.repeat(60_000)}\n`],
    ['quotes', `a: ${'"'.repeat(60_001)}\n`],
    ['anchors', `a: ${'&a '.repeat(20_000)}\n`],
    ['a megabyte of keys', 'key: value\n'.repeat(95_000)],
    ['a megabyte of blanks', `title: A\n${' '.repeat(1 << 20)}\n`],
    ['closing lines that do not close', '---a\n'.repeat(200_000)],
  ])('stays quick on %s', (_, yaml) => {
    const text = `---\ntitle: A\n${yaml}---\nBody`;
    const read = readFrontmatter(text);
    expect(read.values.get('title')).toBe('A');
    expect(text.slice(read.bodyStart)).toBe('Body');
    expect(read.issues.length).toBeLessThanOrEqual(20);
  }, HANGS);

  it('never throws, and every offset lies in the text, whatever the text is', () => {
    const piece = fc.oneof(
      fc.constantFrom('---', '...', '\n', '\r\n', '\r', 'title: ', 'tags:', '- a', '  ', '\t', ': ', '"', "'", '[', ']', '{', '}', '&a ', '*a', '!!js ', '|', '>', '#', '? ', '%', '@'),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.boolean(), (pieces, opened) => {
        const text = (opened ? '---\n' : '') + pieces.join('');
        const { block, bodyStart, issues } = readFrontmatter(text);
        const inOrder = [0, block?.start ?? 0, block?.end ?? 0, bodyStart, text.length];
        expect([...inOrder].sort((a, b) => a - b)).toEqual(inOrder);
        for (const { start, end } of issues) expect(0 <= start && start <= end && end <= text.length).toBe(true);
        expect(bodyStartOf(text)).toBe(bodyStart);
      }),
      { numRuns: 2000 },
    );
  });
});
