import { readdir, realpath, type Dirent } from 'node:fs';
import { lstat, mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type DirectoryEntry, type FileContent, type FileStat, type FileSystem, FileSystemError, type FileWatcher } from '../../core/ports/fileSystem';
import { codeOf, toFileSystemError } from './nodeErrors';
import { pathOf, uriOf } from './nodePaths';
import { FileReader } from './readFile';
import { TreeWatcher } from './treeWatcher';

/** Files on this machine's disk, `file:` URIs only: the fast path. Deletes for good; whoever wants a trash routes deletion elsewhere. */
export class NodeFileSystem implements FileSystem {
  readonly #reader = new FileReader();

  async stat(uri: string): Promise<FileStat | undefined> {
    try {
      return await this.#reader.stat(uri, pathOf(uri));
    } catch (error) {
      if (FileSystemError.is(error, 'notFound') || FileSystemError.is(error, 'notADirectory')) return undefined;
      throw error;
    }
  }

  read(uri: string, maxBytes = Number.POSITIVE_INFINITY): Promise<FileContent> {
    return this.#reader.read(uri, pathOf(uri), maxBytes);
  }

  readDirectory(uri: string): Promise<readonly DirectoryEntry[]> {
    return new Promise((resolve, reject) => {
      readdir(pathOf(uri), { withFileTypes: true }, (error, entries) => {
        if (!error) resolve(entries.map(toEntry));
        else reject(error.code === 'ENOTDIR' ? new FileSystemError('notADirectory', uri, { cause: error }) : toFileSystemError(error, uri));
      });
    });
  }

  realPath(uri: string): Promise<string | undefined> {
    return new Promise((resolve) => {
      realpath.native(pathOf(uri), (error, path) => resolve(error ? undefined : uriOf(path)));
    });
  }

  write(uri: string, bytes: Uint8Array, options?: { readonly create?: boolean }): Promise<void> {
    return translated(uri, async () => {
      const { writeAtomically } = await import('./atomicWrite');
      await writeAtomically(pathOf(uri), bytes, options?.create ?? false);
    });
  }

  createDirectory(uri: string): Promise<void> {
    return translated(uri, async () => {
      await mkdir(pathOf(uri), { recursive: true });
    });
  }

  rename(from: string, to: string): Promise<void> {
    return translated(to, async () => {
      const { failIfTaken, moveToFreeName } = await import('./atomicWrite');
      const [source, target] = [pathOf(from), pathOf(to)];
      const stats = await lstat(source).catch((error: unknown) => {
        throw toFileSystemError(error, from);
      });
      await mkdir(dirname(target), { recursive: true });
      if (await isSameFile(source, target)) await rename(source, target);
      else if (stats.isFile()) await moveToFreeName(source, target);
      else {
        await failIfTaken(target);
        await rename(source, target);
      }
    });
  }

  delete(uri: string): Promise<void> {
    return translated(uri, () => rm(pathOf(uri), { recursive: true }));
  }

  watch(root: string): FileWatcher {
    return new TreeWatcher(pathOf(root));
  }
}

/** Two spellings of one name: where case does not count, changing the case of a name is no collision. */
async function isSameFile(a: string, b: string): Promise<boolean> {
  if (a.toLowerCase() !== b.toLowerCase()) return false;
  try {
    const [first, second] = await Promise.all([lstat(a), lstat(b)]);
    return first.ino === second.ino && first.dev === second.dev;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function toEntry(entry: Dirent): DirectoryEntry {
  return {
    name: entry.name,
    type: entry.isFile() ? 'file' : entry.isDirectory() ? 'directory' : 'other',
    symbolicLink: entry.isSymbolicLink(),
  };
}

async function translated(uri: string, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    throw toFileSystemError(error, uri);
  }
}
