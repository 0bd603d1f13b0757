import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../core/ports/clock';
import type { Log } from '../../../core/ports/log';
import { Slices } from '../../../core/util/slices';
import { codeOf } from '../nodeErrors';
import { listJournal, startOfSegment } from './journalFiles';
import { mergeByTime, readJsonLines } from './journalLines';
import { readJournal } from './readJournal';

const pollMs = 1000;
/** Nobody appends to a segment that was begun so long ago; twice what its writer allows. Milliseconds. */
const restsAfter = 24 * 3600 * 1000;

interface FollowerOptions {
  /** Path. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  /** True for the segments of this window. */
  readonly isOwn: (name: string) => boolean;
  readonly onDidAppend: (entries: readonly unknown[]) => void;
}

/**
 * Reads what windows wrote, and from then on what other windows append: as soon as the system tells of it where the folder can be watched,
 * else within a second. Each entry once.
 */
export class JournalFollower {
  readonly #options: FollowerOptions;
  /** Of each segment the bytes that were read. */
  #positions = new Map<string, number>();
  /** Segments that the system told of since the last look. */
  #touched = new Set<string>();
  readonly #reported = new Map<string, number>();
  #watcher: FSWatcher | undefined;
  #poll: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #isDisposed = false;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** @returns oldest first. @throws the system's error */
  async readOthers(): Promise<readonly unknown[]> {
    const { folder, clock, isOwn } = this.#options;
    await this.#looking;
    this.#stopFollowing();
    const { snapshot, segments } = await readJournal({ folder, slices: new Slices(clock), now: clock.now(), skip: isOwn });
    this.#positions = new Map([...snapshot.covers, ...segments.map(({ name, end }) => [name, end] as const)]);
    for (const { name, unreadable } of segments) this.#report(name, unreadable);
    this.#report(`snapshot ${snapshot.generation}`, snapshot.unreadable);
    this.#follow();
    return mergeByTime([snapshot.entries, ...segments.map(({ entries }) => entries)]).map(({ entry }) => entry);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#stopFollowing();
  }

  #stopFollowing(): void {
    clearInterval(this.#poll);
    this.#unwatch();
  }

  #follow(): void {
    if (this.#isDisposed) return;
    this.#poll = setInterval(() => this.#look(), pollMs).unref();
    this.#watch();
  }

  #watch(): void {
    try {
      const watcher = watch(this.#options.folder, { persistent: false }, (_type, name) => {
        if (name !== null && this.#options.isOwn(name)) return;
        if (name !== null) this.#touched.add(name);
        this.#look();
      });
      watcher.on('error', () => watcher.close());
      this.#watcher = watcher;
    } catch {
      // The folder does not exist yet, or nothing can be watched there: the poll does it.
    }
  }

  #look(): void {
    if (this.#isDisposed) return;
    this.#lookAgain = true;
    this.#looking ??= this.#lookAll().finally(() => (this.#looking = undefined));
  }

  async #lookAll(): Promise<void> {
    while (this.#lookAgain && !this.#isDisposed) {
      this.#lookAgain = false;
      try {
        await this.#lookOnce();
      } catch (error) {
        this.#options.log.debug(`Could not follow ${this.#options.folder}: ${String(error)}`);
      }
    }
  }

  async #lookOnce(): Promise<void> {
    const { segments, isMissing } = await listJournal(this.#options.folder);
    if (isMissing) this.#unwatch();
    else if (!this.#watcher) this.#watch();
    const touched = this.#touched;
    this.#touched = new Set();
    const awake = segments.filter((name) => !this.#options.isOwn(name) && (touched.has(name) || !this.#rests(name)));
    const slices = new Slices(this.#options.clock);
    const news: (readonly unknown[])[] = [];
    for (const name of awake) news.push(await this.#newEntries(name, slices));
    const entries = mergeByTime(news).map(({ entry }) => entry);
    if (entries.length > 0 && !this.#isDisposed) this.#options.onDidAppend(entries);
  }

  /** A watch ends with its folder; the next one may have the same name. */
  #unwatch(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  #rests(name: string): boolean {
    const start = startOfSegment(name);
    return start !== undefined && this.#positions.has(name) && this.#options.clock.now() - start > restsAfter;
  }

  /** Complete lines since the last call; a line that is still being written is left for the next one. */
  async #newEntries(name: string, slices: Slices): Promise<readonly unknown[]> {
    const path = join(this.#options.folder, name);
    const position = this.#positions.get(name) ?? 0;
    try {
      if ((await stat(path)).size <= position) return [];
      const { entries, end, unreadable } = await readJsonLines(path, position, slices);
      this.#positions.set(name, end);
      this.#report(name, unreadable);
      return entries;
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.#options.log.debug(`Could not follow ${path}: ${String(error)}`);
      return [];
    }
  }

  /** Once for each damage. */
  #report(name: string, unreadable: number): void {
    if (unreadable === 0) return;
    const lines = (this.#reported.get(name) ?? 0) + unreadable;
    this.#reported.set(name, lines);
    this.#options.log.warn(`${lines} unreadable lines left out of ${join(this.#options.folder, name)}`);
  }
}
