import type { Clock } from '../../core/ports/clock';
import type { FoldEntries, Journal } from '../../core/ports/journal';
import type { Log } from '../../core/ports/log';
import { Emitter } from '../../core/util/event';
import type { JournalFolder } from './journal/journalFolder';
import { toFileSystemError } from './nodeErrors';

/** A journal in a folder, in which each window writes files of its own. All code behind it loads on first use. */
export class NodeJournal implements Journal {
  readonly #uri: string;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #emitter = new Emitter<readonly unknown[]>();
  readonly onDidAppend = this.#emitter.event;
  #folder: Promise<JournalFolder> | undefined;
  #isDisposed = false;

  /** @param uri of the folder, created on demand. A file beside it with `.jsonl` behind its name, as earlier versions wrote it, is read as well. */
  constructor(uri: string, clock: Clock, log: Log) {
    this.#uri = uri;
    this.#clock = clock;
    this.#log = log;
  }

  readOthers(): Promise<readonly unknown[]> {
    return this.#use((folder) => folder.readOthers());
  }

  append(entry: object): Promise<void> {
    // As it is now, whatever becomes of it until it is written.
    const line = JSON.stringify(entry);
    return this.#use((folder) => folder.append(line));
  }

  compact(fold: FoldEntries): Promise<boolean> {
    return this.#use((folder) => folder.compact(fold));
  }

  /** What was appended before, and even what is appended later, is written. */
  dispose(): void {
    this.#isDisposed = true;
    this.#emitter.dispose();
    this.#folder?.then((folder) => folder.dispose()).catch(() => undefined);
  }

  async #use<T>(task: (folder: JournalFolder) => Promise<T>): Promise<T> {
    try {
      this.#folder ??= this.#load().catch((error: unknown) => {
        this.#folder = undefined;
        throw error;
      });
      return await task(await this.#folder);
    } catch (error) {
      throw toFileSystemError(error, this.#uri);
    }
  }

  async #load(): Promise<JournalFolder> {
    const { JournalFolder } = await import('./journal/journalFolder');
    const folder = new JournalFolder(this.#uri, this.#clock, this.#log, (entries) => this.#emitter.fire(entries));
    if (this.#isDisposed) folder.dispose();
    return folder;
  }
}
