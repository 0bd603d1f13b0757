import { parentPort, workerData } from 'node:worker_threads';
import { SystemClock } from '../node/systemClock';
import { DatabaseFiles, readEarly } from './databaseFiles';
import type { FromWorker, ToWorker } from './historyProtocol';
import { loadSqlJs } from './sqlJs';

/** What the worker is started with. */
export interface HistoryWorkerData {
  /** Path of the folder of the database. */
  readonly folder: string;
  /** Path of `sql-wasm.wasm`. */
  readonly wasm: string;
}

/** The database is read by another thread while this one gets everything ready for it. */
async function serve({ folder, wasm }: HistoryWorkerData): Promise<void> {
  if (!parentPort) return;
  const port = parentPort;
  const reading = readEarly(folder);
  const loading = loadSqlJs(wasm);
  const [{ HistoryServer }, { warmUp }, sql] = await Promise.all([import('./historyServer'), import('./openDatabase'), loading]);
  warmUp(sql);
  const server = new HistoryServer({
    ...{ sql, files: new DatabaseFiles(folder, await reading), clock: new SystemClock() },
    send: (message: FromWorker) => port.postMessage(message),
    // What was sent has left by then.
    onEnd: (isBroken) => setImmediate(() => process.exit(isBroken ? 1 : 0)),
  });
  port.on('message', (message: ToWorker) => server.receive(message));
}

void serve(workerData as HistoryWorkerData);
