import { bodyStartOf } from '../prompts/frontmatter';

/** The part of a document that models see, with the numbers that its lines have in the whole document. */
export interface NumberedBody {
  /** Number of the first line of the body, counted from 1; one more than there are lines in a document that is all frontmatter. */
  readonly first: number;
  /** Number of the last line; less than {@link first} when there is no body. */
  readonly last: number;
  /** Without their line breaks. */
  readonly lines: readonly string[];
}

/** Lines as VS Code has them: they end with `\n`, `\r\n` or `\r`; the empty text has one. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/** The body behind the frontmatter. A body without a character has no line. */
export function numberedBody(text: string): NumberedBody {
  const start = bodyStartOf(text);
  // The frontmatter ends with a line break, unless it is all there is.
  const first = start === 0 ? 1 : linesOf(text.slice(0, start)).length + (/[\r\n]$/.test(text.slice(0, start)) ? 0 : 1);
  const lines = start === text.length ? [] : linesOf(text.slice(start));
  return { first, last: first + lines.length - 1, lines };
}

/** A stretch of what {@link withNumbers} gives, as it stands in the document; its first line may begin anywhere. */
export function withoutNumbers(numbered: string): string {
  return numbered.replace(/\n\d+\| /g, '\n');
}

/** One line each: `12| text`. */
export function withNumbers({ first, lines }: Pick<NumberedBody, 'first' | 'lines'>): string {
  return lines.map((line, index) => `${first + index}| ${line}`).join('\n');
}
