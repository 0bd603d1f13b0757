import { randomBytes } from 'node:crypto';
import { link, lstat, mkdir, open, readlink, realpath, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { FileSystemError } from '../../core/ports/fileSystem';
import { codeOf } from './nodeErrors';
import { uriOf } from './nodePaths';
import { syncFolder } from './syncFolder';

/** UTF-16 code units of a name that stay in that of its temporary file: three bytes each at most, of the 255 that a name may have. */
const longestName = 60;

/**
 * Replaces a file in one step: a temporary file beside it, flushed to disk, then renamed, which is flushed as well. Keeps the file's mode; a link is followed
 * to its target, which is replaced while the link stays. Leaves nothing behind on failure.
 * @param create fails with `EEXIST` when something is there, also when another process was a moment faster.
 */
export async function writeAtomically(path: string, bytes: Uint8Array, create: boolean): Promise<void> {
  const target = create ? path : await linkTarget(path);
  await makeFolder(dirname(target));
  const mode = create ? undefined : await modeOf(target);
  // A dot in front: a library never takes the temporary file for a prompt.
  const temporary = join(dirname(target), `.${basename(target).slice(0, longestName)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeDurably(temporary, bytes, mode);
    if (create) await moveToFreeName(temporary, target);
    else await retryBusy(() => rename(temporary, target));
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(target));
}

/** @throws {FileSystemError} `notADirectory` where something else has its name, or that of a folder above. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST' && codeOf(error) !== 'ENOTDIR') throw error;
    throw new FileSystemError('notADirectory', uriOf(folder), { cause: error });
  }
}

/**
 * Gives a file a new name that nobody has yet; fails with `EEXIST` otherwise.
 * A hard link does it without a gap; where there are none, a look at the name must do.
 */
export async function moveToFreeName(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOENT') throw error;
    await failIfTaken(to);
    await retryBusy(() => rename(from, to));
    return;
  }
  await unlink(from);
}

/** @throws an error with code `EEXIST` when anything has that name. */
export async function failIfTaken(path: string): Promise<void> {
  try {
    await lstat(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  throw Object.assign(new Error(`EEXIST: ${path}`), { code: 'EEXIST' });
}

async function writeDurably(path: string, bytes: Uint8Array, mode: number | undefined): Promise<void> {
  const file = await open(path, 'wx', mode ?? 0o666);
  try {
    // The mode given to open passes through the umask; an existing file's mode is kept exactly.
    if (mode !== undefined) await file.chmod(mode);
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function linkTarget(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR') throw error;
  }
  try {
    return resolve(dirname(path), await readlink(path));
  } catch {
    return path;
  }
}

async function modeOf(path: string): Promise<number | undefined> {
  try {
    return (await lstat(path)).mode & 0o7777;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** On Windows a virus scanner or indexer may hold the file open for a moment. */
async function retryBusy(task: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await task();
      return;
    } catch (error) {
      const busy = process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error) ?? '');
      if (!busy || attempt === 6) throw error;
      await new Promise((later) => setTimeout(later, 10 * 2 ** attempt));
    }
  }
}
