import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app';
import { uriOf } from '../../src/platform/node/nodePaths';
import { promptText } from '../support/builders';
import { openDiskLibrary } from '../support/diskLibrary';

/** A library on the real disk that was made to do harm, or is changed while it is read. */
let base = '';
let app: App | undefined;
const path = (...names: string[]): string => join(base, 'library', ...names);
const paths = (): string[] => (app?.library.prompts ?? []).map((prompt) => prompt.path).sort();
const notices = (): string[] => (app?.library.notices ?? []).map(({ uri, reason }) => `${reason} ${uri.slice(uriOf(path()).length + 1)}`).sort();

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'promptstack-hostile-')));
  mkdirSync(path());
});
afterEach(() => {
  app?.dispose();
  rmSync(base, { recursive: true, force: true });
});

function put(...names: string[]): void {
  mkdirSync(path(...names, '..'), { recursive: true });
  writeFileSync(path(...names), promptText(names.join(' ')));
}

async function open(): Promise<App> {
  app = openDiskLibrary(path(), base);
  await app.library.whenReady();
  return app;
}

describe.skipIf(process.platform === 'win32')('a hostile library on disk', () => {
  it('with links out of it and in circles', async () => {
    put('rules', 'a.md');
    mkdirSync(join(base, 'outside'));
    writeFileSync(join(base, 'outside', 'secret.md'), promptText('Secret'));
    symlinkSync(join(base, 'outside'), path('folder'));
    symlinkSync('../../outside/secret.md', path('rules', 'file.md'));
    symlinkSync('/dev/zero', path('endless.md'));
    symlinkSync('..', path('rules', 'up'));
    symlinkSync('self.md', path('self.md'));
    symlinkSync('pong', path('ping'));
    symlinkSync('ping', path('pong'));
    symlinkSync('rules', path('alias'));
    await open();
    expect(paths()).toEqual(['rules/a.md']);
    expect(notices()).toEqual([
      'linkLoop ping',
      'linkLoop pong',
      'linkLoop rules/up',
      'linkLoop self.md',
      'linkOutside endless.md',
      'linkOutside folder',
      'linkOutside rules/file.md',
    ]);
  });

  it('with a huge file, a binary one, a pipe and a folder named like a prompt', async () => {
    put('fine.md');
    writeFileSync(path('huge.md'), '');
    truncateSync(path('huge.md'), 50 * 1024 * 1024);
    writeFileSync(path('binary.md'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 0, 1, 2, 0, 0xff, 0xfe, 0, 0]));
    execFileSync('mkfifo', [path('pipe.md')]);
    put('folder.md', 'inside.md');
    await open();
    const problems = (app?.library.prompts ?? []).map((prompt) => [prompt.path, ...prompt.problems.map(({ code }) => code)].join(' '));
    expect(problems.sort()).toEqual(['binary.md undecodable', 'fine.md', 'folder.md/inside.md', 'huge.md tooLarge']);
  });

  it('with folders nested hundreds deep', async () => {
    put('fine.md');
    execFileSync('sh', ['-c', 'for i in $(seq 1 400); do mkdir d && cd -P d || exit 1; done'], { cwd: path(), stdio: 'ignore' });
    await open();
    expect(paths()).toEqual(['fine.md']);
    expect(notices()).toEqual([`tooDeep ${Array.from({ length: 65 }, () => 'd').join('/')}`]);
  });

  it('with a name that is no valid text', async () => {
    put('fine.md');
    writeFileSync(Buffer.concat([Buffer.from(`${path()}/bad-`), Buffer.from([0xff, 0xfe]), Buffer.from('.md')]), promptText('Bad'));
    await open();
    expect(paths()).toHaveLength(2);
    expect(app?.library.prompts.filter(({ problems }) => problems.some(({ code }) => code === 'unreadable'))).toHaveLength(1);
  });

  it('that goes away while it is read', async () => {
    for (let index = 0; index < 500; index++) put(`folder${index % 20}`, `${index}.md`);
    const opening = open();
    await new Promise((resolve) => setTimeout(resolve, 5));
    renameSync(path(), join(base, 'gone'));
    await opening;
    await app?.library.refresh();
    expect(paths()).toEqual([]);
  });
});

describe('a living library on disk', () => {
  const known = (expected: string[], timeout = 30_000): Promise<void> => expect.poll(paths, { timeout, interval: 20 }).toEqual(expected);

  it('shows what happens to files and folders', async () => {
    put('a.md');
    await open();
    put('rules', 'b.md');
    await known(['a.md', 'rules/b.md']);
    renameSync(path('rules'), path('laws'));
    await known(['a.md', 'laws/b.md']);
    rmSync(path('a.md'));
    await known(['laws/b.md']);
    writeFileSync(path('laws', 'b.md'), promptText('Changed'));
    await expect.poll(() => app?.library.prompts[0]?.title, { timeout: 30_000 }).toBe('Changed');
  });

  it('shows a git checkout of 500 files in a moment', async () => {
    const git = (...args: string[]): void => void execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: path(), stdio: 'ignore' });
    const write = (title: string): void => {
      for (let index = 0; index < 500; index++) {
        mkdirSync(path(`folder${index % 10}`), { recursive: true });
        writeFileSync(path(`folder${index % 10}`, `${index}.md`), promptText(`${title} ${index}`));
      }
    };
    git('init', '-q');
    write('Old');
    git('add', '.');
    git('commit', '-qm', 'old');
    git('checkout', '-qb', 'new');
    write('New');
    git('commit', '-qam', 'new');
    await open();
    const count = (title: string): number => (app?.library.prompts ?? []).filter((prompt) => prompt.title.startsWith(title)).length;
    expect([count('New'), count('Old')]).toEqual([500, 0]);
    git('checkout', '-q', '-');
    await expect.poll(() => [count('New'), count('Old')], { timeout: 30_000, interval: 50 }).toEqual([0, 500]);
  });

  it('appears when its folder does', async () => {
    rmSync(path(), { recursive: true });
    await open();
    expect(paths()).toEqual([]);
    put('rules', 'a.md');
    await known(['rules/a.md']);
  });
});
