import { describe, expect, it } from 'vitest';
import type { PromptLibrary, PromptUsage, SearchOptions } from '../app';
import type { Prompt } from '../prompts/prompt';
import { findLoaded, pickSections } from './pickItems';

function prompt(title: string, fields: Partial<Prompt> = {}): Prompt {
  const base = { sourceId: 'file:///l', path: `${title}.md`, category: '', titleOrigin: 'frontmatter', description: '', tags: [] } as const;
  return { ...base, placeholders: [], size: 1, mtime: 1, problems: [], uri: `file:///l/${title}`, title, ...fields };
}

interface Options {
  readonly favourites?: readonly string[];
  /** Counts by title, most recently used first. */
  readonly uses?: Readonly<Record<string, number>>;
  readonly ready?: boolean;
}

/** A library whose search gives what contains the query, by title; with a `~` in front it says that this is only similar. */
function setUp(prompts: readonly Prompt[], { favourites = [], uses = {}, ready = true }: Options = {}) {
  const uri = (title: string): string => `file:///l/${title}`;
  const queries: { readonly query: string; readonly options: SearchOptions | undefined }[] = [];
  const library = {
    state: ready ? 'ready' : 'loading',
    prompts,
    get: (wanted: string) => prompts.find((one) => one.uri === wanted),
    search: (query: string, options?: SearchOptions) => {
      queries.push({ query, options });
      const hits = findLoaded(prompts, query.replace('~', ''), options?.limit ?? 50);
      return Promise.resolve(hits.map((hit) => ({ prompt: hit, kind: query.startsWith('~') ? 'fuzzy' : 'title', titleMatches: [] })));
    },
  } as unknown as PromptLibrary;
  const usage = {
    favourites: () => favourites.map(uri),
    recent: (limit: number) => Object.keys(uses).slice(0, limit).map(uri),
    of: (wanted: string) => ({ count: uses[wanted.slice('file:///l/'.length)] ?? 0, lastUsed: undefined }),
    weight: (wanted: string) => uses[wanted.slice('file:///l/'.length)] ?? 0,
  } as unknown as PromptUsage;
  return { app: { library, usage }, queries };
}

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const shown = (sections: Awaited<ReturnType<typeof pickSections>>) => sections?.map(({ kind, prompts }) => [kind, prompts.map(({ title }) => title).join('')]);

describe('the list before anything is typed', () => {
  it('begins with favourites, then recently used, often used, and all others by title', async () => {
    const { app } = setUp(['y', 'x', ...names].map((name) => prompt(name)), { favourites: ['d'], uses: { h: 1, d: 9, g: 1, c: 1, b: 1, e: 1, f: 4, a: 7 } });
    expect(shown(await pickSections(app, ' ', { limit: 100 }))).toEqual([['favourites', 'd'], ['recent', 'hgcbe'], ['often', 'af'], ['all', 'xy']]);
  });

  it('leaves out what the library no longer has', async () => {
    const { app } = setUp([prompt('a')], { favourites: ['gone'], uses: { lost: 3 } });
    expect(shown(await pickSections(app, '', { limit: 100 }))).toEqual([['all', 'a']]);
  });

  it('says how many there are when it cannot show all', async () => {
    const { app } = setUp(names.map((name) => prompt(name)), { favourites: ['c'] });
    const sections = await pickSections(app, '', { limit: 4 });
    expect(shown(sections)).toEqual([['favourites', 'c'], ['all', 'abd']]);
    expect(sections?.[1]?.total).toBe(7);
  });

  it('is empty for an empty library', async () => {
    expect(await pickSections(setUp([]).app, '', { limit: 10 })).toEqual([]);
  });
});

describe('the list for a query', () => {
  it('is the order of the search, in which used prompts weigh more', async () => {
    const { app, queries } = setUp([prompt('review'), prompt('plan')], { uses: { review: 4 } });
    expect(shown(await pickSections(app, 'rev', { limit: 7 }))).toEqual([['results', 'review']]);
    expect(queries[0]?.options?.limit).toBe(7);
    expect(queries[0]?.options?.weight?.(prompt('review'))).toBe(4);
  });

  it('says when there is only something similar', async () => {
    expect(shown(await pickSections(setUp([prompt('review')]).app, '~rev', { limit: 7 }))).toEqual([['similar', 'review']]);
  });

  it('is dropped when a later one superseded it', async () => {
    const { app } = setUp([prompt('a')]);
    const abort = new AbortController();
    const pending = pickSections(app, 'a', { limit: 5, signal: abort.signal });
    abort.abort();
    expect(await pending).toBeUndefined();
  });

  it('looks through what is loaded while the library loads', async () => {
    const loaded = [prompt('Code Review', { tags: ['quality'] }), prompt('Quality code'), prompt('Other')];
    const { app, queries } = setUp(loaded, { ready: false });
    expect(shown(await pickSections(app, 'code quality', { limit: 5 }))).toEqual([['results', 'Quality codeCode Review']]);
    expect(queries).toEqual([]);
  });
});
