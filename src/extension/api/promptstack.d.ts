import type { Event, TextEditor, Uri } from 'vscode';

/*
 * The API that the extension `promptstack.promptstack` offers to other extensions. Copy this file into your project; docs/api.md shows
 * how to use it. What it describes stays compatible within one version: members may be added, none changes or goes.
 */

/** What `vscode.extensions.getExtension<PromptStackExports>('promptstack.promptstack')` exports. */
export interface PromptStackExports {
  /** @throws when this version of PromptStack does not have that version of the API. */
  getAPI(version: 1): PromptStackApi;
}

/** Version 1: the library of this window. The same object for everybody who asks; nothing has to be disposed but what `onDidChange` returns. */
export interface PromptStackApi {
  /** Resolves when the library was loaded once. Nothing else has to wait for it, but before that not all prompts are there. */
  whenReady(): Promise<void>;

  /** All prompts of all library folders, in no particular order; the same array until the next change. */
  list(): readonly PromptInfo[];

  /** `undefined` when the library has no prompt at that URI. */
  get(uri: Uri | string): PromptInfo | undefined;

  /**
   * Prompts by title, tags, description and category, best first. Typing mistakes are tolerated; prompts used recently and often come
   * first among equals. An empty query gives all. Waits for the library to be loaded.
   */
  search(query: string, options?: SearchOptions): Promise<readonly PromptInfo[]>;

  /**
   * Inserts a prompt as a snippet with a tab stop for each placeholder, in one undo step, and records the use.
   * @returns false when nothing was inserted (errors in the prompt, read-only editor, file gone); the user has been told why.
   */
  insert(uri: Uri | string, options?: InsertOptions): Promise<boolean>;

  /** Fires after {@link list} changed. A file that moved is one `removed` and one `added`. */
  readonly onDidChange: Event<PromptsChange>;
}

export interface SearchOptions {
  /** Most results; default 50. */
  readonly limit?: number;
  /** The results of an aborted search are empty. */
  readonly signal?: AbortSignal;
}

export interface InsertOptions {
  /** Default: the active text editor, else a new Markdown file. */
  readonly editor?: TextEditor;
  /** `cursor` (default) replaces the selections, `newLine` uses a line of its own below each cursor. */
  readonly where?: 'cursor' | 'newLine';
}

/** Which prompts a change touched. */
export interface PromptsChange {
  readonly added: readonly PromptInfo[];
  /** The new versions. */
  readonly changed: readonly PromptInfo[];
  /** The last known versions. */
  readonly removed: readonly PromptInfo[];
}

/** One prompt file. Plain frozen data; a change of the file gives a new object. */
export interface PromptInfo {
  /** URI of the file as text: its identity. */
  readonly uri: string;
  /** Never empty. Plain text of an author: escape it before it goes into Markdown or HTML. */
  readonly title: string;
  /** Empty when there is none. */
  readonly description: string;
  readonly tags: readonly string[];
  /** First folder below the library folder; empty for a file that lies directly in it. */
  readonly category: string;
  /** The library folder that the prompt belongs to. */
  readonly source: PromptSourceInfo;
  /** In order of appearance. */
  readonly placeholders: readonly PlaceholderInfo[];
  readonly problems: readonly ProblemInfo[];
}

/** A library folder. */
export interface PromptSourceInfo {
  /** URI of the folder as text. */
  readonly uri: string;
  /** As shown to the user. */
  readonly label: string;
  /** The user's own library, the prompts of an open folder of the workspace, or a folder that the user added. */
  readonly kind: 'user' | 'workspace' | 'folder';
}

/** A blank of a prompt. */
export interface PlaceholderInfo {
  readonly type: 'text' | 'list';
  readonly name: string;
}

/** Something that validation found in a prompt. */
export interface ProblemInfo {
  /** A prompt with an `error` is not inserted. */
  readonly severity: 'error' | 'warning' | 'hint';
  /** Kind of problem, such as `duplicatePlaceholder`. More may be added. */
  readonly code: string;
  /** Zero-based line of the file. */
  readonly line: number;
}
