import type { CompositionRepository } from '../history/compositionRepository';
import type { Event } from '../util/event';

/** How a database was found. */
export type DatabaseState =
  /** As it was left; it may be behind the Markdown files. */
  | 'ready'
  /** There was none: it is empty. */
  | 'new'
  /** It was damaged and set aside; what could be read of it is in the new one. */
  | 'repaired'
  /** A later version of the program wrote it. What could be read of it is in a copy; the file stays as it is, and nothing is kept. */
  | 'newer';

/** A database that can be asked, and how it came to be so. The caller disposes the repository. */
export interface OpenedDatabase {
  readonly repository: CompositionRepository;
  readonly state: DatabaseState;
  /** URI of the damaged file that was set aside, for `repaired`. */
  readonly backup?: string;
  /** How many compositions could be read of the damaged file, for `repaired`. */
  readonly salvaged?: number;
  /** Fires when damage came to light later and was repaired: what is in the repository has to be compared with the files again. */
  readonly onDidRepair?: Event<{ readonly backup?: string; readonly salvaged: number }>;
}

/** What opening may have to ask. */
export interface OpenOptions {
  /**
   * Asked before a damaged database is set aside that held compositions whose Markdown files were gone and that could not be read.
   * @param count how many there were
   * @returns false leaves the file alone; opening then fails with reason `unavailable`.
   */
  readonly mayLose: (count: number) => Promise<boolean>;
}

/** The database of the history in one workspace, wherever it is kept. */
export interface HistoryDatabase {
  /**
   * Opens or creates it; fails soon where it cannot be used at all, and then the history works on the Markdown files alone.
   * @throws {HistoryError} with reason `unavailable`.
   */
  open(options: OpenOptions): Promise<OpenedDatabase>;
}
