import { parentPort, workerData } from 'node:worker_threads';
import { SystemClock } from '../node/systemClock';
import type { FromWorker, ToWorker } from './historyProtocol';
import { HistoryServer } from './historyServer';
import { loadSqlJs } from './sqlJs';

/** What the worker is started with. */
export interface HistoryWorkerData {
  /** Path of the folder of the database. */
  readonly folder: string;
  /** Path of `sql-wasm.wasm`. */
  readonly wasm: string;
}

async function serve({ folder, wasm }: HistoryWorkerData): Promise<void> {
  if (!parentPort) return;
  const port = parentPort;
  const sql = await loadSqlJs(wasm);
  const server = new HistoryServer({
    ...{ sql, folder, clock: new SystemClock() },
    send: (message: FromWorker) => port.postMessage(message),
    // What was sent has left by then.
    onEnd: (isBroken) => setImmediate(() => process.exit(isBroken ? 1 : 0)),
  });
  port.on('message', (message: ToWorker) => server.receive(message));
}

void serve(workerData as HistoryWorkerData);
