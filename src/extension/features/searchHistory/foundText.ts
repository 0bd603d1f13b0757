import type { Snippet } from '../../../core/history/compositionRepository';
import { graphemesOf } from '../../../core/util/graphemes';

/** Code units in front of the first word that was found, so that it is seen however narrow the row is. */
const LEAD = 32;

/** The first words on a line of their own, and what follows them. */
interface Beginning {
  readonly label: string;
  readonly rest: string | undefined;
}

/** Cuts an excerpt at a blank near `max` code units; text without blanks between two characters. */
export function beginningOf(excerpt: string, max: number): Beginning {
  if (excerpt.length <= max) return { label: excerpt, rest: undefined };
  const blank = excerpt.lastIndexOf(' ', max);
  const end = blank > max / 2 ? blank : clusterAt(excerpt, max);
  if (end === 0) return { label: excerpt, rest: undefined };
  return { label: `${excerpt.slice(0, end).trimEnd()}…`, rest: `…${excerpt.slice(end).trimStart()}` };
}

/**
 * A snippet for a list that shows plain text. The editor itself highlights what is typed where it stands so in the row; the words that it
 * cannot find, because they stand apart, are spelt otherwise or were only meant by a filter, are marked with quotes.
 */
export function markedSnippet(snippet: Snippet, typed: string): string {
  const { text, highlights } = fromFirstFind(snippet);
  const literal = typed.trim().toLowerCase();
  if (literal !== '' && text.toLowerCase().includes(literal)) return text;
  let marked = '';
  let position = 0;
  for (const [start, end] of joined(text, highlights)) {
    marked += `${text.slice(position, start)}«${text.slice(start, end)}»`;
    position = end;
  }
  return marked + text.slice(position);
}

/** Where the snippet stands in the text that it is of, as `[start, end)` of its first find; line breaks may stand for its blanks. */
export function placeOfSnippet(body: string, { text, highlights }: Snippet): readonly [number, number] | undefined {
  const [first] = highlights;
  if (!first) return undefined;
  const [start, end] = first;
  const pattern = (part: string): string => part.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+');
  const before = text.slice(0, start).replace(/^.*…/s, '').trimStart();
  const after = text.slice(end).replace(/….*$/s, '').trimEnd();
  const found = pattern(text.slice(start, end));
  const match = new RegExp(`(${pattern(before)})(${found})${pattern(after)}`).exec(body) ?? new RegExp(`()(${found})`).exec(body);
  if (!match) return undefined;
  const at = match.index + (match[1]?.length ?? 0);
  return [at, at + (match[2]?.length ?? 0)];
}

/** The same snippet, begun shortly before its first find. */
function fromFirstFind({ text, highlights }: Snippet): Snippet {
  const first = highlights[0]?.[0] ?? 0;
  if (first <= LEAD * 1.5) return { text, highlights };
  const blank = text.indexOf(' ', first - LEAD);
  const start = blank >= 0 && blank < first ? blank + 1 : clusterAt(text, first - LEAD);
  return { text: `…${text.slice(start)}`, highlights: highlights.map(([from, to]) => [from - start + 1, to - start + 1]) };
}

/** Words that were found side by side are marked as one. */
function joined(text: string, highlights: Snippet['highlights']): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (const [start, end] of highlights) {
    const last = ranges.at(-1);
    if (last && text.slice(last[1], start).trim() === '') last[1] = end;
    else ranges.push([start, end]);
  }
  return ranges;
}

/** Start of the grapheme cluster at or before that position. */
function clusterAt(text: string, position: number): number {
  return graphemesOf(text).containing(position)?.index ?? position;
}
