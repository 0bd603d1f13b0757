import { beforeEach, describe, expect, it } from 'vitest';
import { InMemoryFileSystem } from '../../../test/support/inMemoryFileSystem';
import { FileSystemError } from '../ports/fileSystem';
import type { Prompt } from '../prompts/prompt';
import { PromptFileError } from './promptFileError';
import { copyInto, isNamedAfterTitle, planDuplicate, planMove, planRename, splitFileName } from './promptFiles';
import type { PromptSource } from './promptSource';

const root = 'file:///lib';
const source: PromptSource = { id: root, label: 'User', kind: 'user', root, validation: { strictness: 'strict', missingMetadata: true } };
const lenient: PromptSource = { ...source, validation: { strictness: 'lenient', missingMetadata: false } };

function prompt(path: string, title: string, overrides: Partial<Prompt> = {}): Prompt {
  return {
    uri: `${root}/${path}`,
    sourceId: root,
    path,
    category: '',
    title,
    titleOrigin: 'frontmatter',
    description: '',
    tags: [],
    placeholders: [],
    size: 1,
    mtime: 1,
    problems: [],
    ...overrides,
  };
}

let files: InMemoryFileSystem;
beforeEach(() => {
  files = new InMemoryFileSystem();
  files.putFolder(root);
});

const reasonOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(() => 'no error', (thrown: unknown) => thrown);
  return PromptFileError.is(error) || FileSystemError.is(error) ? error.reason : String(error);
};

describe('splitFileName', () => {
  it.each([
    ['review.md', 'review', '.md'],
    ['review.prompt.md', 'review', '.prompt.md'],
    ['v1.2.md', 'v1.2', '.md'],
    ['SKILL.MD', 'SKILL', '.MD'],
    ['.md', '.md', ''],
    ['noext', 'noext', ''],
  ])('%s is %s and %s', (name, stem, ending) => {
    expect(splitFileName(name)).toEqual([stem, ending]);
  });
});

describe('isNamedAfterTitle', () => {
  it.each([
    ['rules/code-review.md', 'Code Review', true],
    ['rules/code-review-2.md', 'Code Review', true],
    ['rules/code-review.prompt.md', 'Code: Review!', true],
    ['rules/code-review-old.md', 'Code Review', false],
    ['rules/cr.md', 'Code Review', false],
  ])('%s of "%s": %s', (path, title, named) => {
    expect(isNamedAfterTitle(prompt(path, title))).toBe(named);
  });
});

describe('planRename', () => {
  it('lets the file name follow the title and finds a free name', async () => {
    files.put(`${root}/rules/explain-code.md`, 'taken');
    expect(await planRename(files, prompt('rules/code-review.prompt.md', 'Code Review'), 'Explain Code', source)).toEqual({
      from: `${root}/rules/code-review.prompt.md`,
      to: `${root}/rules/explain-code.prompt.md`,
    });
    expect((await planRename(files, prompt('rules/code-review.md', 'Code Review'), 'Explain Code', source))?.to).toBe(`${root}/rules/explain-code-2.md`);
  });

  it('keeps a name of the author’s own choice, and one that would not change', async () => {
    expect(await planRename(files, prompt('rules/cr.md', 'Code Review'), 'Other', source)).toBeUndefined();
    expect(await planRename(files, prompt('rules/code-review-2.md', 'Code Review'), 'Code  review!', source)).toBeUndefined();
  });

  it('keeps the name that another tool calls the prompt by', async () => {
    const untitled = prompt('fix-bug.prompt.md', 'Fix bug', { titleOrigin: 'fileName' });
    expect(await planRename(files, untitled, 'Mend', lenient)).toBeUndefined();
    expect((await planRename(files, untitled, 'Mend', source))?.to).toBe(`${root}/mend.prompt.md`);
  });
});

describe('planDuplicate', () => {
  it('names the copy as the original is named', async () => {
    files.put(`${root}/code-review-copy.md`, 'taken');
    expect(await planDuplicate(files, prompt('code-review.md', 'Code Review'), 'Code Review copy')).toBe(`${root}/code-review-copy-2.md`);
    expect(await planDuplicate(files, prompt('cr.md', 'Code Review'), 'Code Review copy')).toBe(`${root}/cr-copy.md`);
  });
});

describe('planMove', () => {
  it('goes into a folder that exists or not, also with odd characters', async () => {
    const to = `${root}/a%20%23b/x.md`;
    expect(await planMove(files, `${root}/rules/x.md`, `${root}/a%20%23b`, source)).toEqual({ from: `${root}/rules/x.md`, to });
  });

  it('does nothing for a file that is there already', async () => {
    expect(await planMove(files, `${root}/rules/x.md`, `${root}/rules`, source)).toBeUndefined();
  });

  it('never replaces a file', async () => {
    files.put(`${root}/new/x.md`, 'taken');
    expect(await reasonOf(planMove(files, `${root}/rules/x.md`, `${root}/new`, source))).toBe('nameTaken');
  });

  it.each(['file:///elsewhere', 'file:///library', `${root}/..`, `${root}/a/../../b`])('refuses %s', async (folder) => {
    expect(await reasonOf(planMove(files, `${root}/rules/x.md`, folder, source))).toBe('outsideLibrary');
  });

  it('refuses a folder that a link leads out of the library', async () => {
    files.putFolder('file:///secret');
    files.putLink(`${root}/link`, 'file:///secret');
    expect(await reasonOf(planMove(files, `${root}/rules/x.md`, `${root}/link/deeper`, source))).toBe('outsideLibrary');
  });
});

describe('copyInto', () => {
  it('copies byte for byte under a free name', async () => {
    const bytes = new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0x0d, 0x0a]);
    files.put('file:///home/x.md', bytes);
    files.put(`${root}/rules/x.md`, 'taken');
    const to = await copyInto(files, 'file:///home/x.md', `${root}/rules`, source, 100);
    expect(to).toBe(`${root}/rules/x-2.md`);
    expect((await files.read(to)).bytes).toEqual(bytes);
  });

  it('takes prompts only, and none that is too large', async () => {
    files.put('file:///home/x.png', 'x');
    files.put('file:///home/big.md', 'x'.repeat(101));
    expect(await reasonOf(copyInto(files, 'file:///home/x.png', `${root}/rules`, source, 100))).toBe('notAPrompt');
    expect(await reasonOf(copyInto(files, 'file:///home/big.md', `${root}/rules`, source, 100))).toBe('tooLarge');
  });
});
