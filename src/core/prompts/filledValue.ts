import { hangingIndent, lineOpening } from './lineOpening';
import { listLineOf } from './listLine';
import { parsePlaceholders } from './placeholders';

/**
 * What somebody filled in, as it is remembered: the items of a list by lines, without their markers; of other text the text, without
 * the indentation of its place. `undefined` when it is nothing worth remembering: not filled in, blank, or with placeholders in it.
 *
 * @param written what stands in the place now. @param unfilled what stood there at first. @param head its first line, up to the place.
 */
export function valueOf(written: string, unfilled: string, head: string): string | undefined {
  if (written === unfilled || written.trim() === '') return undefined;
  const { placeholders, nearMisses } = parsePlaceholders(written);
  if (placeholders.length + nearMisses.length > 0) return undefined;
  const [first = '', ...rest] = written.split(/\r\n|\n|\r/);
  if (unfilled.startsWith('{{list:') && listLineOf(first)) return itemsOf(['', first, ...rest]) ?? written;
  if (rest.length === 0) return first.trim();
  const items = listLineOf(`${head}x`) && itemsOf([first, ...rest]);
  if (items) return items;
  const indentation = hangingIndent(lineOpening(head));
  return [first, ...rest.map((line) => (line.startsWith(indentation) ? line.slice(indentation.length) : line))].join('\n').trim();
}

/** The items of a list by lines; `undefined` when a line but the first begins none. @param first text of the first item */
function itemsOf([first = '', ...rest]: readonly string[]): string | undefined {
  const items = rest.map((line) => (line.trim() === '' ? '' : listLineOf(line)?.text));
  if (items.includes(undefined)) return undefined;
  return [first, ...items].flatMap((item) => item?.trim() || []).join('\n') || undefined;
}
