import { randomBytes } from 'node:crypto';
import { constants, type FileHandle, mkdir, open, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../core/ports/clock';
import { codeOf } from '../nodeErrors';
import { syncFolder } from '../syncFolder';
import { newSegmentName } from './journalFiles';

/** A segment this old or this large is followed by a new one, so that it can be folded. Milliseconds, bytes. */
const maxAge = 12 * 3600 * 1000;
const maxSize = 1024 * 1024;
/** How often to begin anew when what was written is gone at once. */
const attempts = 3;

interface Segment {
  readonly path: string;
  readonly handle: FileHandle;
  readonly start: number;
  size: number;
}

/**
 * Appends lines to segments that only this window writes. Lines that come while others are being written go out together: one write, one
 * `fdatasync`. What failed leaves nothing behind that later lines could be torn by.
 */
export class SegmentWriter {
  /** Names of all segments of this window. */
  readonly own = new Set<string>();
  readonly #folder: string;
  readonly #clock: Clock;
  #segment: Segment | undefined;
  #waiting: string[] = [];
  #next: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();
  #isClosed = false;

  /** @param folder path, created on demand */
  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  /** Resolves when the line is on disk, under a name that is still there. @param line without its end. @throws the system's error */
  append(line: string): Promise<void> {
    this.#waiting.push(line, '\n');
    if (this.#next) return this.#next;
    const written = (this.#next = this.#last.then(() => this.#writeWaiting()));
    this.#last = written.catch(() => undefined);
    return written;
  }

  /** Writes what waits and closes the file. What is appended later is written all the same. */
  close(): void {
    this.#isClosed = true;
    this.#last = this.#last.then(() => this.#leave()).catch(() => undefined);
  }

  async #writeWaiting(): Promise<void> {
    const bytes = Buffer.from(this.#waiting.join(''));
    this.#waiting = [];
    this.#next = undefined;
    try {
      await this.#write(bytes);
    } finally {
      if (this.#isClosed) await this.#leave();
    }
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const segment = await this.#current();
      try {
        await appendDurably(segment.handle, bytes);
        if (segment.size === 0) await syncFolder(this.#folder);
      } catch (error) {
        await this.#takeBack(segment);
        throw error;
      }
      segment.size += bytes.length;
      if (await isStillThere(segment)) return;
      // Somebody deleted the file or its folder: what is in it can be read no more.
      await this.#leave();
    }
    throw new Error(`What is written to ${this.#folder} disappears at once`);
  }

  async #current(): Promise<Segment> {
    const now = this.#clock.now();
    const segment = this.#segment;
    if (segment && segment.size < maxSize && now >= segment.start && now - segment.start < maxAge) return segment;
    await this.#leave();
    await mkdir(this.#folder, { recursive: true });
    const name = newSegmentName(now, randomBytes(4).toString('hex'));
    const path = join(this.#folder, name);
    this.own.add(name);
    const handle = await open(path, constants.O_APPEND | constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    return (this.#segment = { path, handle, start: now, size: 0 });
  }

  /** Removes what a failed write left, and begins a new segment with the next line, should that fail as well. */
  async #takeBack(segment: Segment): Promise<void> {
    await segment.handle.truncate(segment.size).catch(() => undefined);
    await this.#leave().catch(() => undefined);
    if (segment.size === 0) await unlink(segment.path).catch(() => undefined);
  }

  async #leave(): Promise<void> {
    const segment = this.#segment;
    this.#segment = undefined;
    await segment?.handle.close();
  }
}

/** What of a file is needed to append to it. */
export type AppendHandle = Pick<FileHandle, 'write' | 'datasync'>;

/** One write, then on disk. @throws the system's error, `ENOSPC` when only a part was written */
export async function appendDurably(handle: AppendHandle, bytes: Uint8Array): Promise<void> {
  const { bytesWritten } = await handle.write(bytes);
  if (bytesWritten < bytes.length) throw Object.assign(new Error(`Only ${bytesWritten} of ${bytes.length} bytes were written`), { code: 'ENOSPC' });
  await handle.datasync();
}

/** By name: whoever holds a deleted file open can still write to it. */
async function isStillThere({ path }: Segment): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR';
  }
}
