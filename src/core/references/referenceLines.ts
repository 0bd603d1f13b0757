/** What a line of a list begins with: quote marks and indentation, bullet or number, the box of a task. */
const ITEM = /^([ \t]*(?:>[ \t]?)*[ \t]*)(?:([-*+])|(\d{1,9})([.)]))([ \t]+)(\[[ xX]\][ \t]+)?/;

/**
 * Where references are put that are wanted at a column: behind the mark of a list item, not in the middle of it.
 * @param column UTF-16 code units
 */
export function referenceColumn(line: string, column: number): number {
  return Math.max(column, ITEM.exec(line)?.[0].length ?? 0);
}

/**
 * The text that puts references one per line between `before` and `after`: further items of the list when the line is one, else lines
 * that begin as this one does (indentation, quote marks). A single reference stays in its line.
 *
 * @param before of its line, in front of the place @param after of its line, behind the place
 */
export function referenceLines(references: readonly string[], before: string, after: string): string {
  if (references.length < 2) return references.join('');
  const [item = '', indentation = '', bullet, number, delimiter = '', gap = '', box = ''] = ITEM.exec(before) ?? [];
  const start = item === '' ? (/^[ \t]*(?:>[ \t]?)*/.exec(before)?.[0] ?? '') : item;
  const isOwnLine = before.slice(start.length).trim() === '';
  let next = Number(number ?? 0);
  const lineStart = (): string => {
    if (item === '') return `\n${start}`;
    next++;
    return `\n${indentation}${bullet ?? `${next}${delimiter}`}${gap}${box === '' ? '' : '[ ] '}`;
  };
  const lines = references.map((reference, index) => (index === 0 && isOwnLine ? reference : `${lineStart()}${reference}`));
  return lines.join('') + (after.trim() === '' ? '' : lineStart());
}
