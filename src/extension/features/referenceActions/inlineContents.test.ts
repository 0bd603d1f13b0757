import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileReference } from '../../../core/references/reference';
import { fencedBlock, languageOf } from '../../../core/references/codeText';
import { inlineReplacements, textOfReference } from './inlineContents';

/** The reference that `mention` is in `text`; its path is what stands behind the last bracket or mark. */
function referenceIn(text: string, mention: string): FileReference {
  const start = text.indexOf(mention);
  const syntax = mention.startsWith('@') ? 'at' : mention.startsWith('#file:') ? 'hash' : mention.startsWith('[[') ? 'wiki' : 'link';
  const [path = '', title] =
    syntax === 'link' ? [/\]\((.*)\)$/.exec(mention)?.[1]] : syntax === 'wiki' ? mention.slice(2, -2).split('|') : [mention.slice(mention.startsWith('@') ? 1 : 6)];
  const pathStart = text.indexOf(path, start + (syntax === 'link' ? mention.lastIndexOf('](') : 0));
  return { syntax, start, end: start + mention.length, pathStart, pathEnd: pathStart + path.length, path, title, fragment: undefined };
}

function inlined(text: string, mention: string, contents: string): string {
  let result = text;
  for (const { start, end, newText } of [...inlineReplacements(text, referenceIn(text, mention), contents)].reverse()) {
    result = result.slice(0, start) + newText + result.slice(end);
  }
  return result;
}

describe('Inline contents', () => {
  it('puts a reference that stands alone out for a line with its name and its contents', () => {
    expect(inlined('Before\n\n[The app](src/app.ts)\n\nAfter', '[The app](src/app.ts)', 'let x;\n')).toBe(
      'Before\n\nThe app (`src/app.ts`):\n\n```ts\nlet x;\n```\n\nAfter',
    );
    expect(inlined('@src/a.py', '@src/a.py', 'x = 1')).toBe('`src/a.py`:\n\n```py\nx = 1\n```');
    expect(inlined('[[notes.md|My notes]].', '[[notes.md|My notes]]', 'a')).toBe('My notes (`notes.md`):\n\n```markdown\na\n```');
  });

  it('leaves the words of a sentence and puts the contents below its paragraph', () => {
    expect(inlined('Look at [the app](a.ts) and\nmend it.\n\nThen rest.', '[the app](a.ts)', 'x')).toBe(
      'Look at the app and\nmend it.\n\n`a.ts`:\n\n```ts\nx\n```\n\nThen rest.',
    );
    expect(inlined('Look at #file:a.ts now.\r\nPlease.\r\n\r\nThen', '#file:a.ts', 'x')).toBe(
      'Look at `a.ts` now.\r\nPlease.\n\n`a.ts`:\n\n```ts\nx\n```\r\n\r\nThen',
    );
  });

  it.each([
    ['- [A](a.ts)\n- next', '- A (`a.ts`):\n\n  ```ts\n  one\n\n    two\n  ```\n- next'],
    ['  1. [ ] [A](a.ts)', '  1. [ ] A (`a.ts`):\n\n     ```ts\n     one\n\n       two\n     ```'],
    ['> [A](a.ts)', '> A (`a.ts`):\n>\n> ```ts\n> one\n>\n>   two\n> ```'],
    ['> - see [A](a.ts) first\n> - next', '> - see A first\n>\n>   `a.ts`:\n>\n>   ```ts\n>   one\n>\n>     two\n>   ```\n> - next'],
    ['> see [A](a.ts)\n> again\n>\n> more', '> see A\n> again\n>\n> `a.ts`:\n>\n> ```ts\n> one\n>\n>   two\n> ```\n>\n> more'],
    ['# See [A](a.ts)\nText', '# See A\n\n`a.ts`:\n\n```ts\none\n\n  two\n```\nText'],
    ['* see [A](a.ts)\n  again\n* next', '* see A\n  again\n\n  `a.ts`:\n\n  ```ts\n  one\n\n    two\n  ```\n* next'],
  ])('keeps lists, quotes and indentation: %j', (text, expected) => {
    expect(inlined(text, '[A](a.ts)', 'one\n\n  two\n')).toBe(expected);
  });

  it('keeps what is written in the text of a link', () => {
    const text = 'See [the *`a]`* file \\[x\\]](a.ts) now';
    expect(textOfReference(text, referenceIn(text, '[the *`a]`* file \\[x\\]](a.ts)'))).toBe('the *`a]`* file \\[x\\]');
    expect(textOfReference('![Alt](a.png)', { ...referenceIn('![Alt](a.png)', '![Alt](a.png)'), syntax: 'link' })).toBe('Alt');
  });

  it('never lets contents end their block, whatever they are', () => {
    const contents = fc.array(fc.oneof(fc.constantFrom('```', '````', '`', '~~~', '\r\n', '\n', '\r', '  ', '> '), fc.string()), { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(contents, (text) => {
        const [open = '', ...rest] = fencedBlock(text, 'x');
        const close = rest.pop();
        expect(open).toBe(`${close}x`);
        expect(rest.join('\n')).toBe(text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replace(/\n$/, ''));
        for (const line of rest) expect(line.trim().startsWith(close as string)).toBe(false);
      }),
    );
  });

  it('changes nothing but the reference and the end of its paragraph', () => {
    const around = fc.array(fc.constantFrom('word', ' ', '\n', '\n\n', '- ', '> ', '\r\n', '# ', '1. '), { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(around, around, (before, after) => {
        const mention = '[T](a.ts)';
        const text = before + mention + after;
        const replacements = inlineReplacements(text, referenceIn(text, mention), 'x');
        let last = 0;
        for (const { start, end } of replacements) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(text.slice(start, end).replace(mention, '').trim()).toBe('');
          last = end;
        }
        expect(replacements.map(({ newText }) => newText).join('')).toContain('```ts');
      }),
    );
  });
});

it.each([
  ['src/a.mjs', 'js'],
  ['a.b.tsx', 'tsx'],
  ['Dockerfile', 'dockerfile'],
  ['README', ''],
  ['.env', ''],
  ['x.```', ''],
  ['notes.txt', ''],
  ['docs/A.MD', 'markdown'],
])('the block of %s has the language %j', (path, language) => {
  expect(languageOf(path)).toBe(language);
});
