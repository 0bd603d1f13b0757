import type { PromptProblem } from './problems';

export type PlaceholderType = 'text' | 'list';

/** One `{{text:name}}` or `{{list:name}}`, without its position. */
export interface PlaceholderSummary {
  readonly type: PlaceholderType;
  readonly name: string;
}

/** Where the shown title comes from; anything but `frontmatter` is a stand-in until the file gets a `title`. */
export type TitleOrigin = 'frontmatter' | 'name' | 'heading' | 'fileName';

/**
 * What the library knows of one prompt file without keeping its text. Immutable and plain JSON, so that it can be stored in the
 * metadata index; the text is read again when it is needed ({@link PromptLibrary.read}).
 */
export interface Prompt {
  /** Identity of the prompt: the file's URI, in the form of `vscode.Uri.toString()`. */
  readonly uri: string;
  /** {@link PromptSource.id} of the library folder it belongs to. */
  readonly sourceId: string;
  /** Decoded path below the library root, with `/` between segments. */
  readonly path: string;
  /** First folder below the library root; empty for a file at the root. */
  readonly category: string;
  /** Never empty. Plain text of the author: escape it before it goes into Markdown or HTML. */
  readonly title: string;
  readonly titleOrigin: TitleOrigin;
  /** Empty when there is none. */
  readonly description: string;
  readonly tags: readonly string[];
  /** In order of appearance, duplicates included. */
  readonly placeholders: readonly PlaceholderSummary[];
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly mtime: number;
  readonly problems: readonly PromptProblem[];
}

/** True when the prompt has an error and therefore cannot be inserted. */
export function hasErrors(prompt: Pick<Prompt, 'problems'>): boolean {
  return prompt.problems.some((problem) => problem.severity === 'error');
}
