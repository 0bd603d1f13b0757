/** What is known of a composition without its text. Times are milliseconds since the epoch. */
export interface CompositionSummary {
  readonly uuid: string;
  /** Of the Markdown file in the history folder. */
  readonly uri: string;
  readonly created: number;
  readonly updated: number;
  /** URI of the workspace folder in which it was written; `undefined` outside of any. */
  readonly directory: string | undefined;
  /** URI of the document whose text it records; `undefined` when it is written in its own file. */
  readonly source: string | undefined;
  /** The first 100 characters of the body on one line. */
  readonly excerpt: string;
  /** UTF-16 code units of the body. */
  readonly characters: number;
  readonly lines: number;
  /** Estimated, of the body. */
  readonly tokens: number;
  /** URIs of the prompts that were inserted, in the order of their first use. */
  readonly prompts: readonly string[];
  readonly tags: readonly string[];
  /** Its Markdown file is gone, so that the text lives only in the database. */
  readonly isMissing: boolean;
}

/** A composition as it is kept: one row of a {@link CompositionRepository}. */
export interface Composition extends CompositionSummary {
  /** The whole Markdown file, with its frontmatter, decoded. */
  readonly text: string;
  /** Of the file when it was read, to tell whether it changed since: bytes, and milliseconds since the epoch. */
  readonly size: number;
  readonly mtime: number;
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly hash: string;
}

/** A composition without its text. */
export function summaryOf(composition: Composition): CompositionSummary {
  const { uuid, uri, created, updated, directory, source, excerpt, characters, lines, tokens, prompts, tags, isMissing } = composition;
  return { uuid, uri, created, updated, directory, source, excerpt, characters, lines, tokens, prompts, tags, isMissing };
}
