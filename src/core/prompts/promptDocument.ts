import type { Prompt } from './prompt';
import type { TextEncoding } from './textEncoding';
import type { Placeholder } from './placeholders';

/** One prompt with its text, as read at one moment. */
export interface PromptDocument {
  readonly prompt: Prompt;
  /** The whole file, decoded, without BOM; line endings as they are. */
  readonly text: string;
  readonly encoding: TextEncoding;
  /** Line ending of the first line; `\n` for a file of one line. */
  readonly eol: '\n' | '\r\n' | '\r';
  /** Offset in {@link text} where the body begins (after the frontmatter and its closing line). */
  readonly bodyStart: number;
  /** What gets inserted: {@link text} from {@link bodyStart}, without blank lines at its beginning and end. */
  readonly body: string;
  /** With offsets into {@link text}. */
  readonly placeholders: readonly Placeholder[];
}
