import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../node/nodeErrors';

/** What stands beside the database, so that it can be known without it. */
interface Sidecar {
  /** Compositions whose Markdown file was gone when the database was written. */
  readonly missing: readonly string[];
}

/** What was in the file of the database when it had that version. */
export interface EarlyRead {
  readonly version: string;
  readonly bytes: Uint8Array;
}

const backupsKept = 5;
const chunkBytes = 8 * 1024 * 1024;
/** A temporary file that is older was left by a process that was killed, whatever its number is now. */
const abandonedMs = 3_600_000;

/**
 * The database and its companions in one folder: `history.db`, `history.json` (see {@link Sidecar}) and `history.db.backup-…`, the broken
 * ones that were set aside. Synchronous, for a worker. Every method throws the errors of the system unless it says otherwise.
 */
export class DatabaseFiles {
  readonly database: string;
  readonly #folder: string;
  readonly #sidecar: string;
  #early: EarlyRead | undefined;

  /** @param early of that folder's database, to be used once */
  constructor(folder: string, early?: EarlyRead) {
    this.#folder = folder;
    this.database = databaseIn(folder);
    this.#sidecar = join(folder, 'history.json');
    this.#early = early;
  }

  get lock(): string {
    return `${this.database}.lock`;
  }

  /** @returns `undefined` when there is none */
  read(): Uint8Array | undefined {
    const early = this.#early;
    this.#early = undefined;
    if (early && early.version === this.version()) return early.bytes;
    return orAbsent(() => fs.readFileSync(this.database));
  }

  /** Tells one version of the file from any other; `undefined` when there is none. */
  version(): string | undefined {
    return orAbsent(() => versionOf(fs.statSync(this.database)));
  }

  /** What cannot be read says nothing. */
  readSidecar(): Sidecar {
    try {
      const { missing } = JSON.parse(fs.readFileSync(this.#sidecar, 'utf8')) as { missing?: unknown };
      return { missing: Array.isArray(missing) ? missing.filter((uuid) => typeof uuid === 'string') : [] };
    } catch {
      return { missing: [] };
    }
  }

  /**
   * Replaces the database in one step, so that a crash leaves the former or the new one. The companion goes first: beside the former
   * database it may name what is not there yet, which is safe.
   * @returns bytes that were written
   */
  write(bytes: Uint8Array, sidecar: Sidecar): number {
    fs.mkdirSync(this.#folder, { recursive: true });
    const text = Buffer.from(`${JSON.stringify(sidecar)}\n`);
    this.#replace(this.#sidecar, text);
    this.#replace(this.database, bytes);
    return bytes.length + text.length;
  }

  /**
   * Gives the database a second name, under which it stays when {@link write} replaces it; the former backups make room but for the latest.
   * @returns path of the backup, whose name is new
   */
  setAside(now: number): string {
    const stamp = new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
    for (let count = 1; ; count++) {
      const backup = `${this.database}.backup-${stamp}${count === 1 ? '' : `-${count}`}`;
      try {
        linkOrCopy(this.database, backup);
        this.#dropBackups(backup);
        return backup;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
    }
  }

  /** Takes away what processes left that were killed while they wrote. Never throws. */
  dropAbandoned(now: number): void {
    for (const name of this.#names((each) => each.endsWith('.tmp'))) {
      const path = join(this.#folder, name);
      quietly(() => {
        if (now - fs.statSync(path).mtimeMs > abandonedMs) fs.unlinkSync(path);
      });
    }
  }

  #dropBackups(latest: string): void {
    const backups = this.#names((name) => join(this.#folder, name).startsWith(`${this.database}.backup-`)).map((name) => join(this.#folder, name));
    const byAge = backups.filter((backup) => backup !== latest).sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
    for (const backup of byAge.slice(backupsKept - 1)) quietly(() => fs.unlinkSync(backup));
  }

  #names(filter: (name: string) => boolean): readonly string[] {
    try {
      return fs.readdirSync(this.#folder).filter((name) => name.startsWith('history.') && filter(name));
    } catch {
      return [];
    }
  }

  #replace(target: string, bytes: Uint8Array): void {
    const temporary = `${target}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
    try {
      writeDurably(temporary, bytes);
      fs.renameSync(temporary, target);
    } catch (error) {
      quietly(() => fs.unlinkSync(temporary));
      throw error;
    }
    // The new name is on disk when its folder is; not every system can do that.
    quietly(() => {
      const folder = fs.openSync(this.#folder, 'r');
      try {
        fs.fsyncSync(folder);
      } finally {
        fs.closeSync(folder);
      }
    });
  }
}

/** Reads the database while other things are done. @returns `undefined` when that fails: then it is read when it is needed */
export async function readEarly(folder: string): Promise<EarlyRead | undefined> {
  try {
    const file = await open(databaseIn(folder), 'r');
    try {
      const stat = await file.stat();
      const bytes = Buffer.allocUnsafeSlow(stat.size);
      for (let at = 0; at < bytes.length; ) {
        const { bytesRead } = await file.read(bytes, at, bytes.length - at, at);
        if (bytesRead === 0) return undefined;
        at += bytesRead;
      }
      return { version: versionOf(stat), bytes };
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

function databaseIn(folder: string): string {
  return join(folder, 'history.db');
}

function versionOf({ ino, size, mtimeMs }: fs.Stats): string {
  return `${ino}-${size}-${mtimeMs}`;
}

function writeDurably(path: string, bytes: Uint8Array): void {
  const file = fs.openSync(path, 'wx', 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += fs.writeSync(file, bytes, at, Math.min(chunkBytes, bytes.length - at));
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
}

/** A second name costs nothing; not every file system has such. */
function linkOrCopy(from: string, to: string): void {
  try {
    fs.linkSync(from, to);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOENT') throw error;
    fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL);
  }
}

function orAbsent<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // What it was for is not worth failing.
  }
}
