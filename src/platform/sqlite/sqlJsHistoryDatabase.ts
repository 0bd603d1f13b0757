import { HistoryError } from '../../core/history/historyError';
import type { Log } from '../../core/ports/log';
import type { HistoryDatabase, OpenedDatabase, OpenOptions } from '../../core/ports/historyDatabase';
import { uriOf } from '../node/nodePaths';
import { HistoryClient } from './historyClient';
import type { HistoryLink, Repair } from './historyProtocol';
import { SqlJsCompositionRepository } from './sqlJsCompositionRepository';
import { startWorker } from './workerLink';

interface SqlJsHistoryDatabaseOptions {
  /** Path of the folder in which `history.db` is kept. May not exist yet; may be deleted at any time. */
  readonly folder: string;
  /** Path of the script that runs in the worker. */
  readonly worker: string;
  /** Path of `sql-wasm.wasm`. */
  readonly wasm: string;
  readonly log: Log;
  /** Default: a thread of its own. */
  readonly connect?: () => HistoryLink;
}

/** The history's database in one file of SQLite, which a worker thread holds in memory with sql.js. */
export class SqlJsHistoryDatabase implements HistoryDatabase {
  readonly #options: SqlJsHistoryDatabaseOptions;

  constructor(options: SqlJsHistoryDatabaseOptions) {
    this.#options = options;
  }

  async open({ mayLose }: OpenOptions): Promise<OpenedDatabase> {
    const { folder, worker, wasm, log, connect = () => startWorker(worker, { folder, wasm }) } = this.#options;
    const client = new HistoryClient({ connect, mayLose, log });
    try {
      const { state, repair } = await client.open();
      const onDidRepair: OpenedDatabase['onDidRepair'] = (listener) => client.onDidRepair((later) => listener(repairOf(later)));
      return { repository: new SqlJsCompositionRepository(client), state, ...(repair && repairOf(repair)), onDidRepair };
    } catch (error) {
      client.dispose();
      throw HistoryError.is(error) ? error : new HistoryError('unavailable', 'The history database could not be opened', { cause: error });
    }
  }
}

function repairOf({ backup, salvaged }: Repair): { readonly backup?: string; readonly salvaged: number } {
  return { ...(backup === undefined ? {} : { backup: uriOf(backup) }), salvaged };
}
