/** How a reference is written: `[title](path)`, `[[path]]`, `#file:path`, `@path`. */
export type ReferenceSyntax = 'link' | 'wiki' | 'hash' | 'at';

/** One mention of a file in a document. Offsets are UTF-16 code units of the document, ends exclusive. */
export interface FileReference {
  readonly syntax: ReferenceSyntax;
  /** The whole mention. */
  readonly start: number;
  readonly end: number;
  /** The path as it is written, without fragment, title and angle brackets: what a rename replaces. */
  readonly pathStart: number;
  readonly pathEnd: number;
  /** Decoded (percent-encoding and Markdown escapes resolved), with `/` between segments. Never empty. */
  readonly path: string;
  /** Text of the link (`link`), alias (`[[path|alias]]`); unescaped. Absent where the syntax has none. */
  readonly title: string | undefined;
  /** Behind `#` in the path of a link or wiki link, without the `#`; such as a heading or `L10`. */
  readonly fragment: string | undefined;
  /** What is around the path beside the syntax itself: angle brackets or quotes; absent when there is nothing. */
  readonly enclosure?: '<' | '"' | "'";
}

/** Where references are looked for. All are URIs in the form of `vscode.Uri.toString()`. */
export interface ReferenceContext {
  readonly documentUri: string;
  /** Root folders of the workspace, in its order. */
  readonly folders: readonly string[];
}

/**
 * - `missing`: nothing is there
 * - `ignored`: git or `files.exclude` leaves it out, so other people and tools may not have it
 * - `tooLarge`: over 1 MB
 * - `binary`: its first bytes are not text
 * - `outside`: it (or what a link leads to) is not in the workspace, and was not looked at: nothing else is known of it
 * - `unreadable`: it cannot be read
 */
export type TargetState = 'ok' | 'directory' | 'missing' | 'ignored' | 'tooLarge' | 'binary' | 'outside' | 'unreadable';

/** What a reference leads to. */
export interface ReferenceTarget {
  /** Where it leads, or where the missing file should be. */
  readonly uri: string;
  readonly state: TargetState;
  /** Bytes; known for files that were looked at. */
  readonly size: number | undefined;
  /** Milliseconds since the epoch. */
  readonly mtime: number | undefined;
}
