import type { Clock } from '../../ports/clock';
import { type FileStat, type FileSystem, FileSystemError } from '../../ports/fileSystem';
import type { Log } from '../../ports/log';
import { joinUri } from '../../util/uri';
import type { AIEvent } from '../provider';

/** Bounds of the folder, and the same again of what is in memory. */
interface CacheLimits {
  readonly entries: number;
  /** Of all answers together. */
  readonly bytes: number;
  /** Milliseconds. */
  readonly age: number;
}

/** What was deleted. */
export interface ClearedAnswers {
  readonly answers: number;
  readonly bytes: number;
}

const defaultLimits: CacheLimits = { entries: 100, bytes: 5_000_000, age: 7 * 24 * 3600 * 1000 };

interface Entry {
  readonly at: number;
  readonly events: readonly AIEvent[];
  readonly size: number;
}

const format = 1;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Answers by the hash of their request, in memory and as files that all windows share. Whatever is wrong with the files, an answer is
 * only asked for once more.
 */
export class AnswerCache {
  readonly #folder: string;
  readonly #fileSystem: FileSystem;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #limits: CacheLimits;
  /** Least recently used first. */
  readonly #entries = new Map<string, Entry>();
  #size = 0;
  #writing: Promise<void> = Promise.resolve();

  /** @param folder URI; may not exist, and may go at any time */
  constructor(folder: string, { fileSystem, clock, log }: { readonly fileSystem: FileSystem; readonly clock: Clock; readonly log: Log }, limits = defaultLimits) {
    this.#folder = folder;
    this.#fileSystem = fileSystem;
    this.#clock = clock;
    this.#log = log;
    this.#limits = limits;
  }

  /** Never fails. */
  async get(key: string): Promise<readonly AIEvent[] | undefined> {
    const entry = this.#entries.get(key) ?? (await this.#read(key));
    this.#forget(key);
    if (!entry || this.#isOld(entry.at)) return undefined;
    this.#remember(key, entry);
    return entry.events;
  }

  /** @param isLasting also for the next windows; in the background */
  set(key: string, events: readonly AIEvent[], isLasting: boolean): void {
    const at = this.#clock.now();
    const text = JSON.stringify({ format, at, events });
    this.#forget(key);
    if (text.length > this.#limits.bytes) return;
    this.#remember(key, { at, events: [...events], size: text.length });
    if (isLasting) this.#writing = this.#writing.then(() => this.#write(key, text));
  }

  /** Deletes all answers of this window and of the folder. @throws {FileSystemError} when a file stays */
  async clear(): Promise<ClearedAnswers> {
    const cleared = this.#writing.then(() => this.#clear());
    this.#writing = cleared.then(
      () => undefined,
      () => undefined,
    );
    return cleared;
  }

  /** Resolves when what was set before is written. */
  whenWritten(): Promise<void> {
    return this.#writing;
  }

  #remember(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
    this.#size += entry.size;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#limits.entries && this.#size <= this.#limits.bytes) break;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#size -= this.#entries.get(key)?.size ?? 0;
    this.#entries.delete(key);
  }

  #isOld(at: number): boolean {
    return Math.abs(this.#clock.now() - at) > this.#limits.age;
  }

  async #read(key: string): Promise<Entry | undefined> {
    if (this.#folder === '') return undefined;
    try {
      const { bytes } = await this.#fileSystem.read(this.#uriOf(key), this.#limits.bytes);
      const kept: unknown = JSON.parse(decoder.decode(bytes));
      return isKept(kept) ? { at: kept.at, events: kept.events, size: bytes.byteLength } : undefined;
    } catch (error) {
      if (!FileSystemError.is(error, 'notFound')) this.#log.debug(`A kept answer could not be read: ${nameOf(error)}`);
      return undefined;
    }
  }

  async #write(key: string, text: string): Promise<void> {
    if (this.#folder === '') return;
    try {
      await this.#fileSystem.write(this.#uriOf(key), encoder.encode(text));
      await this.#prune();
    } catch (error) {
      this.#log.debug(`An answer could not be kept: ${nameOf(error)}`);
    }
  }

  async #clear(): Promise<ClearedAnswers> {
    const sizes = new Map([...this.#entries].map(([key, { size }]) => [this.#uriOf(key), size]));
    for (const key of [...this.#entries.keys()]) this.#forget(key);
    for (const { uri, stat } of this.#folder === '' ? [] : await this.#files()) {
      sizes.set(uri, stat?.size ?? 0);
      await this.#fileSystem.delete(uri, { permanently: true });
    }
    return { answers: sizes.size, bytes: [...sizes.values()].reduce((sum, size) => sum + size, 0) };
  }

  async #files(): Promise<{ readonly uri: string; readonly stat: FileStat | undefined }[]> {
    const entries = await this.#fileSystem.readDirectory(this.#folder).catch((error: unknown) => {
      if (FileSystemError.is(error, 'notFound')) return [];
      throw error;
    });
    const uris = entries.filter(({ type }) => type === 'file').map(({ name }) => joinUri(this.#folder, name));
    return Promise.all(uris.map(async (uri) => ({ uri, stat: await this.#fileSystem.stat(uri) })));
  }

  /** Deletes what is too old, and the oldest of what is too much. */
  async #prune(): Promise<void> {
    const files = await this.#files();
    let [entries, bytes] = [0, 0];
    for (const { uri, stat } of files.sort((a, b) => (b.stat?.mtime ?? 0) - (a.stat?.mtime ?? 0))) {
      if (!stat) continue;
      entries++;
      bytes += stat.size;
      if (entries <= this.#limits.entries && bytes <= this.#limits.bytes && !this.#isOld(stat.mtime)) continue;
      await this.#fileSystem.delete(uri, { permanently: true });
    }
  }

  #uriOf(key: string): string {
    return joinUri(this.#folder, `${key}.json`);
  }
}

/** A file may hold anything. */
function isKept(value: unknown): value is { readonly at: number; readonly events: readonly AIEvent[] } {
  if (typeof value !== 'object' || value === null) return false;
  const kept = value as Readonly<Record<string, unknown>>;
  return kept['format'] === format && Number.isFinite(kept['at']) && Array.isArray(kept['events']) && kept['events'].every(isKeptEvent) && endsWell(kept['events']);
}

function isKeptEvent(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const event = value as Readonly<Record<string, unknown>>;
  if (event['type'] === 'text') return typeof event['text'] === 'string';
  if (event['type'] === 'toolInput') return typeof event['json'] === 'string';
  return event['type'] === 'end' && event['reason'] === 'complete';
}

function endsWell(events: readonly unknown[]): boolean {
  return events.findIndex((event) => (event as { readonly type: string }).type === 'end') === events.length - 1 && events.length > 0;
}

function nameOf(error: unknown): string {
  return FileSystemError.is(error) ? error.reason : error instanceof Error ? error.name : 'unknown';
}
