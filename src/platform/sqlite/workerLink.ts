import { Worker } from 'node:worker_threads';
import type { FromWorker, HistoryLink } from './historyProtocol';
import type { HistoryWorkerData } from './historyWorker';

/** Starts the worker. @param script path of the bundled `historyWorker.ts` */
export function startWorker(script: string, data: HistoryWorkerData): HistoryLink {
  // Nothing of the host's own options: it is none of the worker's business how the host was started.
  const worker = new Worker(script, { workerData: data, execArgv: [], name: 'history' });
  let failure: string | undefined;
  worker.on('error', (error) => (failure = error instanceof Error ? error.message : String(error)));
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.on('message', (message: FromWorker) => listener(message)),
    onEnd: (listener) => worker.on('exit', (code) => listener(failure ?? `it ended with code ${code}`)),
    hold: (isNeeded) => (isNeeded ? worker.ref() : worker.unref()),
  };
}
