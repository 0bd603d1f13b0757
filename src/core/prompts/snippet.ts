import { LINE_HEAD, listPlace } from './lineOpening';
import { parsePlaceholders } from './placeholders';
import { type PlaceholderSummary } from './prompt';

/**
 * The VS Code snippet that inserts `body`: `{{text:name}}` becomes a tab stop with the name as its text, `{{list:name}}` a Markdown
 * bullet with such a tab stop, the cursor ends up behind the last line. Equal names share a tab stop. Everything else arrives as it
 * is written; line ends become `\n`, which the editor turns into those of its document.
 */
export function buildSnippet(body: string): string {
  const text = plainText(body);
  const stops = new Map<string, number>();
  let snippet = '';
  let copied = 0;
  let lineStart = 0;
  for (const placeholder of parsePlaceholders(text).placeholders) {
    let before = text.slice(copied, placeholder.start);
    lineStart = before.includes('\n') ? copied + before.lastIndexOf('\n') + 1 : lineStart;
    if (placeholder.type === 'list') before = withBullet(before, text.slice(lineStart, Math.min(placeholder.start, lineStart + LINE_HEAD)));
    snippet += escapeSnippet(before) + tabStop(placeholder, stops);
    copied = placeholder.end;
  }
  return `${snippet}${escapeSnippet(text.slice(copied))}$0`;
}

/** `body` with its placeholders as they are, for the clipboard and for insertion without tab stops; line ends become `\n`. */
export function plainText(body: string): string {
  return body.includes('\r') ? body.replace(/\r\n?/g, '\n') : body;
}

/** Makes a text stand for itself inside a snippet. */
export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

function tabStop(placeholder: PlaceholderSummary, stops: Map<string, number>): string {
  const known = stops.get(placeholder.name);
  if (known !== undefined) return `\${${known}}`;
  stops.set(placeholder.name, stops.size + 1);
  return `\${${stops.size}:${placeholder.name}}`;
}

/**
 * What stands before a list placeholder, completed so that the tab stop is an item of a list.
 * @param before the text since the last placeholder. @param head the line before the placeholder, at most {@link LINE_HEAD} of it.
 */
function withBullet(before: string, head: string): string {
  const place = listPlace(head);
  return (place.trims ? trimBlanks(before) : before) + place.before;
}

function trimBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  return text.slice(0, end);
}
