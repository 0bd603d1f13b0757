import { findBlock } from './frontmatterBlock';
import { type Placeholder, parsePlaceholders } from './placeholders';
import type { PlaceholderType } from './prompt';

/** A piece of the text around a placeholder: plain text, or a placeholder by its name. */
export type ContextPart = { readonly text: string } | { readonly name: string };

/** What a form asks for: one name of a document, however often it appears. */
interface PlaceholderField {
  readonly name: string;
  /** Of the first appearance. */
  readonly type: PlaceholderType;
  /** The name as words: `customer_name` is `Customer name`. */
  readonly label: string;
  /** The paragraph around the first appearance, cut where it is long. */
  readonly context: readonly ContextPart[];
}

/** How much of a paragraph is shown on either side of a placeholder, in UTF-16 code units. */
const CONTEXT = 220;

/**
 * The fields that fill the placeholders of a document, in order of first appearance; none for its frontmatter.
 * @param limit names beyond it are left out; {@link PlaceholderFields.total} counts them all the same.
 */
export function placeholderFields(text: string, limit = Number.MAX_SAFE_INTEGER): PlaceholderFields {
  const bodyStart = findBlock(text)?.bodyStart ?? 0;
  const { placeholders } = parsePlaceholders(text, bodyStart);
  const names = new Set<string>();
  const fields: PlaceholderField[] = [];
  placeholders.forEach((placeholder, index) => {
    const { name, type } = placeholder;
    if (names.has(name)) return;
    names.add(name);
    if (fields.length < limit) fields.push({ name, type, label: readable(name), context: contextOf(text, bodyStart, placeholders, index) });
  });
  return { fields, total: names.size };
}

interface PlaceholderFields {
  readonly fields: readonly PlaceholderField[];
  /** Number of names in the document. */
  readonly total: number;
}

function readable(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' ').trim();
  const lower = words.replace(/\b[A-Z](?=[a-z])/g, (letter) => letter.toLowerCase());
  return lower === '' ? name : lower.charAt(0).toUpperCase() + lower.slice(1);
}

function contextOf(text: string, bodyStart: number, placeholders: readonly Placeholder[], index: number): readonly ContextPart[] {
  const own = placeholders[index];
  if (!own) return [];
  let start = paragraphStart(text, Math.max(bodyStart, own.start - CONTEXT), own.start);
  let end = paragraphEnd(text, own.end, Math.min(text.length, own.end + CONTEXT));
  // A placeholder is shown whole or not at all: the cut goes beside one that it would divide.
  let first = index;
  for (let before = placeholders[index - 1]; before && before.end > start; before = placeholders[first - 1]) {
    if (before.start < start) start = before.end;
    else first--;
  }
  const parts: ContextPart[] = continues(text, bodyStart, start) ? [{ text: '…' }] : [];
  let copied = start;
  for (const { start: from, end: until, name } of within(placeholders, first, end)) {
    if (until > end) end = from;
    else {
      if (from > copied) parts.push({ text: text.slice(copied, from) });
      parts.push({ name });
      copied = until;
    }
  }
  if (end > copied) parts.push({ text: text.slice(copied, end) });
  if (end < text.length && !/[\r\n]/.test(text.charAt(end))) parts.push({ text: '…' });
  return parts;
}

function* within(placeholders: readonly Placeholder[], first: number, end: number): Iterable<Placeholder> {
  for (let index = first, next = placeholders[index]; next && next.start < end; next = placeholders[++index]) yield next;
}

/** Whether the line of `at` begins before it. */
function continues(text: string, bodyStart: number, at: number): boolean {
  return at > bodyStart && !/[\r\n]/.test(text.charAt(at - 1));
}

/** Behind the last blank line before `at`, not before `from`. */
function paragraphStart(text: string, from: number, at: number): number {
  return from + (/^(?:[^]*(?:\n|\r(?!\n)))?[ \t]*(?:\r\n|\n|\r)/.exec(text.slice(from, at))?.[0].length ?? 0);
}

/** Before the first blank line, or the last line break of the text, behind `at`; not behind `to`. */
function paragraphEnd(text: string, at: number, to: number): number {
  return at + (/(?:\r\n|\n|\r(?!\n))[ \t]*(?:[\r\n]|$)/.exec(text.slice(at, to))?.index ?? to - at);
}
