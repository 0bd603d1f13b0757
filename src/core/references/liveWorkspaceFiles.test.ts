import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InMemoryFileSystem, memoryUri } from '../../../test/support/inMemoryFileSystem';
import { noFileLister } from '../../../test/support/noFileLister';
import { TestClock } from '../../../test/support/testClock';
import type { FileLister } from '../ports/fileLister';
import type { Log } from '../ports/log';
import { LiveWorkspaceFiles } from './liveWorkspaceFiles';

const root = memoryUri('work');
const at = (path: string): string => memoryUri('work', ...path.split('/'));

let fileSystem: InMemoryFileSystem;
let clock: TestClock;
let files: LiveWorkspaceFiles;
let warnings: string[];
let changes: number;

function open(fileLister: FileLister = noFileLister): void {
  const log: Log = { debug: () => undefined, info: () => undefined, warn: (message) => warnings.push(message), error: (message) => warnings.push(message) };
  files = new LiveWorkspaceFiles({ fileSystem, fileLister, clock, log });
  files.setFolders([root]);
  files.onDidChange(() => changes++);
}

beforeEach(() => {
  fileSystem = new InMemoryFileSystem();
  clock = new TestClock();
  warnings = [];
  changes = 0;
});
afterEach(() => files.dispose());

async function known(): Promise<string[]> {
  await files.whenReady();
  return (await files.search('', { limit: 1000 })).map(({ path }) => path).sort();
}

/** Long enough for the changes so far to be taken in. */
async function settle(): Promise<void> {
  await clock.advance(1000);
  await files.whenReady();
  await clock.settle();
}

function put(...paths: string[]): void {
  for (const path of paths) fileSystem.put(at(path), '');
}

describe('listing', () => {
  it('begins on first use', async () => {
    put('a.md');
    open();
    await clock.settle();
    expect([files.state, files.size, fileSystem.calls, fileSystem.watcherCount]).toEqual(['idle', 0, [], 0]);
    const ready = files.whenReady();
    expect(files.state).toBe('listing');
    await ready;
    expect([files.state, files.size, changes, files.has(at('a.md')), files.has(at('b.md'))]).toEqual(['ready', 1, 1, true, false]);
  });

  it('leaves out what .gitignore files and files.exclude say, without looking inside', async () => {
    put('a.md', 'node_modules/x/y.js', 'src/a.ts', 'src/a.log', 'src/keep.log', 'src/gen/b.ts', '.git/config', '.git/info/x', 'out/a.js', 'out/b.ts', 'sub/.git/HEAD', 'sub/own.log');
    fileSystem.put(at('.gitignore'), 'node_modules/\n*.log\n');
    fileSystem.put(at('src/.gitignore'), '!keep.log\ngen\n');
    fileSystem.put(at('.git/info/exclude'), '/a.md\n');
    open();
    files.setExcludes(new Map([[root, ['**/*.js', 'src/gen']]]));
    expect(await known()).toEqual(['.gitignore', 'out/b.ts', 'src/.gitignore', 'src/a.ts', 'src/keep.log', 'sub/own.log']);
    expect(fileSystem.callsOf('readDirectory').filter((uri) => /node_modules|gen/.test(uri))).toEqual([]);
    expect(await Promise.all(['a.md', 'src/a.log', 'src/gone.log', 'node_modules/gone.md', 'out/a.js'].map((path) => files.isIgnored(at(path))))).toEqual([true, true, true, true, true]);
    expect(await Promise.all(['src/a.ts', 'src/keep.log', 'gone.md', 'sub/own.log'].map((path) => files.isIgnored(at(path))))).toEqual([false, false, false, false]);
    expect(await files.isIgnored(memoryUri('elsewhere', 'a.log'))).toBe(false);
  });

  it('knows the rules of a repository above, and those of the user', async () => {
    fileSystem.put(memoryUri('work', '.git', 'HEAD'), '');
    fileSystem.put(memoryUri('work', '.gitignore'), '/in/here/*.tmp\n*.bak');
    for (const name of ['a.tmp', 'a.bak', 'a.swp', 'x/b.tmp']) put(`in/here/${name}`);
    open({ list: () => Promise.resolve(false), userRules: () => Promise.resolve('*.swp') });
    files.setFolders([at('in/here')]);
    expect(await known()).toEqual(['x/b.tmp']);
  });

  it('does not go through links to folders', async () => {
    put('real/a.md');
    fileSystem.putLink(at('link'), at('real'));
    open();
    expect(await known()).toEqual(['link', 'real/a.md']);
  });

  it('believes git, but for what files.exclude hides', async () => {
    put('a.md', 'unseen.md', 'tracked.log');
    fileSystem.put(at('.gitignore'), '*.log');
    open({
      list: (_folder, onFiles) => {
        onFiles(['a.md', 'x/b.js', 'x/c.ts']);
        onFiles(['tracked.log', 'hidden/d/e.ts']);
        return Promise.resolve(true);
      },
    });
    files.setExcludes(new Map([[root, ['**/*.js', '**/hidden']]]));
    expect(await known()).toEqual(['a.md', 'tracked.log', 'x/c.ts']);
    expect(fileSystem.callsOf('readDirectory')).toEqual([]);
    expect(await files.isIgnored(at('tracked.log'))).toBe(false);
    expect(await files.isIgnored(at('other.log'))).toBe(true);
  });

  it('answers while it lists, with what it has', async () => {
    let finish: (listed: boolean) => void = () => undefined;
    open({
      list: (_folder, onFiles) => {
        onFiles(['first.md']);
        return new Promise((resolve) => (finish = resolve));
      },
    });
    expect((await files.search('first')).map(({ path }) => path)).toEqual(['first.md']);
    expect(files.state).toBe('listing');
    finish(true);
    await files.whenReady();
    expect(files.state).toBe('ready');
  });

  it('survives folders that cannot be read and a lister that fails', async () => {
    put('a.md', 'locked/b.md');
    fileSystem.fail(at('locked'), 'noPermission');
    open();
    expect(await known()).toEqual(['a.md']);
    files.dispose();
    open({ list: () => Promise.reject(new Error('broken')) });
    expect(await known()).toEqual([]);
    expect(warnings).toHaveLength(1);
  });

  it('stops at its limit and says so', async () => {
    open({
      list: (_folder, onFiles) => {
        for (let batch = 0; batch < 501; batch++) onFiles(Array.from({ length: 1000 }, (_, number) => `${batch}/${number}`));
        return Promise.resolve(true);
      },
    });
    await files.whenReady();
    expect(files.size).toBe(500_000);
    expect(warnings).toHaveLength(1);
  });

  it('lists several folders, and one inside another once', async () => {
    put('a.md', 'sub/b.md');
    fileSystem.put(memoryUri('other', 'c.md'), '');
    open();
    files.setFolders([root, memoryUri('other'), at('sub')]);
    expect(await known()).toEqual(['a.md', 'c.md', 'sub/b.md']);
    files.setFolders([memoryUri('other')]);
    expect(await known()).toEqual(['c.md']);
    expect(fileSystem.watcherCount).toBe(1);
  });

  it('ends with its owner', async () => {
    put('a.md');
    open();
    const ready = files.whenReady();
    files.dispose();
    await ready;
    expect(fileSystem.watcherCount).toBe(0);
    expect(await files.search('a')).toEqual([]);
  });
});

describe('changes', () => {
  beforeEach(async () => {
    put('a.md', 'dir/b.md', 'dir/deep/c.md', 'x.log');
    fileSystem.put(at('.gitignore'), '*.log\n/out/\n');
    open();
    await files.whenReady();
    changes = 0;
  });

  it('takes in files and folders that come and go', async () => {
    put('new.md', 'dir/new.log', 'fresh/one.md', 'fresh/two.log', 'out/y.md');
    fileSystem.drop(at('a.md'));
    await settle();
    expect(await known()).toEqual(['.gitignore', 'dir/b.md', 'dir/deep/c.md', 'fresh/one.md', 'new.md']);
    fileSystem.drop(at('dir'));
    await settle();
    expect(await known()).toEqual(['.gitignore', 'fresh/one.md', 'new.md']);
    await fileSystem.rename(at('fresh'), at('moved'));
    await settle();
    expect(await known()).toEqual(['.gitignore', 'moved/one.md', 'new.md']);
    expect(changes).toBe(3);
  });

  it('tells of changed contents without a change of the list', async () => {
    const touched: string[] = [];
    files.onDidTouch((batch) => touched.push(...batch.map(({ uri }) => uri)));
    put('a.md', '.git/index', 'x.log');
    await settle();
    expect([touched, changes]).toEqual([[at('a.md')], 0]);
  });

  it('lists anew when the rules change', async () => {
    fileSystem.put(at('.gitignore'), 'dir\n');
    await settle();
    expect(await known()).toEqual(['.gitignore', 'a.md', 'x.log']);
  });

  it('lists anew when much changes at once, once', async () => {
    fileSystem.forgetCalls();
    for (let number = 0; number < 2000; number++) put(`many/${number}.md`);
    await settle();
    expect(files.size).toBe(2004);
    expect(fileSystem.callsOf('readDirectory').filter((uri) => uri === at('many'))).toHaveLength(1);
    expect(fileSystem.callsOf('stat').length).toBeLessThan(50);
  });

  it('is not disturbed by what is ignored, however much it is', async () => {
    put('out/first.md');
    await settle();
    const touched: unknown[] = [];
    files.onDidTouch((batch) => touched.push(batch));
    fileSystem.forgetCalls();
    for (let number = 0; number < 2000; number++) put(`out/deep/${number % 7}/${number}.md`, `dir/${number}.log`);
    await settle();
    expect([touched, changes, fileSystem.callsOf('readDirectory')]).toEqual([[], 0, []]);
    put('dir/next.md');
    await settle();
    expect(files.has(at('dir/next.md'))).toBe(true);
  });

  it('hears of changes from the editor where nothing is watched', async () => {
    fileSystem.watching = false;
    put('noted.md');
    files.note([{ uri: at('noted.md'), kind: 'created' }]);
    await settle();
    expect(files.has(at('noted.md'))).toBe(true);
  });

  it('finds files by name, nearest first', async () => {
    put('dir/a.md', 'dir/deep/a.md');
    await settle();
    expect(files.named('a.md', at('dir/deep/x.md')).map(({ path }) => path)).toEqual(['dir/deep/a.md', 'dir/a.md', 'a.md']);
    expect([...files.withName((name) => name.startsWith('c'))]).toEqual([at('dir/deep/c.md')]);
    fileSystem.drop(at('a.md'));
    await settle();
    expect(files.named('')).toEqual([]);
  });
});
