const PREVIEW_LINES = 12;
const PREVIEW_LINE_LENGTH = 120;

const units = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
] as const;

/**
 * "5 minutes ago", "yesterday" in the user's language; "now" below a minute.
 * @param then milliseconds since the epoch, as `now`. @param language a BCP 47 tag; English for one that is not known.
 */
export function relativeTime(then: number, now: number, language: string): string {
  const seconds = Math.max(0, (now - then) / 1000);
  const [unit, length] = units.find(([, size]) => seconds >= size) ?? (['second', Infinity] as const);
  return new Intl.RelativeTimeFormat([language, 'en'], { numeric: 'auto' }).format(-Math.floor(seconds / length), unit);
}

/** The beginning of a body: a dozen lines of bearable length, with an ellipsis for what is left out. */
export function firstLines(body: string): string {
  const lines = body.slice(0, PREVIEW_LINES * PREVIEW_LINE_LENGTH * 4).split(/\r\n?|\n/);
  const shown = lines.slice(0, PREVIEW_LINES).map((line) => (line.length > PREVIEW_LINE_LENGTH ? `${line.slice(0, PREVIEW_LINE_LENGTH)}…` : line));
  if (lines.length > PREVIEW_LINES) shown.push('…');
  return shown.join('\n').trimEnd();
}

/** A code block whose fence is longer than any in `text`, so that the text cannot end it. */
export function fenced(text: string): string {
  const longest = [...text.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}markdown\n${text}\n${fence}`;
}

/** Text on one line, single blanks, without control characters and marks that turn the writing direction of what follows. */
export function singleLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
}
