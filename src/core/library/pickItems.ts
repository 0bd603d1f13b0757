import type { App, PromptLibrary, PromptUsage } from '../app';
import type { Prompt } from '../prompts/prompt';
import { compareText } from '../util/text';
import { topOf } from './topOf';

/** Part of a list to choose a prompt from. No prompt is in two sections of one list, no section is empty. */
export interface PickSection {
  /** `similar`: nothing has what was searched for, these come near to it. */
  readonly kind: 'favourites' | 'recent' | 'often' | 'all' | 'results' | 'similar';
  readonly prompts: readonly Prompt[];
  /** How many there are, of which {@link prompts} are the first; only where some are left out. */
  readonly total?: number;
}

interface PickOptions {
  /** Most prompts in all sections together. */
  readonly limit: number;
  readonly signal?: AbortSignal;
}

const RECENT = 5;
const OFTEN = 5;
/** Fewer uses are no habit. */
const OFTEN_COUNT = 3;

/**
 * What a list offers for a query, best first; for an empty one the prompts that are used, then all by title. While the library loads
 * it looks through what is there already, without tolerance for typing mistakes.
 *
 * @returns `undefined` when the signal was aborted meanwhile.
 */
export async function pickSections(app: Pick<App, 'library' | 'usage'>, query: string, options: PickOptions): Promise<PickSection[] | undefined> {
  const { library, usage } = app;
  const weight = (prompt: Prompt): number => usage.weight(prompt.uri);
  const sections = query.trim() === '' ? await defaultSections(app, options) : results(await find(library, query, { ...options, weight }));
  return options.signal?.aborted ? undefined : sections;
}

function results({ prompts, areSimilar }: Found): PickSection[] {
  return prompts.length > 0 ? [{ kind: areSimilar ? 'similar' : 'results', prompts }] : [];
}

async function defaultSections({ library, usage }: Pick<App, 'library' | 'usage'>, { limit, signal }: PickOptions): Promise<PickSection[]> {
  const listed = new Set<string>();
  const section = (kind: PickSection['kind'], candidates: readonly Prompt[], max: number): PickSection[] => {
    const prompts = candidates.filter(({ uri }) => !listed.has(uri)).slice(0, Math.min(max, limit - listed.size));
    for (const { uri } of prompts) listed.add(uri);
    return prompts.length > 0 ? [{ kind, prompts }] : [];
  };
  const known = (uris: readonly string[]): Prompt[] => uris.flatMap((uri) => library.get(uri) ?? []);
  const top = [
    ...section('favourites', known(usage.favourites()), limit),
    ...section('recent', known(usage.recent(RECENT * 2)), RECENT),
    ...section('often', known(oftenUsed(usage)), OFTEN),
  ];
  const others = library.prompts.length - listed.size;
  const rest = section('all', (await find(library, '', { limit: limit + listed.size, signal })).prompts, limit);
  return [...top, ...rest.map((all) => (others > all.prompts.length ? { ...all, total: others } : all))];
}

/** Among the recently used, those that are used again and again, most often first. */
function oftenUsed(usage: PromptUsage): string[] {
  const counted = usage.recent(100).map((uri) => ({ uri, count: usage.of(uri).count }));
  return counted
    .filter(({ count }) => count >= OFTEN_COUNT)
    .sort((a, b) => b.count - a.count)
    .map(({ uri }) => uri);
}

interface FindOptions extends PickOptions {
  readonly weight?: (prompt: Prompt) => number;
}

interface Found {
  readonly prompts: readonly Prompt[];
  /** None is an exact match. */
  readonly areSimilar: boolean;
}

async function find(library: PromptLibrary, query: string, options: FindOptions): Promise<Found> {
  if (library.state !== 'ready') return { prompts: findLoaded(library.prompts, query, options.limit), areSimilar: false };
  const hits = await library.search(query, options);
  return { prompts: hits.map(({ prompt }) => prompt), areSimilar: hits[0]?.kind === 'fuzzy' };
}

/** Prompts that have every word of the query somewhere; those with all of them in the title come first. */
export function findLoaded(prompts: readonly Prompt[], query: string, limit: number): Prompt[] {
  const words = query.toLowerCase().split(/\s+/u).filter((word) => word !== '');
  const has = (text: string): boolean => words.every((word) => text.includes(word));
  const found: { readonly prompt: Prompt; readonly title: string; readonly rank: number }[] = [];
  for (const prompt of prompts) {
    const title = prompt.title.toLowerCase();
    if (has(title)) found.push({ prompt, title, rank: title.startsWith(words[0] ?? '') ? 0 : 1 });
    else if (has(`${title} ${prompt.tags.join(' ')} ${prompt.category} ${prompt.description}`.toLowerCase())) found.push({ prompt, title, rank: 2 });
  }
  const best = topOf(found, limit, (a, b) => a.rank - b.rank || compareText(a.title, b.title) || compareText(a.prompt.uri, b.prompt.uri));
  return best.map(({ prompt }) => prompt);
}
