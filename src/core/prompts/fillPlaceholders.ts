import { findBlock } from './frontmatterBlock';
import { hangingIndent, LINE_HEAD, lineOpening, listPlace } from './lineOpening';
import { trimBlankLines } from './lines';
import { parsePlaceholders } from './placeholders';
import { plainText } from './snippet';

/** A stretch of a text and what takes its place. Offsets are UTF-16 code units; `end` is exclusive. */
interface FillEdit {
  readonly start: number;
  readonly end: number;
  /** With `\n` between lines. */
  readonly newText: string;
}

/** Values by name: the items of a list; for a text, the text as the only one. Blank items count for nothing. */
export type FillValues = ReadonlyMap<string, readonly string[]>;

/**
 * Puts values in place of the placeholders of a document; those without a value stay. A text goes where its placeholder stands, its
 * further lines indented as the line, in the same quote and below the same list item. A list becomes items of a Markdown list where
 * inserting the prompt would begin one. Values arrive as they are: nothing in them is read as a placeholder.
 *
 * @param text of the whole document; its frontmatter is left alone.
 * @returns ascending and disjoint. Beside placeholders they touch only the blanks before a list that gets lines of its own.
 */
export function fillPlaceholders(text: string, values: FillValues): FillEdit[] {
  const bodyStart = findBlock(text)?.bodyStart ?? 0;
  const edits: FillEdit[] = [];
  let lineStart = bodyStart;
  let seen = bodyStart;
  for (const { type, name, start, end } of parsePlaceholders(text, bodyStart).placeholders) {
    lineStart = lastLineStart(text, seen, start) ?? lineStart;
    const items = filledItems(values.get(name));
    if (items.length > 0) {
      const head = text.slice(lineStart, Math.min(start, lineStart + LINE_HEAD));
      if (type === 'text') edits.push({ start, end, newText: indentedLines(items.join('\n'), hangingIndent(lineOpening(head))) });
      else {
        const place = listPlace(head);
        edits.push({ start: place.trims ? beforeBlanks(text, seen, start) : start, end, newText: place.before + listItems(items, place) });
      }
    }
    seen = end;
  }
  return edits;
}

/** The items that count. */
export function filledItems(items: readonly string[] | undefined): readonly string[] {
  return items?.filter((item) => item.trim() !== '') ?? [];
}

/** @param edits ascending and disjoint, as {@link fillPlaceholders} gives them. */
export function applyEdits(text: string, edits: readonly FillEdit[]): string {
  const parts: string[] = [];
  let copied = 0;
  for (const { start, end, newText } of edits) {
    parts.push(text.slice(copied, start), newText);
    copied = end;
  }
  parts.push(text.slice(copied));
  return parts.join('');
}

/** What there is to send once the values are in: the body as one copies it, line ends as `\n`. */
export function filledBody(text: string, values: FillValues): string {
  const filled = applyEdits(text, fillPlaceholders(text, values));
  return plainText(trimBlankLines(filled, findBlock(text)?.bodyStart ?? 0));
}

function listItems(items: readonly string[], { indentation, marker }: { readonly indentation: string; readonly marker: string }): string {
  let current = marker;
  return items
    .map((item, index) => {
      if (index > 0) current = nextMarker(current);
      const lines = indentedLines(item, indentation + ' '.repeat(current.length));
      return index === 0 ? lines : `\n${indentation}${current}${lines}`;
    })
    .join('');
}

/** Numbers count up, a box of the author that is ticked does not tick the others. */
function nextMarker(marker: string): string {
  return marker.replace(/^\d+/, (number) => String(Number(number) + 1)).replace(/\[[xX]\]/, '[ ]');
}

/** Begins every line but the first with `indentation`; blank lines get no blanks from it. */
function indentedLines(text: string, indentation: string): string {
  const [first = '', ...rest] = text.split(/\r\n|\n|\r/);
  return [first, ...rest.map((line) => (line.trim() === '' ? indentation.trimEnd() : indentation) + line)].join('\n');
}

/** Where the line of `end` begins, if it begins behind `from`. */
function lastLineStart(text: string, from: number, end: number): number | undefined {
  for (let at = end; at > from; at--) if (text[at - 1] === '\n' || text[at - 1] === '\r') return at;
  return undefined;
}

function beforeBlanks(text: string, from: number, end: number): number {
  let at = end;
  while (at > from && (text[at - 1] === ' ' || text[at - 1] === '\t')) at--;
  return at;
}
