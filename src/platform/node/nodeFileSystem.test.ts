import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FileSystemError, type FileSystemErrorReason } from '../../core/ports/fileSystem';
import { joinUri } from '../../core/util/uri';
import { NodeFileSystem } from './nodeFileSystem';
import { pathOf, uriOf } from './nodePaths';

let folder = '';
const files = new NodeFileSystem();
const path = (...names: string[]): string => join(folder, ...names);
const uri = (...names: string[]): string => joinUri(uriOf(folder), ...names);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const windows = process.platform === 'win32';

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'promptstack-files-')));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** What is flushed to disk from now on, in order. */
async function recordFlushes(): Promise<readonly string[]> {
  const handle = await open(folder, 'r');
  await handle.close();
  const prototype = Object.getPrototypeOf(handle) as FileHandle;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on the handle that it is meant for
  const sync = prototype.sync;
  const flushed: string[] = [];
  vi.spyOn(prototype, 'sync').mockImplementation(async function (this: FileHandle) {
    flushed.push((await this.stat()).isDirectory() ? 'folder' : 'file');
    await sync.call(this);
  });
  return flushed;
}

async function reasonOf(task: Promise<unknown>): Promise<FileSystemErrorReason | 'none' | 'foreign'> {
  try {
    await task;
    return 'none';
  } catch (error) {
    return error instanceof FileSystemError ? error.reason : 'foreign';
  }
}

describe('file URIs', () => {
  it.each(['a b.md', '100%.md', '%41.md', '#1?.md', `it's "x".md`, '🚀 ü.md', 'line\nbreak.md', 'a:b;c@d=e&f+g$,!*().md', 'שלום.md', '~x_-.md'])(
    'and paths convert both ways for %j',
    async (name) => {
      writeFileSync(path(name), 'x');
      expect(uriOf(path(name))).toBe(uri(name));
      expect(pathOf(uri(name))).toBe(path(name));
      expect((await files.readDirectory(uri())).map((entry) => joinUri(uri(), entry.name))).toEqual([uri(name)]);
      expect((await files.read(uri(name))).bytes).toHaveLength(1);
    },
  );
});

describe('reading', () => {
  it('gives content and stat', async () => {
    writeFileSync(path('a.md'), 'hello');
    const { bytes: content, stat } = await files.read(uri('a.md'));
    expect(new TextDecoder().decode(content)).toBe('hello');
    expect(stat).toEqual({ type: 'file', size: 5, mtime: statSync(path('a.md')).mtimeMs });
    expect(await files.stat(uri('a.md'))).toEqual(stat);
    expect(await files.stat(uri('b.md'))).toBeUndefined();
    expect(await files.stat(uri('a.md', 'below'))).toBeUndefined();
  });

  it('reads an empty and a large file whole', async () => {
    const large = Buffer.alloc(3 * 1024 * 1024, 'abc');
    writeFileSync(path('empty'), '');
    writeFileSync(path('large'), large);
    expect((await files.read(uri('empty'))).bytes).toHaveLength(0);
    expect(Buffer.compare(Buffer.from((await files.read(uri('large'))).bytes), large)).toBe(0);
  });

  it('says what is wrong', async () => {
    mkdirSync(path('folder'));
    writeFileSync(path('a.md'), 'hello');
    expect(await reasonOf(files.read(uri('nothing')))).toBe('notFound');
    expect(await reasonOf(files.read(uri('folder')))).toBe('isADirectory');
    expect(await reasonOf(files.readDirectory(uri('a.md')))).toBe('notADirectory');
    expect(await reasonOf(files.readDirectory(uri('nothing')))).toBe('notFound');
    await expect(files.read(uri('a.md'), 4)).rejects.toMatchObject({ reason: 'tooLarge', stat: { size: 5 } });
    expect(await reasonOf(files.read(uri('a.md'), 5))).toBe('none');
  });

  it.skipIf(windows)('does not wait for a pipe that nobody writes to', async () => {
    execFileSync('mkfifo', [path('pipe.md')]);
    expect(await reasonOf(files.read(uri('pipe.md')))).toBe('unavailable');
    expect(await files.readDirectory(uri())).toEqual([{ name: 'pipe.md', type: 'other', symbolicLink: false }]);
  });

  it.skipIf(windows)('tells links from what they lead to', async () => {
    writeFileSync(path('a.md'), 'hello');
    symlinkSync('a.md', path('link.md'));
    symlinkSync('circle', path('circle'));
    const entries = await files.readDirectory(uri());
    expect(entries.find(({ name }) => name === 'link.md')).toEqual({ name: 'link.md', type: 'other', symbolicLink: true });
    expect(await files.realPath(uri('link.md'))).toBe(uri('a.md'));
    expect(await files.realPath(uri('circle'))).toBeUndefined();
    expect(await reasonOf(files.stat(uri('circle')))).toBe('unavailable');
  });
});

describe('writing', () => {
  it('creates the folders above and leaves nothing else', async () => {
    await files.write(uri('new', 'deep', 'a.md'), bytes('one'));
    await files.write(uri('new', 'deep', 'a.md'), bytes('two'));
    expect(readFileSync(path('new', 'deep', 'a.md'), 'utf8')).toBe('two');
    expect(readdirSync(path('new', 'deep'))).toEqual(['a.md']);
  });

  it('creates only where nothing is, also when many try', async () => {
    const tries = Array.from({ length: 20 }, (_, index) => reasonOf(files.write(uri('a.md'), bytes(`try ${index}`), { create: true })));
    const reasons = (await Promise.all(tries)).sort();
    expect(reasons.filter((reason) => reason === 'none')).toHaveLength(1);
    expect(reasons.filter((reason) => reason === 'exists')).toHaveLength(19);
    expect(readFileSync(path('a.md'), 'utf8')).toMatch(/^try \d+$/);
    expect(readdirSync(folder)).toEqual(['a.md']);
  });

  it('never shows half a file to a reader', async () => {
    const contents = ['a', 'b'].map((letter) => bytes(letter.repeat(200_000)));
    await files.write(uri('a.md'), contents[0] as Uint8Array);
    let writing = true;
    const writes = (async () => {
      for (let round = 0; round < 20; round++) await files.write(uri('a.md'), contents[round % 2] as Uint8Array);
      writing = false;
    })();
    while (writing) {
      const text = new TextDecoder().decode((await files.read(uri('a.md'))).bytes);
      expect(text).toHaveLength(200_000);
      expect(new Set(text).size).toBe(1);
    }
    await writes;
  });

  it.skipIf(windows)('keeps the mode of the file, whatever the umask', async () => {
    writeFileSync(path('a.sh'), 'one');
    chmodSync(path('a.sh'), 0o777);
    await files.write(uri('a.sh'), bytes('two'));
    expect(statSync(path('a.sh')).mode & 0o777).toBe(0o777);
  });

  it.skipIf(windows)('follows a link to the file it leads to', async () => {
    mkdirSync(path('dotfiles'));
    writeFileSync(path('dotfiles', 'a.md'), 'one');
    symlinkSync(join('dotfiles', 'a.md'), path('a.md'));
    symlinkSync(join('dotfiles', 'new.md'), path('new.md'));
    await files.write(uri('a.md'), bytes('two'));
    await files.write(uri('new.md'), bytes('three'));
    expect(lstatSync(path('a.md')).isSymbolicLink()).toBe(true);
    expect(readFileSync(path('dotfiles', 'a.md'), 'utf8')).toBe('two');
    expect(readFileSync(path('dotfiles', 'new.md'), 'utf8')).toBe('three');
    expect(readdirSync(path('dotfiles')).sort()).toEqual(['a.md', 'new.md']);
  });

  it('writes names that are as long as names may be, in any script', async () => {
    // 255 bytes, which is the limit of most file systems.
    for (const name of ['字'.repeat(84), '🎈'.repeat(63), 'a'.repeat(252)].map((each) => `${each}.md`)) {
      await files.write(uri(name), bytes('one'), { create: true });
      await files.write(uri(name), bytes('two'));
      expect(readFileSync(path(name), 'utf8')).toBe('two');
    }
    expect(readdirSync(folder)).toHaveLength(3);
  });

  it.skipIf(windows)('has the new name on disk as well as the text, should the power fail', async () => {
    const flushed = await recordFlushes();
    await files.write(uri('new', 'a.md'), bytes('one'), { create: true });
    expect(flushed).toEqual(['file', 'folder']);
    await files.write(uri('new', 'a.md'), bytes('two'));
    expect(flushed).toEqual(['file', 'folder', 'file', 'folder']);
  });

  it('says so where a file stands in place of a folder, also when the name must be free', async () => {
    writeFileSync(path('file'), 'x');
    for (const target of [uri('file', 'a.md'), uri('file', 'deep', 'a.md')]) {
      expect(await reasonOf(files.write(target, bytes('x')))).toBe('notADirectory');
      expect(await reasonOf(files.write(target, bytes('x'), { create: true }))).toBe('notADirectory');
    }
  });

  it('leaves no trace when it fails', async () => {
    mkdirSync(path('taken'));
    writeFileSync(path('file'), 'x');
    expect(await reasonOf(files.write(uri('taken'), bytes('x')))).not.toBe('none');
    expect(await reasonOf(files.write(uri('file', 'below.md'), bytes('x')))).not.toBe('none');
    expect(readdirSync(folder).sort()).toEqual(['file', 'taken']);
  });
});

describe('moving and deleting', () => {
  it('never overwrites', async () => {
    writeFileSync(path('a.md'), 'a');
    writeFileSync(path('b.md'), 'b');
    mkdirSync(path('folder'));
    mkdirSync(path('other'));
    expect(await reasonOf(files.rename(uri('a.md'), uri('b.md')))).toBe('exists');
    expect(await reasonOf(files.rename(uri('folder'), uri('other')))).toBe('exists');
    expect(await reasonOf(files.rename(uri('nothing'), uri('c.md')))).toBe('notFound');
    expect(readFileSync(path('b.md'), 'utf8')).toBe('b');
  });

  it('moves files and folders, also into a new folder', async () => {
    await files.write(uri('folder', 'a.md'), bytes('a'));
    await files.rename(uri('folder', 'a.md'), uri('new', 'b.md'));
    await files.rename(uri('new'), uri('moved'));
    expect(readFileSync(path('moved', 'b.md'), 'utf8')).toBe('a');
    expect(existsSync(path('new'))).toBe(false);
  });

  it('changes the case of a name', async () => {
    writeFileSync(path('readme.md'), 'a');
    await files.rename(uri('readme.md'), uri('README.md'));
    expect(readdirSync(folder)).toEqual(['README.md']);
  });

  it('deletes files and folders with their content', async () => {
    await files.write(uri('folder', 'a.md'), bytes('a'));
    await files.delete(uri('folder'));
    expect(readdirSync(folder)).toEqual([]);
    expect(await reasonOf(files.delete(uri('folder')))).toBe('notFound');
  });
});
