import type { DocumentLines } from './documentStructure';
import { continuesList, headOf, listKind, type ListLine, listLineOf, numberOf, quoteDepth, shapeOf, unticked, widthOf, withNumber } from './listLine';
import type { TextPosition, TextRange } from './problems';

/** What Enter does inside a list: edits in terms of the text before them, disjoint, and where the cursor is then. */
interface ListEnter {
  /** The first is the one at the cursor. Its text has `\n` between lines. */
  readonly edits: readonly { readonly range: TextRange; readonly newText: string }[];
  readonly cursor: TextPosition;
}

/** Items whose numbers follow at most. */
const MAX_FOLLOWING = 1000;

/**
 * In an item with text, the next item begins with what stands behind the cursor; numbers count up, boxes are not ticked. An empty item
 * moves out to the list around it, or ends the list. `undefined` where Enter means a new line and nothing else: on lines that begin no
 * item, and before the text of an item.
 */
export function listEnter(lines: DocumentLines, at: TextPosition): ListEnter | undefined {
  const text = lines.lineAt(at.line);
  const item = listLineOf(text);
  if (!item || !continuesList(text, at.character)) return undefined;
  return item.text.trim() === '' ? leaveItem(lines, at.line, item) : nextItem(lines, at, item);
}

function nextItem(lines: DocumentLines, at: TextPosition, item: ListLine): ListEnter {
  const text = lines.lineAt(at.line);
  const number = numberOf(item.marker);
  const marker = number === undefined ? item.marker : withNumber(item.marker, number + 1);
  const head = headOf({ ...item, marker, task: unticked(item.task) });
  // Blanks at the cursor would make the text of the next item begin with them.
  const blanks = /^[ \t]*/.exec(text.slice(at.character))?.[0].length ?? 0;
  const range = { start: at, end: { line: at.line, character: at.character + blanks } };
  const following = number === undefined ? [] : followingNumbers(lines, at.line, item, number);
  return { edits: [{ range, newText: `\n${head}` }, ...following], cursor: { line: at.line + 1, character: head.length } };
}

/** Counts up the numbers of the items behind, as far as they counted up from this one. */
function followingNumbers(lines: DocumentLines, line: number, item: ListLine, number: number): { range: TextRange; newText: string }[] {
  const edits: { range: TextRange; newText: string }[] = [];
  const width = widthOf(item.indent);
  let expected = number + 1;
  for (let below = line + 1; below < Math.min(lines.lineCount, line + MAX_FOLLOWING); below++) {
    const text = lines.lineAt(below);
    const other = listLineOf(text);
    const isSibling = other !== undefined && widthOf(other.indent) === width && quoteDepth(other.quote) === quoteDepth(item.quote);
    if (isSibling && listKind(other.marker) === listKind(item.marker) && numberOf(other.marker) === expected) {
      const start = other.quote.length + other.indent.length;
      const end = start + other.marker.length;
      edits.push({ range: { start: { line: below, character: start }, end: { line: below, character: end } }, newText: withNumber(other.marker, ++expected) });
    } else if (!isDeeper(text, item)) break;
  }
  return edits;
}

function isDeeper(text: string, { quote, indent }: ListLine): boolean {
  const shape = shapeOf(text);
  return shape.quote === quoteDepth(quote) && !shape.isBlank && shape.width > widthOf(indent);
}

function leaveItem(lines: DocumentLines, line: number, item: ListLine): ListEnter {
  const range = { start: { line, character: 0 }, end: { line, character: lines.lineAt(line).length } };
  const parent = parentOf(lines, line, item);
  const newText = parent ? headOf(parent) : item.quote === '' ? '' : `${item.quote}${item.indent.slice(0, 1)}`;
  return { edits: [{ range, newText }], cursor: { line, character: newText.length } };
}

/** The beginning of an item behind the one that this item stands in. */
function parentOf(lines: DocumentLines, line: number, item: ListLine): ListLine | undefined {
  for (let above = line - 1; above >= 0; above--) {
    const text = lines.lineAt(above);
    const other = listLineOf(text);
    if (other && quoteDepth(other.quote) === quoteDepth(item.quote) && widthOf(other.indent) < widthOf(item.indent)) {
      const number = numberOf(other.marker);
      const marker = number === undefined ? other.marker : withNumber(other.marker, number + 1);
      return { ...other, marker, gap: other.gap === '' ? ' ' : other.gap, task: unticked(other.task), text: '' };
    }
    const isOutside = !other && /^(?:[ \t]*>)*[^\s>]/.test(text);
    if (isOutside) return undefined;
  }
  return undefined;
}
