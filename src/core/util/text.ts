/** Orders by UTF-16 code units: the same on every machine and in every language. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * A copy that shares no memory with the string it was cut from. JavaScript engines keep the whole of a long string alive for one
 * slice of it; whatever outlives the text of a file is detached first.
 */
export function detached(slice: string): string {
  return slice.length < 13 ? slice : ` ${slice}`.slice(1);
}

/** White space and control characters become single spaces; longer than `max` UTF-16 code units is cut, with an ellipsis. */
export function singleLine(text: string, max: number): string {
  if (text.length <= max && PLAIN.test(text)) return detached(text);
  const line = text.slice(0, max * 4).replace(/[\p{Cc}\p{Z}]+/gu, ' ').trim();
  if (line.length <= max) return detached(line);
  const last = line.charCodeAt(max - 2);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return `${line.slice(0, splitsPair ? max - 2 : max - 1).trimEnd()}…`;
}

/** Printable ASCII with single spaces, as most titles are: told apart far quicker than by Unicode categories. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;
