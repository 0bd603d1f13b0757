import type { Disposable } from '../util/dispose';
import type { Event } from '../util/event';

/** Makes fewer entries of many, which stand for the same. */
export type FoldEntries = (entries: readonly unknown[]) => Promise<readonly unknown[]>;

/**
 * JSON objects that all windows of the user append and none changes. An entry that cannot be read (torn by a crash) is left out and logged.
 * Entries of one window keep their order; those of several are ordered by their `at`, milliseconds since the epoch.
 */
export interface Journal extends Disposable {
  /** What was recorded before this journal was opened, and by other windows since, oldest first. What this one appends is not among it. @throws {FileSystemError} */
  readOthers(): Promise<readonly unknown[]>;
  /** Resolves when the entry is on disk. What is appended meanwhile goes there in one go, in this order. @throws {FileSystemError} */
  append(entry: object): Promise<void>;
  /** Entries of other windows that came after {@link readOthers}. */
  readonly onDidAppend: Event<readonly unknown[]>;
  /**
   * Replaces what windows of the past appended by what `fold` makes of it, where there is so much that it pays.
   * `fold` gets entries that are older than all others. @returns whether it did. @throws {FileSystemError}
   */
  compact(fold: FoldEntries): Promise<boolean>;
}
