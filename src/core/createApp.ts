import type { App } from './app';
import { LivePromptLibrary } from './library/promptLibrary';
import { JournalUsage } from './library/usage';
import type { Clock } from './ports/clock';
import type { FileSystem } from './ports/fileSystem';
import type { Journal } from './ports/journal';
import type { Log } from './ports/log';
import { DisposableStore } from './util/dispose';

/** What the domain needs of the world around it. */
export interface AppPorts {
  readonly fileSystem: FileSystem;
  readonly clock: Clock;
  readonly log: Log;
  /** The user's events, shared by all windows. Disposed with the app. */
  readonly journal: Journal;
  readonly storage: {
    /** URI of a folder for metadata indexes. May not exist yet; may be deleted at any time. */
    readonly indexFolder: string;
    /** Of the program: an index that another version wrote is not believed, as it may read files differently. */
    readonly version: string;
  };
}

/** Puts the domain together: the only place where its parts meet. Reads nothing until a feature asks. */
export function createApp({ fileSystem, clock, log, journal, storage }: AppPorts): App {
  const owned = new DisposableStore();
  owned.add(journal);
  const library = owned.add(new LivePromptLibrary({ fileSystem, clock, log, indexFolder: storage.indexFolder, version: storage.version }));
  const usage = owned.add(new JournalUsage(journal, clock, log));
  return { library, usage, fileSystem, log, dispose: () => owned.dispose() };
}
