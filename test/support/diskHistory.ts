import { join } from 'node:path';
import { JournalEvents } from '../../src/core/events/journalEvents';
import { LiveHistory } from '../../src/core/history/liveHistory';
import type { Clock } from '../../src/core/ports/clock';
import type { DatabaseState, HistoryDatabase, OpenedDatabase, OpenOptions } from '../../src/core/ports/historyDatabase';
import { NodeFileSystem } from '../../src/platform/node/nodeFileSystem';
import { NodeJournal } from '../../src/platform/node/nodeJournal';
import { uriOf } from '../../src/platform/node/nodePaths';
import { SystemClock } from '../../src/platform/node/systemClock';
import { SqlJsHistoryDatabase } from '../../src/platform/sqlite/sqlJsHistoryDatabase';
import { RecordingLog } from './builders';

interface DiskHistory {
  readonly history: LiveHistory;
  readonly fileSystem: NodeFileSystem;
  readonly journal: NodeJournal;
  readonly log: RecordingLog;
  /** How the database was found; `undefined` before it was opened, and where it could not be. */
  readonly state: () => DatabaseState | undefined;
  /** Resolves when the database is on disk. */
  readonly flush: () => Promise<void>;
  readonly close: () => void;
}

/** Time that runs as it does, some milliseconds ahead: what was done before lies further back. */
export class ClockAhead extends SystemClock {
  readonly #ahead: number;

  constructor(ahead: number) {
    super();
    this.#ahead = ahead;
  }

  override now(): number {
    return super.now() + this.#ahead;
  }
}

/** Folder of the compositions below that of a test. */
export function compositionsIn(folder: string): string {
  return join(folder, 'history');
}

/**
 * A history as a window has it, with all that is real, below one folder.
 * @param program folder with `historyWorker.js` and `sql-wasm.wasm`; without it there is no database.
 */
export function openOnDisk(folder: string, program?: string, clock: Clock = new SystemClock()): DiskHistory {
  const log = new RecordingLog();
  const fileSystem = new NodeFileSystem();
  const journal = new NodeJournal(uriOf(join(folder, 'events')), clock, log);
  const events = new JournalEvents(journal, clock, log);
  let found: OpenedDatabase | undefined;
  const sqlJs = (files: string): HistoryDatabase =>
    new SqlJsHistoryDatabase({ folder: join(folder, 'database'), worker: join(files, 'historyWorker.js'), wasm: join(files, 'sql-wasm.wasm'), log });
  const database = program === undefined ? undefined : { open: async (options: OpenOptions) => (found = await sqlJs(program).open(options)) };
  const history = new LiveHistory(uriOf(compositionsIn(folder)), { fileSystem, clock, log, events, database });
  const close = (): void => {
    history.dispose();
    events.dispose();
  };
  return { history, fileSystem, journal, log, state: () => found?.state, flush: async () => found?.repository.flush(), close };
}
