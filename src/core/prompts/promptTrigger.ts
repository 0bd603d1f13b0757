import type { TextLines } from './snippetPlacement';

/** A request for a prompt in the text: `/rev` at the start of a line, `>>rev` anywhere. */
interface PromptTrigger {
  /** Where it begins in its line, in UTF-16 code units; it ends at the cursor. */
  readonly start: number;
  /** What was typed behind `/` or `>>`. */
  readonly query: string;
}

/** More than this is a sentence, not a search. */
const MAX_QUERY = 60;
const MAX_WORDS = 5;

/**
 * The trigger that ends at the cursor. None in what only looks like one: paths (`/usr/bin`), comments (`//`), nested quotes (`>> text`),
 * conflict markers (`>>>>>>>`), templates (`<<name>>`), inline code.
 *
 * @param before the line up to the cursor.
 */
export function promptTriggerAt(before: string): PromptTrigger | undefined {
  const slash = /^[ \t]*\/(?=([^/\\]*)$)/.exec(before);
  if (slash) return trigger(slash[0].length - 1, slash[1] ?? '');
  const at = before.lastIndexOf('>>');
  if (at === -1 || before[at - 1] === '>') return undefined;
  const head = before.slice(0, at);
  const isCode = head.split('`').length % 2 === 0;
  return isCode || /<<[^<>]*$/.test(head) ? undefined : trigger(at, before.slice(at + 2));
}

function trigger(start: number, query: string): PromptTrigger | undefined {
  if (/^\s|\s\s|[<>`]/.test(query) || query.length > MAX_QUERY || query.split(' ').length > MAX_WORDS) return undefined;
  return { start, query };
}

/** Whether a line belongs to the frontmatter or to a fenced code block (its fences included), where nobody asks for prompts. */
export function isCodeOrFrontmatter(lines: TextLines, lineCount: number, line: number): boolean {
  const frontmatterEnd = endOfFrontmatter(lines, lineCount);
  if (line <= frontmatterEnd) return true;
  let fence = '';
  for (let number = frontmatterEnd + 1; number < line; number++) {
    const [, marks = '', info = ''] = /^[ \t]*(?:(?:[-*+>]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})(.*)$/.exec(lines.lineAt(number)) ?? [];
    if (marks === '') continue;
    if (fence === '') fence = marks.startsWith('`') && info.includes('`') ? '' : marks;
    else if (marks.startsWith(fence) && info.trim() === '') fence = '';
  }
  return fence !== '';
}

/** Frontmatter is never so long; what has no end within that is a document that begins with a line. */
const MAX_FRONTMATTER_LINES = 200;

/** The line that closes it; -1 without frontmatter. */
function endOfFrontmatter(lines: TextLines, lineCount: number): number {
  if (lineCount === 0 || !/^---[ \t]*$/.test(lines.lineAt(0))) return -1;
  const last = Math.min(lineCount, MAX_FRONTMATTER_LINES);
  for (let number = 1; number < last; number++) if (/^---[ \t]*$/.test(lines.lineAt(number))) return number;
  return -1;
}
