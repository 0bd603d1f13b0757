import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InMemoryFileSystem, memoryUri } from '../../../test/support/inMemoryFileSystem';
import { noFileLister } from '../../../test/support/noFileLister';
import { TestClock } from '../../../test/support/testClock';
import type { Log } from '../ports/log';
import type { FileReference, ReferenceContext, ReferenceSyntax, ReferenceTarget } from './reference';
import { WorkspaceReferences } from './workspaceReferences';

const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const work = memoryUri('work');
const inWork = (...names: string[]): string => memoryUri('work', ...names);
const MB = 1024 * 1024;

let files: InMemoryFileSystem;
let references: WorkspaceReferences;
let context: ReferenceContext;

beforeEach(async () => {
  files = new InMemoryFileSystem();
  files.put(inWork('docs', 'note.md'), '# A note');
  files.put(inWork('src', 'app.ts'), 'export {};');
  files.put(memoryUri('secret', 'key.md'), '# Secret');
  references = new WorkspaceReferences({ fileSystem: files, fileLister: noFileLister, clock: new TestClock(), log: quiet, home: memoryUri('home'), folderAround: (uri) => (uri.startsWith(memoryUri('library')) ? memoryUri('library') : undefined) });
  references.files.setFolders([work]);
  context = { documentUri: inWork('docs', 'prompt.md'), folders: [work] };
  await references.whenLoaded();
});
afterEach(() => references.dispose());

function reference(text: string): FileReference {
  const [first] = references.parse(text);
  if (!first) throw new Error(`${text} is no reference`);
  return first;
}

async function resolve(text: string, at = context): Promise<ReferenceTarget> {
  return references.resolve(reference(text), at);
}

async function stateOf(text: string, at = context): Promise<string> {
  const { state, uri } = await resolve(text, at);
  return `${state} ${uri}`;
}

describe('where references lead', () => {
  it('links lead from the document, then from the root; the others the other way round', async () => {
    files.put(inWork('docs', 'same.md'), 'near');
    files.put(inWork('same.md'), 'root');
    expect(await stateOf('[x](same.md)')).toBe(`ok ${inWork('docs', 'same.md')}`);
    expect(await stateOf('[x](src/app.ts)')).toBe(`ok ${inWork('src', 'app.ts')}`);
    expect(await stateOf('[x](../src/app.ts)')).toBe(`ok ${inWork('src', 'app.ts')}`);
    expect(await stateOf('[x](/src/app.ts)')).toBe(`ok ${inWork('src', 'app.ts')}`);
    expect(await stateOf('#file:same.md')).toBe(`ok ${inWork('same.md')}`);
    expect(await stateOf('@note.md')).toBe(`ok ${inWork('docs', 'note.md')}`);
    expect(await stateOf('@src/app.ts')).toBe(`ok ${inWork('src', 'app.ts')}`);
    expect(await stateOf('#file:work/src/app.ts')).toBe(`ok ${inWork('src', 'app.ts')}`);
  });

  it('a wiki link finds a file by its name, with or without .md, when no other has that name', async () => {
    files.put(inWork('deep', 'down', 'Only Here.md'), '');
    files.put(inWork('a', 'twice.md'), '');
    files.put(inWork('b', 'twice.md'), '');
    expect(await stateOf('[[note]]')).toBe(`ok ${inWork('docs', 'note.md')}`);
    expect(await stateOf('[[Only Here]]')).toBe(`ok ${inWork('deep', 'down', 'Only Here.md')}`);
    expect(await stateOf('[[down/Only Here.md]]')).toBe(`ok ${inWork('deep', 'down', 'Only Here.md')}`);
    expect(await stateOf('[[a/twice]]')).toBe(`ok ${inWork('a', 'twice.md')}`);
    expect(await stateOf('[[twice]]')).toBe(`missing ${inWork('docs', 'twice.md')}`);
  });

  it('several root folders are searched in turn, and by their names', async () => {
    files.put(memoryUri('other', 'b.md'), '');
    files.put(memoryUri('other', 'src', 'app.ts'), '');
    const both = { ...context, folders: [work, memoryUri('other')] };
    expect(await stateOf('@b.md', both)).toBe(`ok ${memoryUri('other', 'b.md')}`);
    expect(await stateOf('@src/app.ts', both)).toBe(`ok ${inWork('src', 'app.ts')}`);
    expect(await stateOf('#file:other/src/app.ts', both)).toBe(`ok ${memoryUri('other', 'src', 'app.ts')}`);
    expect(await stateOf('[x](../../other/b.md)', both)).toBe(`ok ${memoryUri('other', 'b.md')}`);
  });

  it('documents outside of the workspace have their own folder, or their library, and the root folders', async () => {
    files.put(memoryUri('library', 'rules', 'style.md'), '');
    files.put(memoryUri('elsewhere', 'near.md'), '');
    const inLibrary = { documentUri: memoryUri('library', 'commands', 'c.md'), folders: [work] };
    const elsewhere = { documentUri: memoryUri('elsewhere', 'c.md'), folders: [work] };
    const untitled = { documentUri: 'untitled:Untitled-1', folders: [work] };
    expect(await stateOf('[x](../rules/style.md)', inLibrary)).toBe(`ok ${memoryUri('library', 'rules', 'style.md')}`);
    expect(await stateOf('[x](src/app.ts)', inLibrary)).toBe(`ok ${inWork('src', 'app.ts')}`);
    expect(await stateOf('[x](near.md)', elsewhere)).toBe(`ok ${memoryUri('elsewhere', 'near.md')}`);
    expect(await stateOf('[x](../secret/key.md)', elsewhere)).toBe(`outside ${memoryUri('secret', 'key.md')}`);
    expect(await stateOf('[x](docs/note.md)', untitled)).toBe(`ok ${inWork('docs', 'note.md')}`);
    expect(await stateOf('@src/gone.ts', { documentUri: 'untitled:Untitled-1', folders: [] })).toContain('missing');
  });

  it('says what is wrong with a target', async () => {
    files.put(inWork('.gitignore'), '*.log\n/out/\n');
    files.put(inWork('a.log'), 'x');
    files.put(inWork('out', 'b.md'), 'x');
    files.put(inWork('image.png'), new Uint8Array([0x89, 0x50, 0, 0, 0, 1, 2, 3]));
    files.put(inWork('utf16.txt'), new Uint8Array([0xff, 0xfe, 0x61, 0]));
    files.put(inWork('big.txt'), 'x'.repeat(MB + 1));
    files.put(inWork('locked.md'), 'x');
    files.fail(inWork('locked.md'), 'noPermission');
    const states: Record<string, string> = {};
    for (const path of ['src/app.ts', 'src', 'gone.ts', 'a.log', 'out/b.md', 'image.png', 'utf16.txt', 'big.txt', 'locked.md']) {
      states[path] = (await resolve(`#file:${path}`)).state;
    }
    expect(states).toEqual({
      'src/app.ts': 'ok',
      src: 'directory',
      'gone.ts': 'missing',
      'a.log': 'ignored',
      'out/b.md': 'ignored',
      'image.png': 'binary',
      'utf16.txt': 'ok',
      'big.txt': 'tooLarge',
      'locked.md': 'unreadable',
    });
    expect(await resolve('@big.txt')).toMatchObject({ size: MB + 1 });
    expect(files.callsOf('read')).not.toContain(inWork('big.txt'));
  });

  it('says where a missing file should be', async () => {
    expect(await stateOf('[x](gone.md)')).toBe(`missing ${inWork('docs', 'gone.md')}`);
    expect(await stateOf('[x](/src/gone.md)')).toBe(`missing ${inWork('src', 'gone.md')}`);
    expect(await stateOf('@src/gone.md')).toBe(`missing ${inWork('src', 'gone.md')}`);
    expect(await stateOf('[[gone]]')).toBe(`missing ${inWork('docs', 'gone.md')}`);
  });

  it('reads a file again only after it changed', async () => {
    const [target, times] = [inWork('docs', 'note.md'), (): number => files.callsOf('read').filter((uri) => uri === inWork('docs', 'note.md')).length];
    await resolve('[x](note.md)');
    await resolve('[x](note.md)');
    expect(await references.titleOf(target)).toBe('A note');
    expect(times()).toBe(1);
    files.put(target, '# Another');
    expect(await references.titleOf(target)).toBe('Another');
  });
});

describe('outside of the workspace', () => {
  const touched = (): readonly string[] => files.calls.filter((call) => call.includes(memoryUri('secret')) || call.includes('file:'));

  it.each(['[x](../../secret/key.md)', '@../../secret/key.md', '[x](%2e%2e/%2e%2e/secret/key.md)', '@..\\..\\secret\\key.md', '[[../../secret/key]]', '#file:/secret/key.md', '[x](docs/../../../secret/key.md)'])(
    'does not touch %s',
    async (text) => {
      expect(await resolve(text)).toMatchObject({ state: 'outside', size: undefined, mtime: undefined });
      expect(touched()).toEqual([]);
    },
  );

  it.each(['[x](~/key.md)', '@C:/secret/key.md', '[x](//server/share/key.md)', '[x](file:///secret/key.md)', '@~/secret/key.md'])('does not touch %s on another place', async (text) => {
    expect((await resolve(text)).state).toBe('outside');
    expect(touched()).toEqual([]);
  });

  it('does not follow links out', async () => {
    files.putLink(inWork('docs', 'link.md'), memoryUri('secret', 'key.md'));
    files.putLink(inWork('linked'), memoryUri('secret'));
    files.putLink(inWork('docs', 'inner.md'), inWork('src', 'app.ts'));
    expect(await stateOf('[x](link.md)')).toBe(`outside ${inWork('docs', 'link.md')}`);
    expect(await stateOf('@linked/key.md')).toBe(`outside ${inWork('linked', 'key.md')}`);
    expect(await stateOf('[x](inner.md)')).toBe(`ok ${inWork('docs', 'inner.md')}`);
    expect(files.calls.filter((call) => /^(?:stat|read|readDirectory) .*(?:link\.md|linked)/.test(call))).toEqual([]);
    await expect(references.read(inWork('docs', 'link.md'))).rejects.toThrow('noPermission');
    expect(await references.titleOf(inWork('docs', 'link.md'))).toBe('link');
    expect(touched()).toEqual([]);
  });

  it('takes the root of a file system for no folder of a document', async () => {
    const document = { documentUri: memoryUri('loose.md'), folders: [] };
    expect(await stateOf('[x](secret/key.md)', document)).toMatch(/^(?:outside|missing)/);
    expect(touched()).toEqual([]);
  });

  it('reads it after a yes, and no other file beside it', async () => {
    let changes = 0;
    references.onDidChange(() => changes++);
    await resolve('[x](note.md)');
    await expect(references.read(memoryUri('secret', 'key.md'))).rejects.toThrow('noPermission');
    references.allowOutside(memoryUri('secret', 'key.md'));
    expect(changes).toBe(1);
    expect(references.isAllowedOutside(memoryUri('secret', 'key.md'))).toBe(true);
    expect(await stateOf('[x](../../secret/key.md)')).toBe(`ok ${memoryUri('secret', 'key.md')}`);
    expect(await references.read(memoryUri('secret', 'key.md'))).toBe('# Secret');
    expect(await stateOf('[x](../../secret/other.md)')).toBe(`outside ${memoryUri('secret', 'other.md')}`);
  });

  it('reads a link that leads out after a yes', async () => {
    files.putLink(inWork('docs', 'link.md'), memoryUri('secret', 'key.md'));
    references.allowOutside(inWork('docs', 'link.md'));
    expect(await stateOf('[x](link.md)')).toBe(`ok ${inWork('docs', 'link.md')}`);
    expect(await references.read(inWork('docs', 'link.md'))).toBe('# Secret');
  });

  it('never looks at anything outside, whatever the path is made of', async () => {
    const step = fc.constantFrom('..', '.', '', 'docs', 'secret', '~', 'C:', '%2e%2e', '..\\..', '%5c..', '%00', 'note.md', 'key.md', 'work', '%2F', '…');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom<ReferenceSyntax>('link', 'wiki', 'hash', 'at'), fc.array(step, { minLength: 1, maxLength: 6 }), async (syntax, steps) => {
        const path = steps.join('/').replaceAll('%2e', '.').replaceAll('%2F', '/').replaceAll('%5c', '\\').replaceAll('%00', '\0');
        files.forgetCalls();
        await references.resolve({ ...reference('[x](y.md)'), syntax, path }, context);
        // The index may look at the folders above the root for the rules of a repository.
        const outside = files.calls.filter((call) => !call.includes(work) && !/\/(?:\.git|\.gitignore)$/.test(call));
        expect(outside).toEqual([]);
        expect(files.calls.filter((call) => /%5C[^/]*\.\./i.test(call))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('titles', () => {
  it.each([
    ['a.md', '---\ntitle: From "it"\nname: tool\n---\n# Heading', 'From "it"'],
    ['b.md', '---\nname: tool\n---\n\n# Heading *two* #', 'Heading *two*'],
    ['c.md', 'text\n```\n# code\n```\n', 'c'],
    ['c.prompt.md', '', 'c.prompt'],
    ['README.md', '', 'README'],
    ['d.py', '# a comment', 'd'],
    ['.env', '# a comment', '.env'],
    ['Makefile', '# a comment', 'Makefile'],
  ])('%s is called by what it says, else by its name', async (name, text, title) => {
    files.put(inWork('t', name), text);
    expect(await references.titleOf(inWork('t', name))).toBe(title);
  });

  it('never fails', async () => {
    files.put(inWork('binary.md'), new Uint8Array([0, 1, 2, 0]));
    expect(await references.titleOf(inWork('gone.md'))).toBe('gone');
    expect(await references.titleOf(inWork('docs'))).toBe('docs');
    expect(await references.titleOf(inWork('binary.md'))).toBe('binary');
  });
});

describe('repairs', () => {
  it('offers the same name elsewhere, then other extensions, then what is nearly the same, nearest first', async () => {
    for (const path of ['lib/Helper.ts', 'src/deep/helper.ts', 'docs/helper.js', 'src/helpers.ts', 'src/unrelated.ts']) files.put(inWork(...path.split('/')), '');
    const found = await references.candidatesFor(reference('[x](../src/helper.ts)'), context);
    expect(found.map(({ path }) => path)).toEqual(['src/deep/helper.ts', 'lib/Helper.ts', 'docs/helper.js', 'src/helpers.ts']);
    expect(await references.candidatesFor(reference('[x](../src/helper.ts)'), context, 1)).toHaveLength(1);
    expect((await references.candidatesFor(reference('[[Ntoe]]'), context)).map(({ path }) => path)).toEqual(['docs/note.md']);
    expect(await references.candidatesFor(reference('[x](nothing-like-it.md)'), context)).toEqual([]);
  });
});

describe('paths to write', () => {
  const target = inWork('src', 'a b', 'app.ts');
  it.each<[ReferenceSyntax, Partial<ReferenceContext>, string]>([
    ['link', {}, '../src/a b/app.ts'],
    ['link', { documentUri: inWork('src', 'x.md') }, 'a b/app.ts'],
    ['link', { documentUri: 'untitled:Untitled-1' }, 'src/a b/app.ts'],
    ['link', { documentUri: memoryUri('library', 'x.md') }, 'src/a b/app.ts'],
    ['hash', {}, 'src/a b/app.ts'],
    ['at', {}, 'src/a b/app.ts'],
    ['at', { folders: [work, memoryUri('other')] }, 'work/src/a b/app.ts'],
    ['wiki', {}, 'app.ts'],
  ])('%s in %j', (syntax, changes, path) => {
    expect(references.pathTo(target, { ...context, ...changes }, syntax)).toBe(path);
  });

  it('lead back to the file, from anywhere, in every syntax', async () => {
    const names = ['a.md', 'b c.md', 'ü (1).ts', '100%.md', 'x#y.md', '[z].md', 'no-extension', "it's.md", 'a.b.md'];
    for (const name of names) files.put(inWork('some dir', name), '');
    await references.files.whenReady();
    for (const name of names) {
      for (const syntax of ['link', 'wiki', 'hash', 'at'] as const) {
        for (const documentUri of [inWork('docs', 'p.md'), inWork('p.md'), inWork('some dir', 'p.md'), 'untitled:Untitled-1', memoryUri('library', 'p.md')]) {
          const at = { documentUri, folders: [work] };
          const text = references.format(syntax, references.pathTo(inWork('some dir', name), at, syntax), 'T');
          expect(await stateOf(text, at), `${text} in ${documentUri}`).toBe(`ok ${inWork('some dir', name)}`);
        }
      }
    }
  });
});
