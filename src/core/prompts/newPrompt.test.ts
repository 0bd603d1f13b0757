import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFrontmatter } from './frontmatter';
import { categoryNameProblem, fileNamesFor, newPromptText, slugOf, tagsIn } from './newPrompt';

const prompt = { title: 'Review a change', description: 'Finds mistakes.', tags: ['review', 'c++'], body: 'Read {{text:file}}.' };

describe('a new prompt', () => {
  it('has its frontmatter, a blank line and its body', () => {
    const { text, bodyStart } = newPromptText(prompt);
    expect(text).toBe('---\ntitle: Review a change\ndescription: Finds mistakes.\ntags: [review, c++]\n---\n\nRead {{text:file}}.\n');
    expect(text.slice(bodyStart)).toBe('Read {{text:file}}.\n');
  });

  it('leaves out the keys that have no value, and ends where the body is to be typed', () => {
    const { text, bodyStart } = newPromptText({ title: 'Bare', description: ' ', tags: [], body: '\r\n \r\n' });
    expect(text).toBe('---\ntitle: Bare\n---\n\n');
    expect(bodyStart).toBe(text.length);
  });

  it.each([
    'Ship it: now',
    'He said "no" and \'yes\'',
    '🚀 Launch # not a comment',
    '- [ ] {{text:x}} & *all*',
    'no',
    '12:30',
    '1.10',
    'null',
    '!!js/function x',
    'trailing colon:',
    '@at `tick` %percent',
    '\\back\\slash \u2028 line',
    '名前: 変更',
    '---',
  ])('keeps the title %j', (title) => {
    const read = readFrontmatter(newPromptText({ ...prompt, title, description: title }).text);
    expect(read.issues).toEqual([]);
    expect(read.values.get('title')).toBe(title.replace('\u2028', ' '));
    expect(read.values.get('description')).toBe(title.replace('\u2028', ' '));
  });

  it('is valid YAML that says the same, whatever is typed', () => {
    const words = fc.string({ unit: 'binary', minLength: 1 });
    fc.assert(
      fc.property(words, words, fc.array(words, { maxLength: 4 }), (title, description, tags) => {
        const read = readFrontmatter(newPromptText({ title, description, tags, body: '' }).text);
        const clean = (text: string): string => text.toWellFormed().replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
        expect(read.issues).toEqual([]);
        expect(read.values.get('title')).toBe(clean(title));
        expect(read.values.get('description') ?? '').toBe(clean(description));
        expect(read.values.get('tags') ?? []).toEqual(tags.map(clean));
      }),
    );
  });

  it('takes a body without the indentation and the blank lines around it, with LF', () => {
    const body = '\r\n    - one\r\n      - two\r\n\r\n    - three\r\n\r\n';
    const { text, bodyStart } = newPromptText({ ...prompt, body });
    expect(text.slice(bodyStart)).toBe('- one\n  - two\n\n- three\n');
  });

  it('leaves variables of other tools as they are', () => {
    const { text, bodyStart } = newPromptText({ ...prompt, body: 'Translate ${name:English} and {{x}}' });
    expect(text.slice(bodyStart)).toBe('Translate ${name:English} and {{x}}\n');
  });
});

describe('the file name of a title', () => {
  it.each([
    ['Review a Change!', 'review-a-change'],
    ['  C++ / C# — notes  ', 'c-c-notes'],
    ['Über größere Änderungen', 'über-größere-änderungen'],
    ['コードレビュー 手順', 'コードレビュー-手順'],
    ['e\u0301te\u0301', 'été'],
    ['../../etc/passwd', 'etc-passwd'],
    ['🚀🚀', 'prompt'],
    ['CON', 'con-prompt'],
    ['lpt1', 'lpt1-prompt'],
    ['.hidden', 'hidden'],
    ['a<b>:"c"|?*', 'a-b-c'],
  ])('%s is %s', (title, slug) => {
    expect(slugOf(title)).toBe(slug);
  });

  it('is short, ends with a whole word and is fine as a folder name everywhere', () => {
    expect(slugOf('word '.repeat(50))).toMatch(/^(word-)*word$/);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
        const slug = slugOf(title);
        expect(slug.length).toBeLessThanOrEqual(67);
        expect(slug.isWellFormed()).toBe(true);
        expect(categoryNameProblem(slug)).toBeUndefined();
      }),
    );
  });

  it('is numbered when it is taken', () => {
    const names = fileNamesFor('Plan');
    expect([names.next().value, names.next().value, names.next().value]).toEqual(['plan.md', 'plan-2.md', 'plan-3.md']);
  });
});

describe('the name of a category', () => {
  it.each(['rules', 'Code Review', 'ルール', 'v1.2', 'a-b_c (d)'])('%s is fine', (name) => {
    expect(categoryNameProblem(name)).toBeUndefined();
  });

  it.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['.git', 'hidden'],
    ['..', 'hidden'],
    ['a/b', 'characters'],
    ['a\\b', 'characters'],
    ['what?', 'characters'],
    ['a\tb', 'characters'],
    ['end.', 'end'],
    ['end ', 'end'],
    [' start', 'end'],
    ['NUL', 'reserved'],
    ['aux.txt', 'reserved'],
    ['x'.repeat(200), 'tooLong'],
  ])('%j is refused: %s', (name, problem) => {
    expect(categoryNameProblem(name)).toBe(problem);
  });
});

it('reads several tags from one line', () => {
  expect(tagsIn(' #review, c++ ,, review, two words ')).toEqual(['review', 'c++', 'two words']);
});
