import type { FileChange } from '../ports/fileSystem';
import type { Event } from '../util/event';

/** A file of the workspace that a query found. */
export interface FileHit {
  readonly uri: string;
  /** Root folder of the workspace that it belongs to, as a URI. */
  readonly folder: string;
  /** Decoded path below {@link folder}, with `/` between segments. */
  readonly path: string;
  /** Parts of {@link path} that match, as `[start, end)`, ascending and disjoint. */
  readonly matches: readonly (readonly [number, number])[];
}

export interface FileSearchOptions {
  /** Default 50. */
  readonly limit?: number;
  /** URI of the document: files near it come first among equals, the document itself is left out. */
  readonly from?: string;
  /** URIs of files, most recently opened first: they come before other files that match as well. */
  readonly recent?: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * The files of the workspace that git does not ignore and `files.exclude` does not hide, kept up to date. Lists on first use, in the
 * background; at 100,000 files a search neither blocks nor waits for the disk.
 */
export interface WorkspaceFiles {
  /** `idle` until the first use; `listing` during the first listing of a set of folders, while what is known is searched already. */
  readonly state: 'idle' | 'listing' | 'ready';
  /** Number of files known. */
  readonly size: number;
  readonly onDidChange: Event<void>;
  /** Root folders of the workspace, in its order. */
  readonly folders: readonly string[];
  /** Replaces the root folders. */
  setFolders(folders: readonly string[]): void;
  /** Replaces the `files.exclude` patterns that are switched on, by root folder. */
  setExcludes(excludes: ReadonlyMap<string, readonly string[]>): void;
  /** Begins to list and resolves when every folder was listed once. */
  whenReady(): Promise<void>;
  has(uri: string): boolean;
  /** Whether git or `files.exclude` leaves this file of the workspace out, also when nothing is there. */
  isIgnored(uri: string): Promise<boolean>;
  /** Best first. An empty query gives the recent files, then those near the document. */
  search(query: string, options?: FileSearchOptions): Promise<readonly FileHit[]>;
  /** URIs of the files known whose name (last segment) passes; for what has to look at all files of a kind, such as before a move. */
  withName(passes: (name: string) => boolean): readonly string[];
  /** Every file with this name (last segment, as written), nearest to `from` first: candidates for a broken reference. */
  named(name: string, from?: string): readonly FileHit[];
  /** The editor knows of a change before the disk reports it. Ignored until the first use. */
  note(changes: readonly FileChange[]): void;
}
