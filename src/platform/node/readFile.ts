import { closeSync, constants, fstat, fstatSync, open, openSync, read, readSync, stat, type Stats, statSync } from 'node:fs';
import { type FileContent, type FileStat, FileSystemError } from '../../core/ports/fileSystem';
import { toFileSystemError } from './nodeErrors';

/** Opening a named pipe would otherwise wait for its writer, possibly for ever. */
const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
/** Larger files always go through the thread pool, in bytes. */
const smallFile = 64 * 1024;
/** What takes longer than this did not come from memory, in milliseconds. */
const slow = 0.5;
/** So many files go through the thread pool after a slow one, at first and at most: four times as many each time in a row. */
const shortPatience = 16;
const longPatience = 1024;

/**
 * Looks at files and reads them, each in one go, so that the stat belongs to the content.
 *
 * Made for ten thousand small files: as long as the disk answers from memory, which takes some microseconds, a file is read at once; a
 * detour over the thread pool costs several times as much. The first answer that is not at once, as on a network or a cold disk,
 * sends the next files through the pool, with callbacks (`fs.promises` takes twice as long).
 */
export class FileReader {
  /** So many of the next files go through the pool. */
  #pooled = 0;
  #patience = shortPatience;

  /** @throws {FileSystemError} `tooLarge` with the stat for a file over `maxBytes`; `unavailable` for what is neither file nor folder. */
  async read(uri: string, path: string, maxBytes: number): Promise<FileContent> {
    let fd: number | undefined;
    try {
      const start = this.#startAtOnce();
      fd = start === undefined ? await openInPool(path) : openSync(path, flags);
      const stat = toStat(start === undefined ? await statInPool(fd) : fstatSync(fd));
      if (stat.type === 'directory') throw new FileSystemError('isADirectory', uri);
      if (stat.type !== 'file') throw new FileSystemError('unavailable', uri);
      if (stat.size > maxBytes) throw new FileSystemError('tooLarge', uri, { stat });
      const bytes = Buffer.allocUnsafe(stat.size);
      const filled =
        start === undefined || stat.size > smallFile ? await readInPool(fd, bytes) : readSync(fd, bytes, 0, bytes.length, null);
      if (stat.size <= smallFile) this.#judge(start);
      return { bytes: bytes.subarray(0, filled), stat };
    } catch (error) {
      throw toFileSystemError(error, uri);
    } finally {
      if (fd !== undefined) closeSync(fd);
    }
  }

  /** @throws {FileSystemError} also when nothing is there. */
  async stat(uri: string, path: string): Promise<FileStat> {
    try {
      const start = this.#startAtOnce();
      const stats = start === undefined ? await statPathInPool(path) : statSync(path);
      this.#judge(start);
      return toStat(stats);
    } catch (error) {
      throw toFileSystemError(error, uri);
    }
  }

  /** The time, when the next file may be looked at without the pool. */
  #startAtOnce(): number | undefined {
    if (this.#pooled === 0) return performance.now();
    this.#pooled--;
    return undefined;
  }

  #judge(start: number | undefined): void {
    if (start === undefined) return;
    if (performance.now() - start <= slow) {
      this.#patience = shortPatience;
      return;
    }
    this.#pooled = this.#patience;
    this.#patience = Math.min(this.#patience * 4, longPatience);
  }
}

function openInPool(path: string): Promise<number> {
  return new Promise((resolve, reject) => open(path, flags, (error, fd) => (error ? reject(error) : resolve(fd))));
}

function statInPool(fd: number): Promise<Stats> {
  return new Promise((resolve, reject) => fstat(fd, (error, stats) => (error ? reject(error) : resolve(stats))));
}

function statPathInPool(path: string): Promise<Stats> {
  return new Promise((resolve, reject) => stat(path, (error, stats) => (error ? reject(error) : resolve(stats))));
}

/** Reads to the end of `bytes`; a file that shrank meanwhile gives what is there. @returns how many were read */
function readInPool(fd: number, bytes: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    let filled = 0;
    const next = (): void => {
      read(fd, bytes, filled, bytes.length - filled, null, (error, count) => {
        filled += error ? 0 : count;
        if (error) reject(error);
        else if (count === 0 || filled === bytes.length) resolve(filled);
        else next();
      });
    };
    next();
  });
}

function toStat(stats: Stats): FileStat {
  return {
    type: stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other',
    size: stats.size,
    mtime: stats.mtimeMs,
  };
}
