import { HistoryError } from '../../core/history/historyError';
import type { Log } from '../../core/ports/log';
import type { HistoryDatabase, OpenedDatabase, OpenOptions } from '../../core/ports/historyDatabase';

export interface SqlJsHistoryDatabaseOptions {
  /** Path of the folder in which `history.db` is kept. May not exist yet; may be deleted at any time. */
  readonly folder: string;
  /** Path of the script that runs in the worker. */
  readonly worker: string;
  /** Path of `sql-wasm.wasm`. */
  readonly wasm: string;
  readonly log: Log;
}

/** The history's database in one file of SQLite, which a worker thread holds in memory with sql.js. */
export class SqlJsHistoryDatabase implements HistoryDatabase {
  readonly #options: SqlJsHistoryDatabaseOptions;

  constructor(options: SqlJsHistoryDatabaseOptions) {
    this.#options = options;
  }

  open(_options: OpenOptions): Promise<OpenedDatabase> {
    return Promise.reject(new HistoryError('unavailable', `No database in ${this.#options.folder}`));
  }
}
