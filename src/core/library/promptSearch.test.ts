import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aPrompt } from '../../../test/support/builders';
import type { SearchHit, SearchOptions } from '../app';
import type { Prompt } from '../prompts/prompt';
import { PromptSearch } from './promptSearch';
import { foldLine, isWordStart } from './searchText';

const titled = (title: string, properties: Partial<Prompt> = {}): Prompt =>
  aPrompt(`c/${title}.md`, { title, description: '', tags: [], path: 'c/f.md', ...properties });

function searchOver(...prompts: readonly Prompt[]): PromptSearch {
  const search = new PromptSearch();
  search.apply({ added: prompts, changed: [], removed: [] });
  return search;
}

const titlesOf = (hits: readonly SearchHit[]): string[] => hits.map(({ prompt }) => prompt.title);

function find(titles: readonly string[], query: string, options?: SearchOptions): string[] {
  return titlesOf(searchOver(...titles.map((title) => titled(title))).search(query, options));
}

/** The title with what is highlighted in brackets. */
function highlighted(title: string, query: string): string {
  const [hit] = searchOver(titled(title)).search(query);
  let text = title;
  for (const [start, end] of [...(hit?.titleMatches ?? [])].reverse()) {
    text = `${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`;
  }
  return text;
}

describe('what a query finds', () => {
  it('is case-insensitive, without regard to accents, and takes words in any order', () => {
    expect(find(['Résumé Critique', 'Other'], 'RESUME')).toEqual(['Résumé Critique']);
    expect(find(['Resume Critique', 'Other'], 'critique résumé')).toEqual(['Resume Critique']);
    expect(find(['Görsel oluşturma', 'Other'], 'gorsel olusturma')).toEqual(['Görsel oluşturma']);
    expect(find(['Straße und Øl'], 'strasse ol')).toEqual(['Straße und Øl']);
  });

  it('looks at title, tags, description, category and file name', () => {
    const prompt = titled('Alpha', { tags: ['beta'], description: 'gamma rays', category: 'delta', path: 'delta/x/epsilon.md' });
    const search = searchOver(prompt, titled('Omicron'));
    for (const query of ['alpha', 'beta', 'rays', 'delta', 'epsilon', 'epsilon alpha', 'gamm bet']) {
      expect(search.search(query).map((hit) => hit.prompt), query).toEqual([prompt]);
    }
  });

  it.each([
    ['Patentny poisk', 'paetntny', 'Patentny poisk'],
    ['Патентный поиск', 'патетный', 'Патентный поиск'],
    ['小红书邮轮项目推广提示词', '邮轮项目', '小红书邮轮项目推广提示词'],
    ['小红书邮轮项目推广提示词', '小红书游轮项目推广', '小红书邮轮项目推广提示词'],
    ['担任 Go 语言', '🚀 go 语言', '担任 Go 语言'],
    ['🚀 Launch plan', '🚀', '🚀 Launch plan'],
    ['السعوديه', 'السعودية', 'السعوديه'],
    ['한국어 번역', '한국어 번', '한국어 번역'],
  ])('in any script: %s by %s', (title, query, expected) => {
    expect(find([title, 'Something else', 'Yet another'], query)[0]).toBe(expected);
  });

  it('treats what joins words as a space, and keeps the names of languages apart', () => {
    expect(find(['security-review-web', 'Other'], 'security review web')).toEqual(['security-review-web']);
    expect(find(['C++ Expert', 'C# Expert', 'C Expert'], 'c#')[0]).toBe('C# Expert');
    expect(find(['.NET Expert', 'Network Expert'], '.net')[0]).toBe('.NET Expert');
  });

  it.each([
    ['swapped', 'code reveiw'],
    ['missing', 'code reiew'],
    ['doubled', 'coode review'],
    ['wrong', 'code revoew'],
    ['first', 'xode review'],
    ['in each word', 'cdoe reviw'],
    ['in another order', 'reveiw code'],
    ['while typing', 'code revei'],
  ])('in spite of a mistake: %s', (_, query) => {
    const hits = searchOver(titled('Poet'), titled('Code Review'), titled('Code Generator'), titled('Video Renderer')).search(query);
    expect(hits[0]).toMatchObject({ prompt: { title: 'Code Review' }, kind: 'fuzzy' });
  });

  it('is nothing when nothing is like it', () => {
    expect(find(['Code Review', 'Poet'], 'xqzzyw')).toEqual([]);
    expect(find(['Code Review', 'Poet'], '(')).toEqual([]);
  });

  it('is everything by weight and title when the query is empty', () => {
    const search = searchOver(titled('b'), titled('É'), titled('a'), titled('used'));
    expect(titlesOf(search.search('  ', { weight: ({ title }) => (title === 'used' ? 1 : 0) }))).toEqual(['used', 'a', 'b', 'É']);
    expect(titlesOf(search.search('', { limit: 2 }))).toEqual(['a', 'b']);
  });
});

describe('the order of what is found', () => {
  const prompts = [
    titled('Fuzzy', { title: 'Revieww of Cod' }),
    titled('Notes', { description: 'for a code review' }),
    titled('Review of your Code'),
    titled('My Code Review'),
    titled('Code Review Assistant'),
    titled('Code Review'),
  ];

  it('is exact, beginning, phrase, all words in the title, all words anywhere, similar', () => {
    expect(searchOver(...prompts).search('code review').map(({ prompt, kind }) => `${kind}: ${prompt.title}`)).toEqual([
      'exact: Code Review',
      'prefix: Code Review Assistant',
      'phrase: My Code Review',
      'title: Review of your Code',
      'fields: Notes',
      'fuzzy: Revieww of Cod',
    ]);
  });

  it('puts words that begin so before words that have it inside, and those of the description last', () => {
    const search = searchOver(titled('A', { description: 'smart' }), titled('Smart Home'), titled('State of the Art'), titled('Aart'));
    expect(titlesOf(search.search('art'))).toEqual(['State of the Art', 'Aart', 'Smart Home', 'A']);
  });

  it('is by weight among equals, then by title', () => {
    const weight = ({ title }: Prompt): number => (title === 'Plan C' ? 2 : title === 'My plan' ? 9 : Number.NaN);
    expect(find(['Plan B', 'Plan A', 'Plan C', 'My plan'], 'plan', { weight })).toEqual(['Plan C', 'Plan A', 'Plan B', 'My plan']);
  });

  it('ends at the limit', () => {
    expect(find(['Plan B', 'Plan A', 'Plan C'], 'plan', { limit: 2 })).toEqual(['Plan A', 'Plan B']);
    expect(find(['Plan B', 'Plan A'], 'plna', { limit: 1 })).toHaveLength(1);
    expect(find(['Plan B'], 'plan', { limit: 0 })).toEqual([]);
  });
});

describe('what is highlighted in the title', () => {
  it.each([
    ['Code Review', 'code re', '[Code Re]view'],
    ['Review the Code', 'code rev', '[Rev]iew the [Code]'],
    ['Résumé — Critique', 'resume critique', '[Résumé — Critique]'],
    ['Re\u0301sume\u0301', 'resum', '[Re\u0301sum]e\u0301'],
    ['  Große  Straße', 'strasse', '  Große  [Straße]'],
    ['ﬁnd files', 'fi', '[ﬁ]nd files'],
    ['👩‍🚀 Astronaut', 'astro', '👩‍🚀 [Astro]naut'],
    ['Code Review', 'cdoe reviwe', '[Code] [Review]'],
    ['Node.js: tests', 'node.js tests', '[Node.js: tests]'],
  ])('%s by %s', (title, query, expected) => {
    expect(highlighted(title, query)).toBe(expected);
  });
});

const word = fc.constantFrom('code', 'review', 'Réview', 'art', 'smart', 'ab', 'C++', 'node.js', 'x-y', '邮轮项目', '🚀', 'the', 'a', '—', 'cod');
const phrase = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
const somePrompt = fc
  .record({ id: fc.nat(12), title: fc.oneof(phrase, fc.string({ unit: 'grapheme', minLength: 1 })), description: phrase, tags: fc.array(word, { maxLength: 2 }) })
  .map(({ id, title, description, tags }) => aPrompt(`c/${id}.md`, { title, description, tags }));
const library = fc.uniqueArray(somePrompt, { selector: ({ uri }) => uri, maxLength: 12 });
const anyQuery = fc.oneof(phrase, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));

/** The rank of what has every term as typed, by looking at every prompt; `undefined` for what has not, or only inside words of other fields. */
function literalKind(prompt: Prompt, query: string): SearchHit['kind'] | undefined {
  const line = foldLine(query);
  const terms = line.split(' ');
  const title = foldLine(prompt.title);
  const fields = [prompt.title, prompt.description, prompt.category, prompt.path.replace(/^.*\/|\.md$/g, ''), ...prompt.tags].map(foldLine);
  const begins = (text: string, term: string): boolean => Array.from({ length: text.length }, (_, at) => at).some((at) => text.startsWith(term, at) && isWordStart(text, at));
  if (title === line) return 'exact';
  if (title.startsWith(line)) return 'prefix';
  if (begins(title, line)) return 'phrase';
  if (terms.every((term) => title.includes(term))) return 'title';
  return terms.every((term) => fields.some((text) => begins(text, term))) ? 'fields' : undefined;
}

describe('always', () => {
  it('nothing is thrown, and the limit and the title are kept to, whatever is typed', () => {
    fc.assert(
      fc.property(library, anyQuery, fc.nat(5), (prompts, query, limit) => {
        const hits = searchOver(...prompts).search(query, { limit });
        expect(hits.length).toBeLessThanOrEqual(limit);
        for (const { prompt, titleMatches } of hits) {
          let last = 0;
          for (const [start, end] of titleMatches) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            last = end;
          }
          expect(last).toBeLessThanOrEqual(prompt.title.length);
        }
      }),
    );
  });

  it('the whole title finds its prompt first', () => {
    fc.assert(
      fc.property(library, (prompts) => {
        const search = searchOver(...prompts);
        for (const { title } of prompts) {
          if (foldLine(title) === '') continue;
          expect(foldLine(search.search(title)[0]?.prompt.title ?? '')).toBe(foldLine(title));
        }
      }),
    );
  });

  it('what has every term as typed is found as by looking at every prompt', () => {
    fc.assert(
      fc.property(library, phrase, (prompts, query) => {
        fc.pre(query !== '—');
        const found = new Map(searchOver(...prompts).search(query).map(({ prompt, kind }) => [prompt.uri, kind]));
        const expected = prompts.map((prompt) => [prompt.uri, literalKind(prompt, query)] as const);
        for (const [uri, kind] of expected) {
          if (kind !== undefined) expect(found.get(uri)).toBe(kind);
          else expect([undefined, 'fuzzy']).toContain(found.get(uri));
        }
      }),
    );
  });

  it('changes in any order give what a new index gives, and nothing that was removed', async () => {
    const step = fc.oneof(
      fc.record({ set: somePrompt, remove: fc.constant(undefined), search: fc.boolean() }),
      fc.record({ set: fc.constant(undefined), remove: somePrompt, search: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), phrase, async (steps, query) => {
        const search = new PromptSearch();
        const now = new Map<string, Prompt>();
        for (const { set, remove, search: searchNow } of steps) {
          const known = set !== undefined && now.has(set.uri);
          const removed = remove === undefined ? undefined : now.get(remove.uri);
          search.apply({
            added: set !== undefined && !known ? [set] : [],
            changed: set !== undefined && known ? [set] : [],
            removed: removed === undefined ? [] : [removed],
          });
          if (set !== undefined) now.set(set.uri, set);
          if (removed !== undefined) now.delete(removed.uri);
          if (searchNow) search.search(query);
        }
        await search.warmUp(() => Promise.resolve());
        for (const text of [query, '', 'reveiw', 'a']) expect(search.search(text)).toEqual(searchOver(...now.values()).search(text));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a library that changes a lot', () => {
  it('stays right when most of what was indexed is gone', () => {
    const search = searchOver(titled('Stays'));
    for (let round = 0; round < 30; round++) {
      const prompts = Array.from({ length: 100 }, (_, index) => titled(`Round ${round} prompt ${index}`));
      search.apply({ added: prompts, changed: [], removed: [] });
      expect(search.search(`round ${round}`)).toHaveLength(50);
      search.apply({ added: [], changed: [], removed: prompts });
      expect(titlesOf(search.search('round'))).toEqual([]);
    }
    expect(titlesOf(search.search('stasy'))).toEqual(['Stays']);
  });

  it('does not measure what is similar by what is gone', () => {
    const stay = ['alpha', 'beta', 'gamma'].map((description, index) => titled(`Number ${index}`, { description }));
    const gone = titled('Alpha Beta Gamma');
    const search = searchOver(...stay, gone);
    expect(titlesOf(search.search('alpha beta gamma'))).toEqual(['Alpha Beta Gamma']);
    search.apply({ added: [], changed: [], removed: [gone] });
    expect(search.search('alpha beta gamma')).toHaveLength(3);
  });

  it('is searched rightly while it is being indexed', async () => {
    const prompts = Array.from({ length: 500 }, (_, index) => titled(`Prompt number ${index}`));
    const search = searchOver(...prompts);
    let turns = 0;
    await search.warmUp(() => {
      turns++;
      if (turns === 2) expect(titlesOf(search.search('number 499'))[0]).toBe('Prompt number 499');
      return Promise.resolve();
    });
    expect(turns).toBeGreaterThan(2);
  });
});
