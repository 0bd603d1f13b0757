/** Zero-based, `character` in UTF-16 code units: the positions of VS Code and the Language Server Protocol. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

export interface TextRange {
  readonly start: TextPosition;
  readonly end: TextPosition;
}

/** `error` blocks insertion, `warning` shows in the Problems panel, `hint` only in the editor. */
export type ProblemSeverity = 'error' | 'warning' | 'hint';

type ProblemCode =
  | 'duplicatePlaceholder'
  | 'nearMissPlaceholder'
  | 'invalidFrontmatter'
  | 'unsupportedFrontmatter'
  | 'unclosedFrontmatter'
  | 'invalidValue'
  | 'missingTitle'
  | 'missingDescription'
  | 'missingTags'
  | 'tooLarge'
  | 'unreadable'
  | 'undecodable';

/** One finding in one prompt file. Its text is made at the edge, in the user's language, from {@link code} and {@link detail}. */
export interface PromptProblem {
  readonly code: ProblemCode;
  readonly severity: ProblemSeverity;
  readonly range: TextRange;
  /** What the text needs to name: the placeholder's name, the parser's reason, the key, the size. */
  readonly detail?: string;
  /** The edit that would mend it, in terms of the same text. */
  readonly fix?: ProblemFix;
}

export interface ProblemFix {
  readonly range: TextRange;
  readonly newText: string;
}

/**
 * How strictly the files of a source are judged.
 * `strict`: folders written for PromptStack; `lenient`: anybody's prompt files, where a missing title or sloppy YAML is only a hint.
 */
export interface ValidationProfile {
  readonly strictness: 'strict' | 'lenient';
  /** Report missing descriptions and tags (warning in strict folders, hint in lenient ones). */
  readonly missingMetadata: boolean;
}
