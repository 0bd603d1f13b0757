import { basenameOf } from '../util/uri';
import type { CompositionFilter } from './compositionRepository';
import { parseDateSpan } from './dateSpan';

/** What a user types into the search of the history: words, and filters such as `tag:review` between them. */
export interface SearchInput {
  /** Everything but the filters, in the language of `CompositionRepository.search`. */
  readonly text: string;
  readonly tags: readonly string[];
  /** The last `in:`. */
  readonly folder: string | undefined;
  /** Created at or after, before: milliseconds since the epoch. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly isMissing: boolean;
  /** Filters as they were typed whose value makes no sense, or not yet; they restrict nothing. */
  readonly unclear: readonly string[];
}

export const filterKeys = ['tag', 'in', 'before', 'after', 'is'] as const;
export type FilterKey = (typeof filterKeys)[number];

/** A filter from its key to its end: `tag:review`, `in:"my folder"`. */
const FILTER = /(?<=^|\s)(tag|in|before|after|is):("[^"]*"?|\S*)/giy;

/**
 * Takes the filters out of what was typed. Whatever stands in quotes, has another key or a minus in front is text. `after:2026-01` means
 * from the first of January on, `before:2026-01` until the last of December.
 */
export function parseSearchInput(typed: string): SearchInput {
  const tags = new Map<string, string>();
  const unclear: string[] = [];
  let text = '';
  let endsInFilter = false;
  let [folder, from, to, isMissing]: [string | undefined, number | undefined, number | undefined, boolean] = [undefined, undefined, undefined, false];
  for (const part of partsOf(typed)) {
    endsInFilter = part.key !== undefined || (endsInFilter && part.text.trim() === '');
    const span = part.key === 'before' || part.key === 'after' ? parseDateSpan(part.value) : undefined;
    const value = part.value.trim();
    if (part.key === undefined || (part.key === 'is' && value.toLowerCase() !== 'missing' && value !== '')) text += part.text;
    else if (value === '') unclear.push(part.text);
    else if (part.key === 'tag') tags.set(value.toLowerCase(), value);
    else if (part.key === 'in') folder = value;
    else if (part.key === 'is') isMissing = true;
    else if (!span) unclear.push(part.text);
    else if (part.key === 'after') from = Math.max(from ?? -Infinity, span.start);
    else to = Math.min(to ?? Infinity, span.start);
  }
  // The last word counts as begun only, unless a blank is behind it; the one in front of a filter does not say so.
  return { text: endsInFilter ? text.trim() : text.trimStart(), tags: [...tags.values()], folder, from, to, isMissing, unclear };
}

interface Part {
  /** As it was typed. */
  readonly text: string;
  readonly key?: FilterKey;
  readonly value: string;
}

function* partsOf(typed: string): Generator<Part> {
  let start = 0;
  let position = 0;
  while (position < typed.length) {
    FILTER.lastIndex = position;
    const match = FILTER.exec(typed);
    if (match) {
      if (position > start) yield { text: typed.slice(start, position), value: '' };
      yield { text: match[0], key: (match[1] ?? '').toLowerCase() as FilterKey, value: (match[2] ?? '').replaceAll('"', '') };
      start = position = match.index + match[0].length;
      continue;
    }
    const quoteEnd = typed[position] === '"' ? typed.indexOf('"', position + 1) : -1;
    position = quoteEnd < 0 ? position + 1 : quoteEnd + 1;
  }
  if (start < typed.length) yield { text: typed.slice(start), value: '' };
}

/** A filter as it is typed; a value is quoted when it needs to be. */
export function formatFilter(key: FilterKey, value: string): string {
  const plain = value.replace(/["\s]+/g, ' ').trim();
  return plain.includes(' ') ? `${key}:"${plain}"` : `${key}:${plain}`;
}

/** What was typed, with that filter in it and without others of its key unless they are tags. A blank behind it goes on. */
export function withFilter(typed: string, key: FilterKey, value: string): string {
  const kept = [...partsOf(typed)].filter((part) => part.key !== key || (key === 'tag' && part.value.trim() !== '')).map(({ text }) => text);
  const filter = formatFilter(key, value);
  const rest = kept.join('').trim();
  return rest === '' ? `${filter} ` : `${rest} ${filter} `;
}

/** What `in:` may mean at the moment. */
export interface KnownFolders {
  /** URI of the folder of the workspace; `undefined` when none is open. */
  readonly workspace: string | undefined;
  /** Of the compositions, most frequent first. */
  readonly directories: readonly string[];
}

/** The filter of the repository. `undefined` when no folder is called so, and nothing can be found. */
export function compositionFilter(input: SearchInput, folders: KnownFolders): Omit<CompositionFilter, 'text'> | undefined {
  const directory = input.folder === undefined ? undefined : directoryOf(input.folder, folders);
  if (input.folder !== undefined && directory === undefined) return undefined;
  return {
    ...(input.tags.length > 0 && { tags: input.tags }),
    ...(directory !== undefined && { directory }),
    ...(input.from !== undefined && { from: input.from }),
    ...(input.to !== undefined && { to: input.to }),
    ...(input.isMissing && { isMissing: true }),
  };
}

/** @returns `null` for compositions outside of any folder; `undefined` when no folder is meant */
function directoryOf(name: string, { workspace, directories }: KnownFolders): string | null | undefined {
  const wanted = name.toLowerCase();
  if (wanted === 'this') return workspace ?? null;
  if (wanted === 'none') return null;
  const known = workspace === undefined ? directories : [workspace, ...directories];
  const nameOf = (uri: string): string => basenameOf(uri).toLowerCase();
  return (
    known.find((uri) => nameOf(uri) === wanted) ??
    known.find((uri) => nameOf(uri).startsWith(wanted)) ??
    known.find((uri) => nameOf(uri).includes(wanted)) ??
    known.find((uri) => uri.toLowerCase() === wanted)
  );
}
