/** The items that a text of several lines stands for: bullets, numbers and task boxes go, blank lines as well. */
export function splitItems(text: string): readonly string[] {
  return text
    .split(/\r\n|\n|\r/)
    .map((line) => line.replace(/^\s*(?:(?:[-*+•]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?)?/, '').trimEnd())
    .filter((item) => item !== '');
}

/** One line that shows a value, cut where it is long. */
export function singleLine(items: readonly string[], max: number): string {
  const line = items
    .filter((item) => item.trim() !== '')
    .map((item) => item.slice(0, max * 4).replace(/\s+/g, ' ').trim())
    .join(', ');
  const letters = [...line.slice(0, max * 2 + 2)];
  return letters.length > max ? `${letters.slice(0, max - 1).join('')}…` : line;
}
