import { resolve } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import type { SqlJsStatic } from 'sql.js';
import type { Clock } from '../../src/core/ports/clock';
import { DatabaseFiles } from '../../src/platform/sqlite/databaseFiles';
import type { FromWorker, HistoryLink, ToWorker } from '../../src/platform/sqlite/historyProtocol';
import { HistoryServer } from '../../src/platform/sqlite/historyServer';
import { loadSqlJs } from '../../src/platform/sqlite/sqlJs';

export const wasmFile = resolve('node_modules/sql.js/dist/sql-wasm.wasm');

let loading: Promise<SqlJsStatic> | undefined;

/** SQLite, loaded once for all tests of a file. */
export function sqlJs(): Promise<SqlJsStatic> {
  return (loading ??= loadSqlJs(wasmFile));
}

export interface LinkInThisThread extends HistoryLink {
  /** As if the worker died. */
  readonly kill: () => void;
  /** Resolves when it has ended, of itself or not. */
  readonly ended: Promise<void>;
}

/**
 * What runs in the worker, in this thread instead, with messages that are copied as between threads.
 * @param files of the database, or the path of their folder
 */
export function inThisThread(sql: SqlJsStatic, files: DatabaseFiles | string, clock: Clock): LinkInThisThread {
  const { port1: host, port2: worker } = new MessageChannel();
  let onEnd: ((reason: string) => void) | undefined;
  let resolveEnded = (): void => undefined;
  const ended = new Promise<void>((resolve) => (resolveEnded = resolve));
  const end = (reason: string): void => {
    host.close();
    setImmediate(() => {
      onEnd?.(reason);
      resolveEnded();
    });
  };
  const server = new HistoryServer({
    ...{ sql, files: typeof files === 'string' ? new DatabaseFiles(files) : files, clock },
    send: (message) => worker.postMessage(message),
    onEnd: (isBroken) => setImmediate(() => end(isBroken ? 'it broke down' : 'it was closed')),
  });
  worker.on('message', (message: ToWorker) => server.receive(message));
  return {
    post: (message) => host.postMessage(message),
    onMessage: (listener) => host.on('message', (message: FromWorker) => listener(message)),
    onEnd: (listener) => (onEnd = listener),
    hold: () => undefined,
    kill: () => end('it was killed'),
    ended,
  };
}
