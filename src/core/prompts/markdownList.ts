import { headOf, itemLineOf, listKind, type ListLine, listLineOf, numberOf, quoteDepth, shapeOf, unticked, widthOf, withNumber } from './listLine';
import type { TextLines } from './snippetPlacement';
import type { DocumentLines } from './documentStructure';

/** More items than this are no list that somebody edits row by row. */
export const MAX_ITEMS = 100;

const BULLET: ListLine = { quote: '', indent: '', marker: '-', gap: ' ', task: '', text: '' };

export interface MarkdownItem {
  readonly line: ListLine;
  /** The lines below that belong to the item as they stand: further text, items of a list in it, blank lines. */
  readonly rest: readonly string[];
}

/** The items of one level of a list. Immutable: every change gives a new one. */
export interface MarkdownList {
  readonly items: readonly MarkdownItem[];
}

/** A list and the lines that it takes up; `end` is exclusive. */
export interface PlacedList extends MarkdownList {
  readonly start: number;
  readonly end: number;
}

/** The list whose item the line begins or belongs to; of lists in lists the innermost. `undefined` for any other line. */
export function listAt(lines: DocumentLines, line: number): PlacedList | undefined {
  const own = itemLineOf(lines, line);
  if (own === undefined) return undefined;
  const model = listLineOf(lines.lineAt(own));
  if (!model) return undefined;
  const start = firstSibling(lines, own, model);
  const { items, end } = readItems(lines, start, model);
  return { items, start, end };
}

/** The lines of the list. Of one that was found and not changed they are those of the text. */
export function renderList({ items }: MarkdownList): string[] {
  return items.flatMap(({ line, rest }) => [headOf(line) + line.text, ...rest]);
}

export function textsOf({ items }: MarkdownList): string[] {
  return items.map(({ line }) => line.text);
}

/** Adds an item at the end that looks like the last one; in a list that has none, like `model`. */
export function addItem(list: MarkdownList, text: string, model: ListLine = BULLET): MarkdownList {
  const last = list.items.at(-1)?.line ?? model;
  if (list.items.length >= MAX_ITEMS) return list;
  const line = { ...last, gap: last.gap === '' ? ' ' : last.gap, task: unticked(last.task), text: oneLine(text) };
  return renumbered(list, [...list.items, { line, rest: [] }]);
}

export function editItem(list: MarkdownList, index: number, text: string): MarkdownList {
  return { items: list.items.map((item, at) => (at === index ? withText(item, oneLine(text)) : item)) };
}

/** Takes an item away with everything in it. */
export function removeItem(list: MarkdownList, index: number): MarkdownList {
  return renumbered(list, list.items.filter((_, at) => at !== index));
}

/** Moves an item, with everything in it, to another place. */
export function moveItem(list: MarkdownList, from: number, to: number): MarkdownList {
  const item = list.items[from];
  if (!item || to < 0 || to >= list.items.length) return list;
  const others = list.items.filter((_, at) => at !== from);
  return renumbered(list, [...others.slice(0, to), item, ...others.slice(to)]);
}

/** Numbers count up from that of the first item; authors who number every item alike keep that. */
function renumbered({ items: before }: MarkdownList, items: readonly MarkdownItem[]): MarkdownList {
  const first = before[0] && numberOf(before[0].line.marker);
  if (first === undefined) return { items };
  const step = before.length > 1 && before[1] && numberOf(before[1].line.marker) === first ? 0 : 1;
  return { items: items.map((item, index) => withMarker(item, withNumber(item.line.marker, first + index * step))) };
}

/** What belongs to an item stands below its text: when the marker gets wider, that moves along. */
function withMarker({ line, rest }: MarkdownItem, marker: string): MarkdownItem {
  const by = marker.length - line.marker.length;
  const inside = line.quote.length + widthOf(line.indent) + line.marker.length + line.gap.length;
  const move = (text: string): string => {
    const [, quote = '', blanks = '', content = ''] = /^((?:[ \t]*>)*)([ \t]*)(.*)$/s.exec(text) ?? [];
    if (by === 0 || content === '' || quote.length + widthOf(blanks) < Math.min(inside, inside + by)) return text;
    return quote + (by > 0 ? blanks + ' '.repeat(by) : blanks.endsWith(' '.repeat(-by)) ? blanks.slice(0, by) : blanks) + content;
  };
  return { line: { ...line, marker }, rest: rest.map(move) };
}

function withText({ line, rest }: MarkdownItem, text: string): MarkdownItem {
  return { line: { ...line, gap: line.gap === '' ? ' ' : line.gap, text }, rest };
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ').trim();
}

/** Looks upward from an item for the first of its list. */
function firstSibling(lines: TextLines, own: number, model: ListLine): number {
  let first = own;
  for (let above = own - 1; above >= 0; above--) {
    const text = lines.lineAt(above);
    if (isSibling(listLineOf(text), model)) first = above;
    else if (!isInside(text, model)) break;
  }
  return first;
}

function readItems(lines: DocumentLines, start: number, model: ListLine): { items: MarkdownItem[]; end: number } {
  const items: MarkdownItem[] = [];
  let end = start;
  for (let line = start; line < lines.lineCount; line++) {
    const text = lines.lineAt(line);
    const item = listLineOf(text);
    const begins = isSibling(item, model);
    if (!begins && !isInside(text, model)) break;
    if (!begins && shapeOf(text).isBlank) continue;
    // Blank lines count only once something of the list comes behind them.
    const between = Array.from({ length: line - end }, (_, at) => lines.lineAt(end + at));
    const last = items.pop();
    if (last) items.push({ line: last.line, rest: [...last.rest, ...between, ...(begins ? [] : [text])] });
    if (begins && item) items.push({ line: item, rest: [] });
    end = line + 1;
  }
  return { items, end };
}

function isSibling(line: ListLine | undefined, model: ListLine): boolean {
  return (
    line !== undefined &&
    quoteDepth(line.quote) === quoteDepth(model.quote) &&
    widthOf(line.indent) === widthOf(model.indent) &&
    listKind(line.marker) === listKind(model.marker)
  );
}

/** Whether a line may belong to an item of the list: it is indented further, or blank. */
function isInside(text: string, model: ListLine): boolean {
  const { quote, width, isBlank } = shapeOf(text);
  if (isBlank) return quote === quoteDepth(model.quote) || text.trim() === '';
  return quote === quoteDepth(model.quote) && width > widthOf(model.indent);
}
