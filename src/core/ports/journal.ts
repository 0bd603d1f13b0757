import type { Disposable } from '../util/dispose';
import type { Event } from '../util/event';

/**
 * An append-only file of JSON objects, one per line, shared by every window of the user.
 * A line that cannot be read (torn by a crash) is skipped and logged.
 */
export interface Journal extends Disposable {
  /** Everything recorded so far, oldest first. */
  readAll(): Promise<readonly unknown[]>;
  /** Resolves when the entry is on disk. */
  append(entry: object): Promise<void>;
  /** Entries that other windows appended after {@link readAll}. */
  readonly onDidAppend: Event<readonly unknown[]>;
}
