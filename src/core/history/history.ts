import type { Disposable } from '../util/dispose';
import type { Event } from '../util/event';
import type { Composition, CompositionSummary } from './composition';
import type {
  CompositionHit,
  CompositionPage,
  CountOf,
  HistoryStatistics,
  ListOptions,
  SearchOptions,
  StatisticsOptions,
} from './compositionRepository';

/** Something about the history that the user should know; told once per window and reason. */
export interface HistoryNotice {
  readonly reason:
    /** The database cannot be used: search and lists work on the Markdown files, from memory. */
    | 'databaseUnavailable'
    /** It was damaged, set aside and filled again. */
    | 'repaired'
    /** A later version of the extension wrote it; it is only read. */
    | 'newerDatabase'
    /** Markdown files of compositions are gone, but their text is in the database. */
    | 'missingFiles'
    /** Drafts that a crash left were newer than the files and were put in their place. */
    | 'recovered'
    /** The history folder cannot be read or written. */
    | 'folderUnavailable';
  /** File or folder that it is about. */
  readonly uri?: string;
  /** How many compositions it is about. */
  readonly count?: number;
  /** For the log and details: never text of compositions. */
  readonly detail?: string;
}

export interface HistoryProgress {
  readonly done: number;
  readonly total: number;
}

export interface NewComposition {
  /** Body; default: one empty line to write on. */
  readonly body?: string;
  readonly directory?: string;
  readonly source?: string;
  readonly prompts?: readonly string[];
  readonly tags?: readonly string[];
}

export interface HistoryChange {
  /** Changed, added or removed; `undefined`: possibly all. */
  readonly uuids: readonly string[] | undefined;
}

export interface DeleteResult {
  readonly deleted: number;
  /** Of the files that are gone. */
  readonly bytes: number;
  /** URIs of files that could not be deleted; their compositions stay. */
  readonly failed: readonly string[];
}

/** Every composition ever made: Markdown files in one folder, an index over them, and what happens to them. Opens on first use. */
export interface History extends Disposable {
  /** URI of the folder of the Markdown files. */
  readonly folder: string;
  readonly state: 'idle' | 'opening' | 'ready';
  /** While files are read to fill the index. */
  readonly progress: HistoryProgress | undefined;
  /** In the order in which they came up. */
  readonly notices: readonly HistoryNotice[];
  /** Fires when {@link folder}, {@link state}, {@link progress} or {@link notices} change. */
  readonly onDidChangeState: Event<void>;
  /** Fires after compositions changed, in this window, in another or on disk. */
  readonly onDidChange: Event<HistoryChange>;

  /** Another folder, or the first one. */
  setFolder(folder: string): void;
  /** Opens the index; resolves when it can be asked. It is compared with the files in the background: see {@link whenReconciled}. */
  whenReady(): Promise<void>;
  /** Resolves when the index agrees with the files. */
  whenReconciled(): Promise<void>;

  list(options?: ListOptions): Promise<CompositionPage>;
  search(query: string, options?: SearchOptions): Promise<readonly CompositionHit[]>;
  load(uuid: string): Promise<Composition | undefined>;
  findByUri(uri: string): Promise<CompositionSummary | undefined>;
  /** The latest composition that records that document. */
  findBySource(source: string): Promise<CompositionSummary | undefined>;
  tags(): Promise<readonly CountOf<string>[]>;
  directories(): Promise<readonly CountOf<string>[]>;
  statistics(options: StatisticsOptions): Promise<HistoryStatistics>;

  /** Writes a new composition; it is on disk when this resolves. @throws {FileSystemError} */
  create(init?: NewComposition): Promise<CompositionSummary>;
  /** Adds and removes tags in the frontmatter. @throws {FileSystemError} */
  tag(uuids: readonly string[], change: { readonly add?: readonly string[]; readonly remove?: readonly string[] }): Promise<void>;
  /** Deletes file and record, for all windows. Files go to the trash where there is one. */
  delete(uuids: readonly string[]): Promise<DeleteResult>;
  /** Writes Markdown files that are gone again from the index. @returns how many */
  restoreMissing(uuids: readonly string[]): Promise<number>;

  /** Keeps what is being written in the editor safe. */
  readonly recorder: CompositionRecorder;

  /** Compares index and files again, whatever the times say. @returns how many differed */
  reconcile(signal?: AbortSignal): Promise<number>;
  /** Throws the index away and reads all files. Compositions whose file is gone are kept. */
  rebuild(signal?: AbortSignal): Promise<number>;
  /** Looks for damage. @returns what is wrong, for the log */
  verify(): Promise<readonly string[]>;
}

/**
 * The writing side. A composition is either written in its own file (`.history/….md`, opened in an editor), or it records what is written in
 * another document, the source, whose file it never touches.
 */
export interface CompositionRecorder {
  /**
   * Keeps the unsaved text of a composition file: it is on disk, in a draft, when this resolves, so that neither a crash nor a torn save can
   * lose it. @throws {FileSystemError}
   */
  keepDraft(uri: string, text: string): Promise<void>;
  /** The editor saved that file: the draft goes, the index and the other windows learn of it. */
  fileSaved(uri: string): Promise<void>;
  /** Files were renamed, moved or deleted in the editor or outside. */
  filesChanged(uris: readonly string[]): Promise<void>;

  /** Documents that are recorded. Known once `whenReady` of this has resolved. */
  whenReady(): Promise<void>;
  isTracked(source: string): boolean;
  /** Begins to record a document: `text` is on disk when this resolves. @throws {FileSystemError} */
  track(source: string, text: string, init?: NewComposition): Promise<CompositionSummary>;
  untrack(source: string): Promise<void>;
  /**
   * Records the text of a tracked document; it is on disk when this resolves. A document that was emptied and written anew begins a new
   * composition, so that the earlier text stays. @throws {FileSystemError}
   */
  record(source: string, text: string): Promise<void>;
  /** A tracked document got another name. */
  moved(from: string, to: string): Promise<void>;
  /** A prompt was inserted into a tracked document: the composition names it from its next recording on. */
  promptInserted(source: string, prompt: string): void;
}
