const LINES = 12;
const LINE_LENGTH = 120;

/** The beginning of a text: a dozen lines of bearable length, with an ellipsis for what is left out. */
export function firstLines(text: string): string {
  const lines = text.slice(0, LINES * LINE_LENGTH * 4).split(/\r\n?|\n/);
  const shown = lines.slice(0, LINES).map((line) => (line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH).toWellFormed()}…` : line));
  if (lines.length > LINES) shown.push('…');
  return shown.join('\n').trimEnd();
}

/** The lines that a fragment such as `L10` or `L10-L20` names; all of the text when it names none. */
export function linesOfFragment(text: string, fragment: string | undefined): string {
  const range = lineRangeOf(fragment);
  if (!range) return text;
  return text.split(/\r\n?|\n/).slice(range.first - 1, range.last).join('\n');
}

/** Lines counted from 1, both included. */
export function lineRangeOf(fragment: string | undefined): { readonly first: number; readonly last: number } | undefined {
  const [, first, last] = /^L?(\d{1,7})(?:C\d+)?(?:-L?(\d{1,7})(?:C\d+)?)?$/i.exec(fragment ?? '') ?? [];
  if (first === undefined || Number(first) === 0) return undefined;
  return { first: Number(first), last: Math.max(Number(first), Number(last ?? first)) };
}

/**
 * Line of the heading that a fragment names, counted from 0: by its words, or by the anchor that Markdown renderers give it
 * (`release-notes` for `## Release notes`).
 */
export function headingLine(text: string, fragment: string): number | undefined {
  const wanted = slugOf(fragment);
  let inCode: string | undefined;
  const lines = text.split(/\r\n?|\n/);
  for (const [number, line] of lines.entries()) {
    const fence = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence && (inCode === undefined || fence.startsWith(inCode))) inCode = inCode === undefined ? fence : undefined;
    const heading = inCode === undefined ? /^ {0,3}#{1,6}[ \t]+(.*?)[ \t#]*$/.exec(line)?.[1] : undefined;
    if (heading !== undefined && slugOf(heading) === wanted) return number;
  }
  return undefined;
}

function slugOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\s-]/gu, '')
    .replace(/[\s-]+/g, '-');
}
