import type { Disposable } from './util/dispose';
import type { Event } from './util/event';
import type { Log } from './ports/log';
import type { FileSystem } from './ports/fileSystem';
import type { Prompt } from './prompts/prompt';
import type { PromptDocument } from './prompts/promptDocument';
import type { PlaceholderValues } from './prompts/placeholderValues';
import type { PromptSource } from './library/promptSource';
import type { DomainEvents } from './events/domainEvents';
import type { LazyAI } from './ai/lazyAI';
import type { LazyHistory } from './history/lazyHistory';
import type { Continuations } from './inline/continuations';
import type { References } from './references/references';

/** What `createApp` puts together: everything a feature may use of the domain. Dispose it to release watchers and timers. */
export interface App extends Disposable {
  readonly library: PromptLibrary;
  readonly usage: PromptUsage;
  readonly placeholderValues: PlaceholderValues;
  readonly references: References;
  readonly continuations: Continuations;
  readonly events: DomainEvents;
  readonly history: LazyHistory;
  readonly ai: LazyAI;
  readonly fileSystem: FileSystem;
  readonly log: Log;
}

/** Which prompts a change touched. A file that moved is one `removed` and one `added`. */
export interface LibraryChange {
  readonly added: readonly Prompt[];
  /** The new versions. */
  readonly changed: readonly Prompt[];
  /** The last known versions. */
  readonly removed: readonly Prompt[];
}

/** Something of a library folder that is not a prompt problem: a link out of it, a folder that cannot be read. */
export interface LibraryNotice {
  readonly uri: string;
  readonly reason: 'linkOutside' | 'linkLoop' | 'tooDeep' | 'unreadableFolder' | 'tooMany';
}

/** The live collection of all prompts of all sources. */
export interface PromptLibrary {
  /** `idle` until {@link start}; `loading` during the first load of a set of sources. */
  readonly state: 'idle' | 'loading' | 'ready';
  readonly sources: readonly PromptSource[];
  readonly notices: readonly LibraryNotice[];
  /** A snapshot, unsorted; the same array until the next change. */
  readonly prompts: readonly Prompt[];
  /** Fires after {@link prompts} was updated. */
  readonly onDidChange: Event<LibraryChange>;
  /** Fires when {@link state}, {@link sources} or {@link notices} change. */
  readonly onDidChangeState: Event<void>;

  get(uri: string): Prompt | undefined;
  /** The source in whose folder that file or folder lies. */
  sourceOf(uri: string): PromptSource | undefined;

  /** Replaces the sources; what both sets share is not read again. Loads in the background. */
  setSources(sources: readonly PromptSource[]): void;
  /** Resolves when every source was loaded once. */
  whenReady(): Promise<void>;

  /** Reads and parses the file as it is now. @throws {FileSystemError} */
  read(uri: string): Promise<PromptDocument>;
  /** Parses text that an editor holds, judged as the file of that URI would be. */
  parse(uri: string, text: string): Promise<PromptDocument>;

  /** Looks at these files and folders again (all when absent) and resolves when the library knows them. */
  refresh(uris?: readonly string[]): Promise<void>;

  /** Best first. Waits for the load and the search index on first use. */
  search(query: string, options?: SearchOptions): Promise<readonly SearchHit[]>;
}

export interface SearchOptions {
  /** Default 50. */
  readonly limit?: number;
  /** Breaks ties: the greater, the earlier. Usually {@link PromptUsage.weight}. */
  readonly weight?: (prompt: Prompt) => number;
  /** Aborted, the search gives nothing. */
  readonly signal?: AbortSignal;
}

/** A prompt that was found, and why. */
export interface SearchHit {
  readonly prompt: Prompt;
  /** How the query was met, best kind first. */
  readonly kind: 'exact' | 'prefix' | 'phrase' | 'title' | 'fields' | 'fuzzy';
  /** Parts of the title that match, as `[start, end)` in UTF-16 code units, ascending and disjoint. */
  readonly titleMatches: readonly (readonly [number, number])[];
}

/** Favourites, use counts and last use, over all windows. */
export interface PromptUsage extends Disposable {
  readonly onDidChange: Event<void>;
  /** Resolves when what was recorded before is known. */
  whenReady(): Promise<void>;
  of(uri: string): UsageOfPrompt;
  isFavourite(uri: string): boolean;
  /** URIs, unsorted. */
  favourites(): readonly string[];
  /** URIs, most recently used first. */
  recent(limit: number): readonly string[];
  /** Grows with recency and frequency of use; 0 for a prompt never used. */
  weight(uri: string): number;
  /** Counts at once; resolves when it is on disk. @throws {FileSystemError} */
  recordUse(uri: string): Promise<void>;
  /** @throws {FileSystemError} */
  setFavourite(uri: string, favourite: boolean): Promise<void>;
  /** Carries the record over when a prompt file was moved or renamed. @throws {FileSystemError} */
  recordMove(from: string, to: string): Promise<void>;
}

/** How often and when a prompt was used, in all windows. */
export interface UsageOfPrompt {
  readonly count: number;
  /** Milliseconds since the epoch; `undefined` when never used. */
  readonly lastUsed: number | undefined;
}
