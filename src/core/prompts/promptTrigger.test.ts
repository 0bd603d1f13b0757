import { describe, expect, it } from 'vitest';
import { isCodeOrFrontmatter, promptTriggerAt } from './promptTrigger';

describe('what asks for a prompt', () => {
  it.each([
    ['/', 0, ''],
    ['  /rev', 2, 'rev'],
    ['\t/code rev', 1, 'code rev'],
    ['/a ', 0, 'a '],
    ['>>', 0, ''],
    ['text >>rev', 5, 'rev'],
    ['a>>réviser le', 1, 'réviser le'],
    ['`code` >>x', 7, 'x'],
    ['a > b >>x', 6, 'x'],
  ])('%j', (before, start, query) => {
    expect(promptTriggerAt(before)).toEqual({ start, query });
  });

  it.each(['', 'text', 'a /rev', '/usr/', '/usr/bin', '//', '/ text', '/*/', '>', '>> quoted', '>>>', '>>>>>>> branch', '<<name>>', '`a >>b', '/two  blanks', 'x >>a>', '/c:\\'])(
    'not %j',
    (before) => {
      expect(promptTriggerAt(before)).toBeUndefined();
    },
  );

  it('is no longer a request when it has become a sentence', () => {
    expect(promptTriggerAt('/deploy is the command that we want')).toBeUndefined();
    expect(promptTriggerAt(`/${'x'.repeat(61)}`)).toBeUndefined();
  });
});

describe('where nobody asks for prompts', () => {
  /** The numbers of the lines that are code or frontmatter. */
  const closed = (...lines: readonly string[]): number[] =>
    lines.flatMap((_, line) => (isCodeOrFrontmatter({ lineAt: (number) => lines[number] ?? '' }, lines.length, line) ? [line] : []));

  it('is the frontmatter', () => {
    expect(closed('---', 'title: x', '---', 'text')).toEqual([0, 1, 2]);
    expect(closed('---', 'a document that begins with a line')).toEqual([]);
    expect(closed('text', '---', 'title: x', '---')).toEqual([]);
  });

  it('is fenced code', () => {
    expect(closed('text', '```ts', '/x', '```', 'text')).toEqual([2, 3]);
    expect(closed('~~~~', '~~~', '```', '~~~~', 'text')).toEqual([1, 2, 3]);
    expect(closed('- ```', '  code', '  ```', 'text')).toEqual([1, 2]);
    expect(closed('```not``` a fence', 'text')).toEqual([]);
    expect(closed('```', '``` not the end', '')).toEqual([1, 2]);
  });

  it('has nothing of an empty document', () => {
    expect(closed('')).toEqual([]);
  });
});
