import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasErrors, type Prompt } from './prompt';
import { type ProblemFix, type PromptProblem, type TextPosition, type ValidationProfile } from './problems';
import { failedPrompt, MAX_PROMPT_BYTES, type PromptFile, readPrompt, readPromptSummary } from './promptReader';

const STRICT: ValidationProfile = { strictness: 'strict', missingMetadata: true };
const LENIENT: ValidationProfile = { strictness: 'lenient', missingMetadata: true };
const QUIET: ValidationProfile = { strictness: 'lenient', missingMetadata: false };

const file = (path = 'rules/review.md', validation = STRICT): PromptFile => ({
  uri: `file:///lib/${path}`,
  source: { id: 'file:///lib', root: 'file:///lib', validation },
  path,
  size: 10,
  mtime: 20,
});
const read = (text: string, path?: string, profile?: ValidationProfile) => readPrompt({ ...file(path, profile), text });
const promptOf = (text: string, path?: string, profile?: ValidationProfile): Prompt => read(text, path, profile).prompt;
const found = (text: string, profile?: ValidationProfile): string[] => promptOf(text, undefined, profile).problems.map(({ severity, code }) => `${severity} ${code}`);

function offsetOf(text: string, { line, character }: TextPosition): number {
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((match) => match.index + match[0].length)];
  return (starts[line] ?? NaN) + character;
}
const slice = (text: string, { range }: PromptProblem): string => text.slice(offsetOf(text, range.start), offsetOf(text, range.end));
const mended = (text: string, fix: ProblemFix | undefined): string =>
  fix ? text.slice(0, offsetOf(text, fix.range.start)) + fix.newText + text.slice(offsetOf(text, fix.range.end)) : text;

const VALID = '---\ntitle: Review\ndescription: Looks at code\ntags: [code, review]\n---\n\n# Heading\n\nReview {{text:file}}:\n{{list:points}}\n\n';

describe('readPrompt', () => {
  it('reads a whole prompt', () => {
    const document = read(VALID);
    expect(document.prompt).toEqual({
      uri: 'file:///lib/rules/review.md',
      sourceId: 'file:///lib',
      path: 'rules/review.md',
      category: 'rules',
      title: 'Review',
      titleOrigin: 'frontmatter',
      description: 'Looks at code',
      tags: ['code', 'review'],
      placeholders: [{ type: 'text', name: 'file' }, { type: 'list', name: 'points' }],
      size: 10,
      mtime: 20,
      problems: [],
    });
    expect(document.body).toBe('# Heading\n\nReview {{text:file}}:\n{{list:points}}');
    expect(document.placeholders.map(({ start, end }) => VALID.slice(start, end))).toEqual(['{{text:file}}', '{{list:points}}']);
  });

  it('keeps line ends, and the indentation of the first line', () => {
    const document = read('---\r\ntitle: A\r\n---\r\n \t\r\n  code\r\n\r\nb  \r\n \r\n');
    expect(document).toMatchObject({ eol: '\r\n', body: '  code\r\n\r\nb  ' });
    expect(read('\n \n').body).toBe('');
    expect(read('a').eol).toBe('\n');
  });

  it('reads bytes in their encoding', () => {
    const bytes = Buffer.from('\uFEFF---\r\ntitle: Grüße\r\n---\r\nKöln', 'utf16le');
    expect(readPrompt({ ...file(), bytes })).toMatchObject({ encoding: 'utf16le', body: 'Köln', prompt: { title: 'Grüße' } });
  });

  it.each([
    ['binary content', { bytes: Buffer.from([1, 0, 2]) }, 'undecodable', 'binary'],
    ['too many bytes', { bytes: new Uint8Array(MAX_PROMPT_BYTES + 1).fill(65) }, 'tooLarge', String(MAX_PROMPT_BYTES + 1)],
    ['a text that takes too many bytes', { text: '語'.repeat(400_000) }, 'tooLarge', '1200000'],
    ['too long a text', { text: 'a'.repeat(MAX_PROMPT_BYTES + 1) }, 'tooLarge', String(MAX_PROMPT_BYTES + 1)],
  ])('shows a file with %s by its name, with an error', (_, content, code, detail) => {
    const { prompt, body } = readPrompt({ ...file('rules/a.prompt.md', LENIENT), ...content });
    expect(prompt).toMatchObject({ title: 'a', titleOrigin: 'fileName', category: 'rules', problems: [{ code, severity: 'error', detail }] });
    expect(hasErrors(prompt)).toBe(true);
    expect(body).toBe('');
  });

  it('reads a file of exactly the largest size', () => {
    expect(readPrompt({ ...file(), bytes: new Uint8Array(MAX_PROMPT_BYTES).fill(65) }).body).toHaveLength(MAX_PROMPT_BYTES);
  });

  it('gives an unreadable file a place in the library', () => {
    expect(failedPrompt(file('a/b.md'), 'unreadable', 'noPermission')).toMatchObject({ title: 'b', problems: [{ code: 'unreadable', detail: 'noPermission' }] });
  });
});

describe('metadata', () => {
  it.each([
    ['---\ntitle: T\nname: n\n---\n# H', 'T', 'frontmatter'],
    ['---\nname: n\n---\n# H', 'n', 'name'],
    ['---\ntitle:\n---\n\n# H', 'H', 'heading'],
    ['---\ntitle: "  "\nname: null\n---\n\n# H', 'H', 'heading'],
    ['text\n\n## Second\n# First #\n', 'First', 'heading'],
    ['```\n# code\n```\n~~~~\n```\n# code\n~~~\n~~~~\n# Real', 'Real', 'heading'],
    ['#hash\n#\n# ', 'review', 'fileName'],
    ['# **Bold** `code` [link](https://example.com)', 'Bold code link', 'heading'],
    ['---\ntitle: 404\n---', '404', 'frontmatter'],
    ['---\ntitle: 1.10 # version\n---', '1.10', 'frontmatter'],
    ['---\ntitle: Yes\n---', 'Yes', 'frontmatter'],
    ['---\ntitle: True\n---', 'True', 'frontmatter'],
    ['---\ntitle: {{name}}\n---', '{{name}}', 'frontmatter'],
    ['---\ntitle: [WIP] Review\n---', '[WIP] Review', 'frontmatter'],
    ['---\ntitle: Use: this\n---', 'Use: this', 'frontmatter'],
    ['---\ntitle: |\n  two\n  lines\n---', 'two lines', 'frontmatter'],
    ['---\ntitle: "a\\tb\\u0000\\x1b[31m"\n---', 'a b [31m', 'frontmatter'],
  ])('titles %j', (text, title, titleOrigin) => {
    expect(promptOf(text)).toMatchObject({ title, titleOrigin });
  });

  it.each([
    ['a.md', 'a'], ['x/code-review.prompt.md', 'code-review'], ['x/go.instructions.md', 'go'], ['x/A.agent.md', 'A'], ['x/v1.2.md', 'v1.2'], ['skills/pdf/SKILL.md', 'pdf'],
    ['patterns/summarize/system.md', 'summarize'], ['x/index.md', 'x'], ['README.md', 'lib'], ['x/prompt.md', 'x'], ['x/prompt.prompt.md', 'x'], ['x/.md', '.md'], ['x/Großes Haus.md', 'Großes Haus'],
  ])('names the file %s', (path, title) => {
    expect(promptOf('', path).title).toBe(title);
  });

  it.each([
    ['a, b,, a , c', ['a', 'b', 'c']],
    ['[a, "b c", 1.10, 2, true]', ['a', 'b c', '1.10', '2', 'true']],
    ['\n  - a\n  - b', ['a', 'b']],
    ['[a, b', ['a', 'b']],
    ['7', ['7']],
    ['', []],
    ['[]', []],
    ['[a, [b], {c: d}, null]', ['a']],
  ])('reads tags: %s', (tags, expected) => {
    expect(promptOf(`---\ntitle: T\ntags: ${tags}\n---\n`).tags).toEqual(expected);
  });

  it('bounds what is shown', () => {
    const prompt = promptOf(`---\ntitle: ${'👋'.repeat(300)}\ndescription: ${'d'.repeat(5000)}\ntags: [${Array.from({ length: 200 }, (_, i) => `t${i}`).join(', ')}]\n---\n`);
    expect(prompt.title.length).toBeLessThanOrEqual(200);
    expect(prompt.title.isWellFormed()).toBe(true);
    expect(prompt.title.endsWith('…')).toBe(true);
    expect(prompt.description).toHaveLength(1024);
    expect(prompt.tags).toHaveLength(50);
  });

  it('takes nothing from an alias bomb but its names', () => {
    const levels = Array.from({ length: 30 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`);
    const prompt = promptOf(`---\nl0: &l0 lol\n${levels.join('\n')}\ntitle: *l30\ndescription: *l30\ntags: *l30\n---\n`);
    expect(prompt.problems.map(({ code }) => code)).toContain('invalidValue');
    expect(JSON.stringify(prompt).length).toBeLessThan(5000);
  });
});

describe('validation', () => {
  it('judges the user\'s own folder strictly', () => {
    expect(found('Body')).toEqual(['error missingTitle', 'warning missingDescription', 'warning missingTags']);
    expect(found(VALID.replace('Looks at', 'Looks: at'))).toEqual(['error invalidFrontmatter']);
    expect(found(VALID.replace('title: Review', 'title: {{x}}'))).toEqual(['warning invalidValue']);
    expect(found('---\ntitle: T\nBody')).toContain('error unclosedFrontmatter');
    expect(found('---js\n{}\n---\n')).toContain('error unsupportedFrontmatter');
  });

  it('lets anybody\'s files be used', () => {
    for (const text of ['Body', VALID.replace('Looks at', 'Looks: at'), VALID.replace('title: Review', 'title: {{x}}'), '---\ntitle: T\nBody', '---js\n{}\n---\n']) {
      expect(found(text, LENIENT).filter((problem) => !problem.startsWith('hint'))).toEqual([]);
    }
    expect(found('Body', LENIENT)).toEqual(['hint missingTitle', 'hint missingDescription', 'hint missingTags']);
    expect(found('Body', QUIET)).toEqual(['hint missingTitle']);
  });

  it.each([STRICT, LENIENT])('takes equal names for an error and near-misses for a warning: $strictness', (profile) => {
    const text = `${VALID}{{list:file}} {{txt:x}}`;
    expect(found(text, profile)).toEqual(['error duplicatePlaceholder', 'warning nearMissPlaceholder']);
  });

  it.each(['\n', '\r\n', '\r'])('points at the place, in lines that end with %j', (eol) => {
    const text = ['---', 'title: A', 'globs: **/*.ts', '---', '', '👋 {{text:a}} {{text:a}}', '{{Text:b}}'].join(eol);
    const { problems } = promptOf(text, undefined, { strictness: 'strict', missingMetadata: false });
    expect(problems.map((problem) => [problem.code, slice(text, problem), problem.detail])).toEqual([
      ['invalidFrontmatter', 'globs: **/*.ts', expect.any(String)],
      ['duplicatePlaceholder', '{{text:a}}', 'a'],
      ['nearMissPlaceholder', '{{Text:b}}', '{{Text:b}}'],
    ]);
    expect(problems[1]?.range).toEqual({ start: { line: 5, character: 14 }, end: { line: 5, character: 24 } });
  });

  it.each([
    ['# My: prompt', '---\ntitle: "My: prompt"\n---\n\n# My: prompt'],
    ['---\r\nname: my-prompt\r\n---\r\n', '---\r\ntitle: my-prompt\r\nname: my-prompt\r\n---\r\n'],
    ['---\n---\n# A', '---\ntitle: A\n---\n# A'],
    ['---\ntitle:\nx: 1\n---\n# A', '---\ntitle: A\nx: 1\n---\n# A'],
    ['---\n# c\n\n  x: 1\n---\n# A', '---\n  title: A\n# c\n\n  x: 1\n---\n# A'],
    ['---\nglobs: **/*\n---\n# A', '---\ntitle: A\nglobs: **/*\n---\n# A'],
    ['', '---\ntitle: review\n---\n'],
  ])('adds a title to %j', (text, expected) => {
    const fix = promptOf(text).problems.find(({ code }) => code === 'missingTitle')?.fix;
    expect(mended(text, fix)).toBe(expected);
    expect(promptOf(expected).titleOrigin).toBe('frontmatter');
  });

  it('mends everything that it offers to mend, one fix after the other', () => {
    let text = '---\nglobs: **/*.ts\ndescription: Use: it\n---\n\n{{text:a}} {{text:a}} {{text:a_2}} {{list:a}}\n{{ text:b }} {{txt:c}} {{text:d e}} {{text:f}';
    for (let round = 0; round < 20; round++) text = mended(text, promptOf(text).problems.find(({ fix }) => fix)?.fix);
    expect(found(text)).toEqual(['warning missingTags']);
    expect(text).toContain('{{text:a}} {{text:a_3}} {{text:a_2}} {{list:a_4}}\n{{text:b}} {{text:c}} {{text:d_e}} {{text:f}}');
  });

  it('offers to close frontmatter that holds a title instead of adding another title', () => {
    const text = '---\ntitle: T\ndescription: d\ntags: t\n\nBody';
    const fixes = promptOf(text).problems.flatMap(({ fix }) => (fix ? [mended(text, fix)] : []));
    expect(fixes).toEqual(['---\ntitle: T\ndescription: d\ntags: t\n---\n\nBody']);
    expect(found(fixes[0] ?? '')).toEqual([]);
  });

  it('offers different names to all that share one', () => {
    const fixes = promptOf('{{text:a}} {{text:a}} {{text:a}} {{text:a_2}}').problems.flatMap(({ code, fix }) => (code === 'duplicatePlaceholder' ? [fix?.newText] : []));
    expect(fixes).toEqual(['{{text:a_3}}', '{{text:a_4}}']);
  });

  it('reports a bounded number of problems', () => {
    expect(promptOf('{{text:a}}{{txt:b}}'.repeat(40_000)).problems.length).toBeLessThan(250);
  });
});

describe('any file', () => {
  const piece = fc.oneof(
    fc.constantFrom('---\n', 'title: ', 'tags: ', '- a\n', '\n', '\r\n', ': ', '[', '{{text:a}}', '{{txt:b}}', '{{list:a}', '# ', '```', '&a ', '*a', '!!js/function '),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  );
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

  it('is read without throwing, and the summary is the same', () => {
    fc.assert(
      fc.property(fc.oneof(text.map((value) => Buffer.from(value)), fc.uint8Array({ maxLength: 200 })), fc.constantFrom(STRICT, LENIENT), (bytes, profile) => {
        const document = readPrompt({ ...file('a/b.md', profile), bytes });
        expect(readPromptSummary({ ...file('a/b.md', profile), bytes })).toEqual(document.prompt);
        expect(document.prompt.title.trim()).not.toBe('');
        expect(document.text).toContain(document.body);
        expect(JSON.parse(JSON.stringify(document.prompt))).toEqual(document.prompt);
      }),
      { numRuns: 1500 },
    );
  });

  it('gets fixes that end the problem they belong to', () => {
    fc.assert(
      fc.property(text, (value) => {
        const before = promptOf(value).problems;
        for (const { code, fix } of before) {
          if (!fix) continue;
          const after = promptOf(mended(value, fix)).problems;
          expect(after.filter((problem) => problem.code === code).length, `${code}: ${JSON.stringify(mended(value, fix))}`).toBeLessThan(
            before.filter((problem) => problem.code === code).length,
          );
        }
      }),
      { numRuns: 1500 },
    );
  });
});
