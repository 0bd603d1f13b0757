import type { TextLines } from './snippetPlacement';

/** A line that begins an item of a Markdown list, taken apart; put together again its parts are the line. */
export interface ListLine {
  /** `>` marks and the blanks between them, up to the last mark. */
  readonly quote: string;
  /** Blanks before the marker. */
  readonly indent: string;
  /** `-`, `*`, `+`, or a number with `.` or `)`. */
  readonly marker: string;
  /** Blanks behind the marker; empty only where the line ends with it. */
  readonly gap: string;
  /** `[ ]` or `[x]` with the blanks behind it, or empty. */
  readonly task: string;
  readonly text: string;
}

/** Columns between two tab stops, as CommonMark counts them. */
const TAB = 4;

/** `undefined` for a line that begins no item: other text, or a line across the page as `- - -`. */
export function listLineOf(line: string): ListLine | undefined {
  const match = /^((?:[ \t]*>)*)([ \t]*)([-*+]|\d{1,9}[.)])([ \t]+|$)(\[[ xX]\](?:[ \t]+|$))?(.*)$/s.exec(line);
  if (!match) return undefined;
  const [, quote = '', indent = '', marker = '', gap = '', task = '', text = ''] = match;
  if (/^(?:-(?:[ \t]*-){2,}|\*(?:[ \t]*\*){2,})[ \t]*$/.test(marker + gap + task + text)) return undefined;
  return { quote, indent, marker, gap, task, text };
}

/** What stands before the text of an item. */
export function headOf({ quote, indent, marker, gap, task }: ListLine): string {
  return quote + indent + marker + gap + task;
}

/** Columns that blanks take. */
export function widthOf(blanks: string): number {
  let width = 0;
  for (const each of blanks) width = each === '\t' ? width + TAB - (width % TAB) : width + 1;
  return width;
}

/** `undefined` for bullets. */
export function numberOf(marker: string): number | undefined {
  const number = Number.parseInt(marker, 10);
  return Number.isNaN(number) ? undefined : number;
}

/** The marker with another number; that of a bullet as it is. */
export function withNumber(marker: string, number: number): string {
  return marker.replace(/^\d+/, String(number));
}

/** Two lines belong to the same list only with the same bullet, or the same sign behind the number. */
export function listKind(marker: string): string {
  return marker.slice(-1);
}

/** A box as a new item has it. */
export function unticked(task: string): string {
  return task.replace(/\[[xX]\]/, '[ ]');
}

/** Marks of a quote without their blanks, so that `> >` and `>>` are one quote. */
export function quoteDepth(quote: string): number {
  return quote.split('>').length - 1;
}

/** Whether Enter at that place of a line goes on with a list, or ends it. */
export function continuesList(text: string, character: number): boolean {
  const item = listLineOf(text);
  return item !== undefined && item.gap !== '' && character >= headOf(item).length;
}

/** The line that begins the item to which a line belongs; `undefined` outside lists. */
export function itemLineOf(lines: TextLines, line: number): number | undefined {
  const text = lines.lineAt(line);
  if (listLineOf(text)) return line;
  const { quote, width: ownWidth, isBlank } = shapeOf(text);
  if (isBlank) return undefined;
  let width = ownWidth;
  for (let above = line - 1; above >= 0; above--) {
    const item = listLineOf(lines.lineAt(above));
    const shape = shapeOf(lines.lineAt(above));
    if (shape.isBlank) continue;
    if (shape.quote !== quote) return undefined;
    if (item && widthOf(item.indent) < width) return above;
    if (width === 0 || (!item && shape.width === 0)) return undefined;
    width = Math.min(width, item ? widthOf(item.indent) : width);
  }
  return undefined;
}

/** How deep a line is quoted, and how wide the blanks behind that are. */
export function shapeOf(text: string): { quote: number; width: number; isBlank: boolean } {
  const [, quote = '', blanks = '', content = ''] = /^((?:[ \t]*>)*)([ \t]*)(.*)$/s.exec(text) ?? [];
  return { quote: quoteDepth(quote), width: widthOf(blanks), isBlank: content === '' };
}
