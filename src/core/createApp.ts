import { LazyAI } from './ai/lazyAI';
import type { App } from './app';
import { JournalEvents } from './events/journalEvents';
import { LazyHistory } from './history/lazyHistory';
import { LearnedContinuations } from './inline/learnedContinuations';
import { LivePromptLibrary } from './library/promptLibrary';
import { JournalUsage } from './library/usage';
import type { AIPorts } from './ports/ai';
import type { Clock } from './ports/clock';
import type { FileLister } from './ports/fileLister';
import type { FileSystem, FileWatcher } from './ports/fileSystem';
import type { Journal } from './ports/journal';
import type { HistoryDatabase } from './ports/historyDatabase';
import type { Log } from './ports/log';
import { JournalPlaceholderValues } from './prompts/journalPlaceholderValues';
import { WorkspaceReferences } from './references/workspaceReferences';
import { DisposableStore } from './util/dispose';

interface HistoryPorts {
  /** URI of the folder of all compositions, until another one is set. */
  readonly folder: string;
  /** The index of the compositions in this workspace; without one they are searched in memory. */
  readonly database?: HistoryDatabase;
  /** Asked before compositions could be lost that are nowhere but in a damaged database: see {@link HistoryDatabase.open}. Default: no. */
  readonly mayLose?: (count: number) => Promise<boolean>;
}

/** What the domain needs of the world around it. */
export interface AppPorts {
  readonly fileSystem: FileSystem;
  readonly clock: Clock;
  readonly log: Log;
  /** The user's events, shared by all windows. Disposed with the app. */
  readonly journal: Journal;
  /** Quicker than a walk through {@link fileSystem}, where it can be used. */
  readonly fileLister: FileLister;
  /** Watches a root folder of the workspace; default: {@link fileSystem} does. The editor does so anyway, whatever the size. */
  readonly watchWorkspace?: (root: string) => FileWatcher;
  readonly history: HistoryPorts;
  /** Asked when language models are needed for the first time; without it there are none. */
  readonly ai?: () => Promise<AIPorts>;
  /** URI of the user's home folder. */
  readonly home?: string;
  readonly storage: {
    /** URI of a folder for metadata indexes. May not exist yet; may be deleted at any time. */
    readonly indexFolder: string;
    /** URI of a folder for what ghost text learned. May not exist yet; may be deleted at any time. */
    readonly continuationsFolder: string;
    /** Of the program: an index that another version wrote is not believed, as it may read files differently. */
    readonly version: string;
  };
}

/** Puts the domain together: the only place where its parts meet. Reads nothing until a feature asks. */
export function createApp(ports: AppPorts): App {
  const { fileSystem, clock, log, journal, fileLister, watchWorkspace, home, storage } = ports;
  const opened = clock.now();
  const owned = new DisposableStore();
  const events = owned.add(new JournalEvents(journal, clock, log));
  const library = owned.add(new LivePromptLibrary({ fileSystem, clock, log, indexFolder: storage.indexFolder, version: storage.version }));
  const usage = owned.add(new JournalUsage(events, clock));
  const placeholderValues = owned.add(new JournalPlaceholderValues(events, clock));
  const references = owned.add(
    new WorkspaceReferences({ fileSystem, fileLister, clock, log, watch: watchWorkspace, home, folderAround: (uri) => library.sourceOf(uri)?.root }),
  );
  const continuations = owned.add(
    new LearnedContinuations({ library, fileSystem, clock, log, events, folder: storage.continuationsFolder, version: storage.version }),
  );
  const history = owned.add(
    new LazyHistory(ports.history.folder, async (folder) => {
      const { LiveHistory } = await import('./history/liveHistory');
      return new LiveHistory(folder, { fileSystem, clock, log, events, ...ports.history });
    }),
  );
  const ai = owned.add(
    new LazyAI(async () => {
      const [{ LiveAI, noAI }, aiPorts] = await Promise.all([import('./ai/liveAI'), ports.ai?.()]);
      return new LiveAI({ library, usage, references, events, fileSystem, clock, log, opened, ports: aiPorts ?? noAI });
    }),
  );
  return { library, usage, placeholderValues, references, continuations, events, history, ai, fileSystem, log, dispose: () => owned.dispose() };
}
