import type { Clock } from '../../core/ports/clock';
import type { Log } from '../../core/ports/log';
import type { Disposable } from '../../core/util/dispose';
import type { DatabaseFiles } from './databaseFiles';
import type { WriterLock } from './writerLock';

interface SnapshotsOptions {
  readonly files: DatabaseFiles;
  readonly lock: WriterLock;
  readonly clock: Clock;
  readonly log: Pick<Log, 'debug' | 'warn'>;
  /** The whole database, as it is to be on disk. */
  readonly export: () => Uint8Array;
  /** Bytes of the database, to judge what is a large part of it. */
  readonly size: () => number;
  /** Compositions of which the text is nowhere else. */
  readonly missing: () => readonly string[];
  /** The file was written by another window since: take over what only that has. */
  readonly adopt: () => void;
}

/** Share of the database that may be unwritten while somebody works. */
const busyShare = 0.05;
/** Below this, in bytes, it is never worth it while somebody works. */
const busyLeast = 256 * 1024;
/** Share for which it is worth it when nothing happens any more, and at the end. */
const idleShare = 0.005;
/** A smaller database, in bytes, is then written for any change. */
const smallDatabase = 4 * 1024 * 1024;
/** After so long without a change it is written when it is due, in milliseconds. */
const quietMs = 2000;
/** Due for so long it is written whatever happens. */
const longestMs = 10_000;
/** After so long without a change nothing happens any more. */
const idleMs = 5 * 60_000;
/** Another window writes: look again. */
const otherMs = 60_000;
const firstRetryMs = 30_000;
const lastRetryMs = 10 * 60_000;
/** What a change costs beside its text. */
const overhead = 500;

/**
 * Writes the database when that is worth it. It has nothing that the Markdown files do not have, so that a later snapshot costs only some
 * reading at the next start; what it costs to write is in proportion to what changed, whatever the size of the database: 20 bytes for each
 * byte of text that is new since the last one. Three things do not wait: a text that is nowhere else, a deleted one that has to leave the disk,
 * and a repair. A snapshot that fails is tried again later.
 */
export class Snapshots {
  readonly #options: SnapshotsOptions;
  /** Bytes of the texts that changed since the last snapshot, by uuid: one that is saved again and again counts once. */
  readonly #pending = new Map<string, number>();
  #pendingBytes = 0;
  #isUrgent = false;
  #dueSince: number | undefined;
  #timer: Disposable | undefined;
  #failures = 0;
  /** Of the file that was read or written last. */
  #version: string | undefined;

  constructor(options: SnapshotsOptions) {
    this.#options = options;
    this.#version = this.#fileVersion();
  }

  /** Whether the composition is in no snapshot as it is now. */
  isPending(uuid: string): boolean {
    return this.#pending.has(uuid);
  }

  /** @param length of the text; 0 when it is gone */
  changed(uuid: string, length: number): void {
    const bytes = length + overhead;
    this.#pendingBytes += bytes - (this.#pending.get(uuid) ?? 0);
    this.#pending.set(uuid, bytes);
    this.#arm();
  }

  /** The next snapshot does not wait until enough has changed. */
  hurry(): void {
    this.#isUrgent = true;
    this.#arm();
  }

  /** Writes a snapshot now if there is anything new. @throws the error of the system */
  flush(): void {
    if (!this.#isUrgent && this.#pending.size === 0 && this.#version !== undefined && this.#version === this.#fileVersion()) return;
    this.#write();
  }

  /** Writes what is worth it and gives the lock back. */
  close(): void {
    if (this.#isUrgent || (this.#isWorthIdle() && this.#options.lock.tryAcquire())) this.#attempt();
    this.stop();
  }

  /** Writes nothing any more. */
  stop(): void {
    this.#timer?.dispose();
    this.#options.lock.release();
  }

  #isWorthBusy(): boolean {
    return this.#pendingBytes >= Math.max(busyLeast, busyShare * this.#options.size());
  }

  #isWorthIdle(): boolean {
    if (this.#pending.size === 0) return false;
    const size = this.#options.size();
    return size <= smallDatabase || this.#pendingBytes >= idleShare * size;
  }

  #arm(): void {
    const { clock } = this.#options;
    if (this.#failures > 0) return;
    this.#timer?.dispose();
    if (this.#isUrgent || this.#isWorthBusy()) {
      this.#dueSince ??= clock.now();
      const left = this.#dueSince + longestMs - clock.now();
      this.#schedule(Math.max(0, Math.min(quietMs, left)));
    } else {
      this.#schedule(idleMs);
    }
  }

  #schedule(ms: number): void {
    this.#timer = this.#options.clock.schedule(ms, () => {
      if (!this.#isUrgent && !this.#isWorthIdle()) return;
      if (this.#options.lock.tryAcquire()) this.#attempt();
      else this.#schedule(otherMs);
    });
  }

  #attempt(): void {
    const { log, clock } = this.#options;
    try {
      const start = clock.now();
      const bytes = this.#write();
      log.debug(`The history's database was written: ${bytes} bytes in ${clock.now() - start} ms`);
    } catch (error) {
      if (this.#failures === 0) log.warn(`The history's database could not be written; its Markdown files are not concerned: ${String(error)}`);
      this.#timer?.dispose();
      this.#schedule(Math.min(firstRetryMs * 2 ** this.#failures, lastRetryMs));
      this.#failures++;
    }
  }

  /** @returns bytes written */
  #write(): number {
    const { files, adopt } = this.#options;
    const found = this.#fileVersion();
    if (found !== undefined && found !== this.#version) adopt();
    const written = files.write(this.#options.export(), { missing: this.#options.missing() });
    this.#version = this.#fileVersion();
    this.#timer?.dispose();
    this.#pending.clear();
    this.#pendingBytes = 0;
    this.#isUrgent = false;
    this.#dueSince = undefined;
    this.#failures = 0;
    return written;
  }

  #fileVersion(): string | undefined {
    try {
      return this.#options.files.version();
    } catch {
      return undefined;
    }
  }
}
