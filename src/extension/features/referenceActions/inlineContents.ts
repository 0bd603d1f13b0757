import { codeSpan, fencedBlock, languageOf } from '../../../core/references/codeText';
import type { FileReference } from '../../../core/references/reference';

/** Text that takes the place of `[start, end)`, in UTF-16 code units of the document. */
export interface TextReplacement {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** `>` and list markers, nested as they come, then the box of a task. */
const CONTAINER = /^((?:[ \t]*>[ \t]?|[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+)*[ \t]*)(?:\[[ xX]\][ \t]+)?/;
const HEADING = /^#{1,6}[ \t]/;
/** What begins something new, so that it ends the paragraph above. */
const NEW_BLOCK = /^[ \t]*(?:$|#{1,6}[ \t]|```|~~~|[-*+][ \t]|\d{1,9}[.)][ \t]|>|<)/;

/**
 * Puts the text of a file in the place of a reference to it, as a fenced code block under a line that names the file. A reference that
 * stands alone on its line (also in a list or a quote) gives way to both; one in a sentence leaves its words there, and the block follows
 * the paragraph. Indentation, list and quote go on around the block.
 * @param text of the document
 * @param contents of the file
 * @returns ascending and disjoint
 */
export function inlineReplacements(text: string, reference: FileReference, contents: string): readonly TextReplacement[] {
  const lineStart = text.lastIndexOf('\n', reference.start - 1) + 1;
  const lineEnd = endOfLine(text, reference.end);
  const [container = '', blocks = ''] = CONTAINER.exec(text.slice(lineStart, reference.start)) ?? [];
  const prefix = blocks.replace(/[^>\s]/g, ' ');
  const before = text.slice(lineStart + container.length, reference.start);
  const after = text.slice(reference.end, lineEnd);
  const words = textOfReference(text, reference);
  const name = codeSpan(reference.path);
  const code = fencedBlock(contents, languageOf(reference.path));

  if (before.trim() === '' && /^[\s.,;:]*$/.test(after)) {
    const label = words === reference.path || words.trim() === '' ? `${name}:` : `${words} (${name}):`;
    return [{ start: reference.start - before.length, end: lineEnd, newText: label + prefixed(['', ...code], prefix) }];
  }
  const shown = words === reference.path ? name : words;
  const end = HEADING.test(text.slice(lineStart + container.length, lineEnd)) ? lineEnd : endOfParagraph(text, lineEnd, blocks);
  return [
    { start: reference.start, end: reference.end, newText: shown },
    { start: end, end, newText: prefixed(['', `${name}:`, '', ...code], prefix) },
  ];
}

/** What remains of a reference when its link is removed: the text of a link as it is written, an alias, else the path. */
export function textOfReference(text: string, reference: FileReference): string {
  if (reference.syntax !== 'link') return reference.title ?? reference.path;
  const open = text.indexOf('[', reference.start);
  const close = text.lastIndexOf('](', reference.pathStart);
  return open >= reference.start && close > open ? text.slice(open + 1, close) : (reference.title ?? reference.path);
}

function prefixed(lines: readonly string[], prefix: string): string {
  return lines.map((line) => `\n${line === '' ? prefix.trimEnd() : prefix + line}`).join('');
}

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  if (newline < 0) return text.length;
  return text[newline - 1] === '\r' && newline > from ? newline - 1 : newline;
}

/** @param blocks what stands in front of the paragraph: in a quote it goes on in lines that are quoted as deeply */
function endOfParagraph(text: string, lineEnd: number, blocks: string): number {
  const quote = new RegExp(`^(?:[ \\t]*>){${blocks.split('>').length - 1}}[ \\t]?`);
  let end = lineEnd;
  for (;;) {
    const next = text.indexOf('\n', end) + 1;
    if (next === 0) return end;
    const nextEnd = endOfLine(text, next);
    const line = text.slice(next, nextEnd);
    const quoted = quote.exec(line)?.[0];
    if (quoted === undefined || NEW_BLOCK.test(line.slice(quoted.length))) return end;
    end = nextEnd;
  }
}
