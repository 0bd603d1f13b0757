const LINES = 12;
const LINE_LENGTH = 120;

/** The beginning of a text: a dozen lines of bearable length, with an ellipsis for what is left out. */
export function firstLines(text: string): string {
  const lines = text.slice(0, LINES * LINE_LENGTH * 4).split(/\r\n?|\n/);
  const shown = lines.slice(0, LINES).map((line) => (line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH).toWellFormed()}…` : line));
  if (lines.length > LINES) shown.push('…');
  return shown.join('\n').trimEnd();
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
