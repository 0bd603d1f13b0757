import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { isAlive } from '../node/isAlive';
import { codeOf } from '../node/nodeErrors';

interface Owner {
  readonly pid: number;
  /** When the owner took the lock, in milliseconds since the epoch. */
  readonly since: number;
}

/** Who has not said for so long that it still lives is taken for dead, even if its number belongs to a process: numbers are used again. */
const staleMs = 15 * 60_000;

/**
 * Elects one of several windows to write the database, so that they do not all do the same work. Nothing depends on it: a window that
 * writes beside another only writes once more what is in the Markdown files. Never throws.
 */
export class WriterLock {
  readonly #path: string;
  readonly #now: () => number;
  #owned: Owner | undefined;

  constructor(path: string, now: () => number) {
    this.#path = path;
    this.#now = now;
  }

  /** Takes the lock unless a living process has it, and renews it. @returns true as well where no lock can be written */
  tryAcquire(): boolean {
    try {
      if (this.#isOwn()) return this.#renew();
      return this.#take();
    } catch {
      return true;
    }
  }

  release(): void {
    try {
      if (this.#isOwn()) fs.unlinkSync(this.#path);
    } catch {
      // Whoever wants it finds that its owner is gone.
    }
    this.#owned = undefined;
  }

  #take(): boolean {
    fs.mkdirSync(dirname(this.#path), { recursive: true });
    for (let attempt = 0; attempt < 3; attempt++) {
      const owner = { pid: process.pid, since: this.#now() };
      try {
        fs.writeFileSync(this.#path, JSON.stringify(owner), { flag: 'wx' });
        this.#owned = owner;
        return true;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      if (!this.#isAbandoned()) return false;
      fs.rmSync(this.#path, { force: true });
    }
    return false;
  }

  #renew(): boolean {
    const owner = { pid: process.pid, since: this.#now() };
    fs.writeFileSync(this.#path, JSON.stringify(owner));
    this.#owned = owner;
    return true;
  }

  #isOwn(): boolean {
    const owner = this.#owned && this.#read();
    return owner !== undefined && owner.pid === this.#owned?.pid && owner.since === this.#owned.since;
  }

  #isAbandoned(): boolean {
    const owner = this.#read();
    if (owner) return Math.abs(this.#now() - owner.since) > staleMs || !isAlive(owner.pid);
    // Torn: its owner was killed while it wrote, or is just writing.
    const time = fs.statSync(this.#path, { throwIfNoEntry: false })?.mtimeMs;
    return time === undefined || Math.abs(this.#now() - time) > 10_000;
  }

  #read(): Owner | undefined {
    try {
      const { pid, since } = JSON.parse(fs.readFileSync(this.#path, 'utf8')) as Partial<Owner>;
      return typeof pid === 'number' && typeof since === 'number' ? { pid, since } : undefined;
    } catch {
      return undefined;
    }
  }
}
