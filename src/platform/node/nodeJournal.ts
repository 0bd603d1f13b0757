import { type FSWatcher, watch } from 'node:fs';
import { constants, mkdir, open, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Journal } from '../../core/ports/journal';
import type { Log } from '../../core/ports/log';
import { Emitter, type Event } from '../../core/util/event';
import { codeOf, toFileSystemError } from './nodeErrors';
import { pathOf } from './nodePaths';

const pollMs = 1000;
const newline = 10;

/**
 * A journal in one file. Every entry is one `O_APPEND` write, which the system keeps whole beside those of other windows, and is on
 * disk when `append` resolves. Entries of other windows are found by the file's growth: at once where it can be watched, else within
 * a second.
 */
export class NodeJournal implements Journal {
  readonly #uri: string;
  readonly #path: string;
  readonly #log: Log;
  readonly #emitter = new Emitter<readonly unknown[]>();
  /** Own lines not met in the file yet, with how often each was written. */
  readonly #own = new Map<string, number>();
  /** Bytes up to which complete lines were read. */
  #position = 0;
  #chain: Promise<unknown> = Promise.resolve();
  #watcher: FSWatcher | undefined;
  #poll: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(uri: string, log: Log) {
    this.#uri = uri;
    this.#path = pathOf(uri);
    this.#log = log;
  }

  get onDidAppend(): Event<readonly unknown[]> {
    return this.#emitter.event;
  }

  readAll(): Promise<readonly unknown[]> {
    return this.#inTurn(async () => {
      this.#position = 0;
      const entries = parseLines(await this.#newLines(), this.#log, this.#path);
      this.#own.clear();
      this.#follow();
      return entries;
    });
  }

  append(entry: object): Promise<void> {
    return this.#inTurn(async () => {
      const line = JSON.stringify(entry);
      await mkdir(dirname(this.#path), { recursive: true });
      const file = await open(this.#path, constants.O_APPEND | constants.O_RDWR | constants.O_CREAT, 0o600);
      try {
        const { size } = await file.stat();
        // A line that a crash left without its end must not swallow this one.
        const torn = size > 0 && (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer[0] !== newline;
        this.#own.set(line, (this.#own.get(line) ?? 0) + 1);
        await file.write(Buffer.from(`${torn ? '\n' : ''}${line}\n`));
        await file.datasync();
      } finally {
        await file.close();
      }
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#watcher?.close();
    clearInterval(this.#poll);
    this.#emitter.dispose();
  }

  #follow(): void {
    if (this.#disposed || this.#poll) return;
    this.#poll = setInterval(() => this.#look(), pollMs).unref();
    try {
      this.#watcher = watch(dirname(this.#path), { persistent: false }, (_type, name) => {
        if (name === null || name === basename(this.#path)) this.#look();
      });
      this.#watcher.on('error', () => this.#watcher?.close());
    } catch {
      // The folder may not exist yet, or nothing can be watched there: the poll does it.
    }
  }

  #look(): void {
    this.#inTurn(async () => {
      if (this.#disposed) return;
      const foreign = (await this.#newLines()).filter((line) => !this.#takeOwn(line));
      const entries = parseLines(foreign, this.#log, this.#path);
      if (entries.length > 0) this.#emitter.fire(entries);
    }).catch((error: unknown) => this.#log.debug(`Could not follow ${this.#path}: ${String(error)}`));
  }

  #takeOwn(line: string): boolean {
    const count = this.#own.get(line);
    if (count === undefined) return false;
    if (count === 1) this.#own.delete(line);
    else this.#own.set(line, count - 1);
    return true;
  }

  /** Complete lines since the last call; a line still being written is left for the next one. */
  async #newLines(): Promise<readonly string[]> {
    const size = await sizeOf(this.#path);
    if (size < this.#position) this.#position = 0;
    if (size <= this.#position) return [];
    const file = await open(this.#path, 'r');
    try {
      const bytes = Buffer.alloc(size - this.#position);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, this.#position);
      const end = bytes.subarray(0, bytesRead).lastIndexOf(newline) + 1;
      this.#position += end;
      return bytes.toString('utf8', 0, end).split('\n');
    } finally {
      await file.close();
    }
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#chain.then(task).catch((error: unknown) => {
      throw toFileSystemError(error, this.#uri);
    });
    this.#chain = result.catch(() => undefined);
    return result;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
}

function parseLines(lines: readonly string[], log: Log, path: string): readonly unknown[] {
  const entries: unknown[] = [];
  let unreadable = 0;
  for (const line of lines) {
    if (line === '') continue;
    try {
      entries.push(JSON.parse(line));
    } catch {
      unreadable++;
    }
  }
  if (unreadable > 0) log.warn(`${unreadable} unreadable lines skipped in ${path}`);
  return entries;
}
