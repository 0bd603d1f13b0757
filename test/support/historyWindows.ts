import { JournalEvents } from '../../src/core/events/journalEvents';
import { LiveHistory } from '../../src/core/history/liveHistory';
import type { FileSystem } from '../../src/core/ports/fileSystem';
import type { HistoryDatabase } from '../../src/core/ports/historyDatabase';
import type { Journal } from '../../src/core/ports/journal';
import { RecordingLog } from './builders';
import { InMemoryFileSystem } from './inMemoryFileSystem';
import { InMemoryJournal, JournalLines } from './inMemoryJournal';
import { TestClock } from './testClock';

export const historyFolder = 'file:///history';

/** One window as the history sees it. */
export interface HistoryWindow {
  readonly history: LiveHistory;
  readonly journal: Journal;
  readonly log: RecordingLog;
  /** Ends the window. */
  readonly close: () => void;
}

/** One machine with a history folder and a journal, on which windows open and close. */
export class HistoryMachine {
  readonly clock: TestClock;
  readonly lines = new JournalLines();
  readonly files: InMemoryFileSystem;
  readonly #windows = new Set<HistoryWindow>();

  constructor(clock = new TestClock(), files = new InMemoryFileSystem()) {
    this.clock = clock;
    this.files = files;
  }

  /** @param options.fileSystem in place of the machine's own, as when it fails. */
  open(options: { readonly database?: HistoryDatabase; readonly fileSystem?: FileSystem; readonly journal?: Journal } = {}): HistoryWindow {
    const log = new RecordingLog();
    const journal = options.journal ?? new InMemoryJournal(this.lines);
    const events = new JournalEvents(journal, this.clock, log);
    const history = new LiveHistory(historyFolder, {
      fileSystem: options.fileSystem ?? this.files,
      clock: this.clock,
      log,
      events,
      database: options.database,
    });
    const window: HistoryWindow = {
      history,
      journal,
      log,
      close: () => {
        this.#windows.delete(window);
        history.dispose();
        events.dispose();
      },
    };
    this.#windows.add(window);
    return window;
  }

  /** Lets as much time go by as windows need to learn of each other and of what happened on disk. */
  settle(): Promise<void> {
    return this.pass(10_000);
  }

  /** Lets so many milliseconds go by, and waits for what windows begin to do in them. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 2000) {
      await this.clock.advance(2000);
      // Hashes are made on another thread: no number of turns says that they are ready.
      for (const { history } of this.#windows) if (history.state !== 'idle') await history.whenReconciled();
    }
  }

  /** Decoded names of the compositions on disk, sorted. */
  get names(): readonly string[] {
    return this.files.files.filter((uri) => uri.startsWith(`${historyFolder}/`) && uri.endsWith('.md')).map((uri) => decodeURIComponent(uri.slice(historyFolder.length + 1)));
  }

  /** Events of that type in the journal, oldest first. */
  eventsOf(type: string): readonly Record<string, unknown>[] {
    return this.lines.lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter((event) => event['type'] === type);
  }
}
