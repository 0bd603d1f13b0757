import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Composition, CompositionSummary } from '../../src/core/history/composition';
import type { CompositionFilter, CompositionHit, CompositionRepository, CountOf } from '../../src/core/history/compositionRepository';
import { compositionBody } from '../../src/core/history/compositionText';
import { HistoryError } from '../../src/core/history/historyError';
import { compositionRow } from './compositionRows';
import { textQueryCases } from './textQueryCases';

const day = 24 * 60 * 60 * 1000;
const start = Date.UTC(2026, 0, 5, 12);

function summaryOf(composition: Composition): CompositionSummary {
  const { uuid, uri, created, updated, directory, source, excerpt, characters, lines, tokens, prompts, tags, isMissing } = composition;
  return { uuid, uri, created, updated, directory, source, excerpt, characters, lines, tokens, prompts, tags, isMissing };
}

function uuidsOf(items: readonly CompositionSummary[]): string[] {
  return items.map(({ uuid }) => uuid);
}

function foundOf(hits: readonly CompositionHit[]): string[] {
  return hits.map(({ composition }) => composition.uuid);
}

/** What a snippet shows as found. */
function highlightsOf(hit: CompositionHit | undefined): string[] {
  return hit?.snippet.highlights.map(([from, to]) => hit.snippet.text.slice(from, to)) ?? [];
}

/**
 * What every {@link CompositionRepository} must do, whatever it is made of.
 *
 * @param create an empty one; the suite disposes it.
 */
export function compositionRepositoryConformance(name: string, create: () => Promise<CompositionRepository>): void {
  describe(`${name} as a repository of compositions`, () => {
    let repository: CompositionRepository;

    beforeEach(async () => {
      repository = await create();
    });
    afterEach(() => repository.dispose());

    const saveOne = async (init: Parameters<typeof compositionRow>[0] = {}): Promise<Composition> => {
      const composition = compositionRow(init);
      await repository.save([composition]);
      return composition;
    };
    const saveBodies = async (...bodies: readonly string[]): Promise<string[]> => {
      const compositions = bodies.map((body) => compositionRow({ body }));
      await repository.save(compositions);
      return compositions.map(({ uuid }) => uuid);
    };
    const find = async (query: string, filter: CompositionFilter = {}): Promise<string[]> => foundOf(await repository.search(query, { ...filter, limit: 1000 }));
    const listed = async (filter: CompositionFilter = {}): Promise<string[]> => uuidsOf((await repository.list({ ...filter, limit: 1000 })).items);

    describe('saving and loading', () => {
      it('gives back what was saved', async () => {
        const full = compositionRow({
          body: 'First line\r\nsecond line\n',
          directory: 'file:///work/project%20a',
          source: 'untitled:Untitled-1',
          prompts: ['file:///library/b.md', 'file:///library/a.md'],
          tags: ['Review', 'über', 'C++'],
          isMissing: true,
          updated: start + 1.5,
          mtime: start + 0.25,
          size: 5_000_000_000,
        });
        const plain = compositionRow();
        await repository.save([full, plain]);
        expect(await repository.load(full.uuid)).toEqual(full);
        expect(await repository.load(plain.uuid)).toEqual(plain);
        expect(await repository.load('nobody')).toBeUndefined();
      });

      it.each([
        ['nothing', ''],
        ['a byte order mark', '\ufeffword'],
        ['zeros', 'before\0after\0'],
        ['control characters', '\u0001\u001b\u007f\u0085\u2028'],
        ['astral characters', '𝒳𠮷👨‍👩‍👧🇩🇪'],
        ['right-to-left text', 'שלום \u202eעולם\u202c مرحبا'],
        ['marks without a letter', '\u0301\u0301 a\u0301\u0302\u0303'],
        ['line ends of all kinds', 'a\rb\r\nc\nd\u2029'],
        ['what looks like SQL', `'; DROP TABLE composition; --" OR 1=1 /*`],
        ['what looks like frontmatter', '---\nuuid: other\n---\nbody'],
      ])('keeps a text of %s', async (_, text) => {
        const composition = await saveOne({ text });
        expect((await repository.load(composition.uuid))?.text).toBe(text);
      });

      it('takes text with half a surrogate pair, which no file can hold', async () => {
        const { uuid } = await saveOne({ text: 'word \ud800 other' });
        expect(await find('other ')).toEqual([uuid]);
      });

      it('keeps a text of a megabyte and finds its last word', async () => {
        const composition = await saveOne({ body: `${'lorem ipsum dolor '.repeat(60_000)}finalword` });
        expect((await repository.load(composition.uuid))?.text).toBe(composition.text);
        const [hit] = await repository.search('finalword');
        expect(hit?.composition.uuid).toBe(composition.uuid);
        expect(highlightsOf(hit)).toEqual(['finalword']);
      });

      it('takes every string as it is, whatever it looks like', async () => {
        const nasty = `'"; DROP TABLE composition; -- % _ * \\ \u0000 [x](command:y) \${1} 💥`;
        const composition = await saveOne({ uuid: nasty, uri: `file:///${nasty}`, directory: `file:///d/${nasty}`, source: nasty, hash: nasty, excerpt: nasty, tags: [nasty], prompts: [nasty] });
        expect(await repository.load(nasty)).toEqual(composition);
        expect(await repository.findByUri(composition.uri)).toEqual(summaryOf(composition));
        expect(await repository.findBySource(nasty)).toEqual(summaryOf(composition));
        expect(await listed({ tags: [nasty] })).toEqual([nasty]);
        expect(await listed({ directory: `file:///d/${nasty}` })).toEqual([nasty]);
        expect(await repository.tags()).toEqual([{ value: nasty, count: 1 }]);
        expect(await repository.directories()).toEqual([{ value: `file:///d/${nasty}`, count: 1 }]);
        expect((await repository.statistics({ offsetMinutes: 0 })).prompts).toEqual([{ value: nasty, count: 1 }]);
        for (const query of [nasty, `"${nasty}"`, `${nasty}*`, `-${nasty}`]) await repository.search(query);
        await repository.markMissing([nasty], true);
        expect(await repository.delete([nasty])).toBe(1);
        expect(await listed()).toEqual([]);
      });

      it('keeps many tags and prompts', async () => {
        const tags = Array.from({ length: 2000 }, (_, index) => `tag ${index}`);
        const prompts = Array.from({ length: 2000 }, (_, index) => `file:///library/${index}.md`);
        const composition = await saveOne({ tags, prompts });
        expect(await repository.load(composition.uuid)).toEqual(composition);
        expect(await repository.tags()).toHaveLength(2000);
        expect(await listed({ tags: ['TAG 1999', 'tag 0'] })).toEqual([composition.uuid]);
      });

      it('replaces all of a composition with the same uuid', async () => {
        const first = await saveOne({ body: 'aardvark', tags: ['old'], directory: 'file:///old', source: 'file:///old.md', prompts: ['file:///old-prompt.md'] });
        await saveOne({ body: 'bystander' });
        const second = compositionRow({ uuid: first.uuid, uri: 'file:///history/new.md', body: 'zebra', tags: ['new'], directory: 'file:///new', created: start, prompts: ['file:///new-prompt.md'] });
        await repository.save([second]);
        expect(await repository.load(first.uuid)).toEqual(second);
        expect(await find('aardvark ')).toEqual([]);
        expect(await find('zebra ')).toEqual([first.uuid]);
        expect(await repository.findByUri(first.uri)).toBeUndefined();
        expect(await repository.findBySource('file:///old.md')).toBeUndefined();
        expect(await repository.tags()).toEqual([{ value: 'new', count: 1 }]);
        expect(await repository.directories()).toEqual([{ value: 'file:///new', count: 1 }]);
        const statistics = await repository.statistics({ offsetMinutes: 0 });
        expect(statistics.prompts).toEqual([{ value: 'file:///new-prompt.md', count: 1 }]);
        expect(statistics.compositions).toBe(2);
      });

      it('keeps the last of several with the same uuid', async () => {
        const [first, second] = [compositionRow({ body: 'first' }), compositionRow({ body: 'second' })];
        await repository.save([first, { ...second, uuid: first.uuid }]);
        expect(await find('second ')).toEqual([first.uuid]);
        expect(await find('first ')).toEqual([]);
      });

      it('saves all or none', async () => {
        const kept = await saveOne({ body: 'former' });
        const fine = compositionRow({ body: 'newcomer' });
        const changed = compositionRow({ ...kept, text: 'changed' });
        const broken = compositionRow();
        for (const invalid of [{ uuid: '' }, { uri: '' }, { created: Number.NaN }, { updated: Number.POSITIVE_INFINITY }, { created: 1e300 }, { size: -1 }, { tokens: Number.NaN }]) {
          await expect(repository.save([fine, changed, { ...broken, ...invalid }])).rejects.toThrow();
        }
        expect(await listed()).toEqual([kept.uuid]);
        expect(await repository.load(kept.uuid)).toEqual(kept);
        expect(await find('newcomer ')).toEqual([]);
        expect(await find('former ')).toEqual([kept.uuid]);
        await repository.save([fine]);
        expect(await find('newcomer ')).toEqual([fine.uuid]);
      });

      it('saves nothing without complaint', async () => {
        await repository.save([]);
        expect(await repository.list()).toEqual({ items: [], total: 0 });
      });
    });

    describe('finding one', () => {
      it('by the file: the one that was updated last, when several name it', async () => {
        const uri = 'file:///history/2026-01-05_12-00-00.md';
        const older = await saveOne({ uri, updated: start });
        expect(await repository.findByUri(uri)).toEqual(summaryOf(older));
        const newer = await saveOne({ uri, updated: start + 1 });
        await saveOne({ uri, updated: start - 1 });
        expect(await repository.findByUri(uri)).toEqual(summaryOf(newer));
        expect(await repository.findByUri('file:///history/2026-01-05_12-00-00')).toBeUndefined();
        expect(await repository.findByUri(uri.toUpperCase())).toBeUndefined();
      });

      it('by the document that it records: the latest', async () => {
        const source = 'file:///work/notes.md';
        await saveOne({ source, created: start, updated: start + day });
        const latest = await saveOne({ source, created: start + 1, updated: start + 1 });
        await saveOne({ source: 'file:///work/other.md', created: start + 5 });
        expect(await repository.findBySource(source)).toEqual(summaryOf(latest));
        expect(await repository.findBySource('file:///work/nothing.md')).toBeUndefined();
      });
    });

    describe('deleting', () => {
      it('removes all that was known', async () => {
        const gone = await saveOne({ body: 'aardvark', tags: ['x'], directory: 'file:///d', source: 'file:///s.md', prompts: ['file:///p.md'], isMissing: true });
        const kept = await saveOne({ body: 'aardvark too' });
        expect(await repository.delete([gone.uuid, gone.uuid, 'nobody'])).toBe(1);
        expect(await repository.delete([gone.uuid])).toBe(0);
        expect(await repository.delete([])).toBe(0);
        expect(await repository.load(gone.uuid)).toBeUndefined();
        expect(await repository.findByUri(gone.uri)).toBeUndefined();
        expect(await repository.findBySource('file:///s.md')).toBeUndefined();
        expect(await find('aardvark ')).toEqual([kept.uuid]);
        expect(await repository.tags()).toEqual([]);
        expect(await repository.directories()).toEqual([]);
        expect((await repository.files()).map(({ uuid }) => uuid)).toEqual([kept.uuid]);
        expect((await repository.statistics({ offsetMinutes: 0 })).prompts).toEqual([]);
      });

      it('takes a thousand at once', async () => {
        const compositions = Array.from({ length: 1000 }, () => compositionRow());
        await repository.save(compositions);
        expect(await repository.delete(compositions.map(({ uuid }) => uuid))).toBe(1000);
        expect(await listed()).toEqual([]);
      });
    });

    describe('listing', () => {
      it('gives the newest first, a hundred of them, and says how many there are', async () => {
        const compositions = Array.from({ length: 120 }, (_, index) => compositionRow({ created: start + ((index * 37) % 120) * 1000 }));
        await repository.save(compositions);
        const page = await repository.list();
        expect(page.total).toBe(120);
        expect(page.items).toHaveLength(100);
        expect(page.items.map(({ created }) => created)).toEqual(Array.from({ length: 100 }, (_, index) => start + (119 - index) * 1000));
        const summary = compositions.find(({ created }) => created === page.items[0]?.created);
        expect(page.items[0]).toEqual(summary && summaryOf(summary));
      });

      it('pages without repeating or leaving out, also where times are the same', async () => {
        const compositions = Array.from({ length: 50 }, (_, index) => compositionRow({ created: start + (index % 3) }));
        await repository.save(compositions);
        for (const order of ['newest', 'oldest'] as const) {
          const pages: string[] = [];
          for (let offset = 0; offset < 60; offset += 7) {
            const page = await repository.list({ order, limit: 7, offset });
            expect(page.total).toBe(50);
            pages.push(...uuidsOf(page.items));
          }
          expect(new Set(pages).size).toBe(50);
          expect(pages).toEqual(uuidsOf((await repository.list({ order })).items));
        }
        const [newest, oldest] = [await repository.list({ order: 'newest' }), await repository.list({ order: 'oldest' })];
        expect(uuidsOf(newest.items).reverse()).toEqual(uuidsOf(oldest.items));
      });

      it('takes any limit and offset', async () => {
        const uuids = await saveBodies('a', 'b', 'c');
        const sizes = async (options: { limit?: number; offset?: number }): Promise<readonly number[]> => {
          const { items, total } = await repository.list(options);
          return [items.length, total];
        };
        expect(await sizes({ limit: 0 })).toEqual([0, 3]);
        expect(await sizes({ limit: -1 })).toEqual([0, 3]);
        expect(await sizes({ limit: 2.9 })).toEqual([2, 3]);
        expect(await sizes({ limit: Number.POSITIVE_INFINITY })).toEqual([3, 3]);
        expect(await sizes({ offset: 5 })).toEqual([0, 3]);
        expect(await sizes({ offset: -5 })).toEqual([3, 3]);
        expect(await sizes({ offset: 1, limit: 1 })).toEqual([1, 3]);
        expect(await listed()).toEqual(uuids.reverse());
      });
    });

    describe('filtering', () => {
      it('by tags: all of them, whatever their case', async () => {
        const both = await saveOne({ tags: ['Review', 'ÜBER'] });
        const one = await saveOne({ tags: ['review'] });
        await saveOne({ tags: ['reviews', 'x'] });
        expect(await listed({ tags: ['REVIEW'] })).toEqual([one.uuid, both.uuid]);
        expect(await listed({ tags: ['review', 'über'] })).toEqual([both.uuid]);
        expect(await listed({ tags: ['review', 'Review'] })).toEqual([one.uuid, both.uuid]);
        expect(await listed({ tags: ['revie'] })).toEqual([]);
        expect(await listed({ tags: [] })).toHaveLength(3);
      });

      it('by directory: in it or below it', async () => {
        const [root, below, sibling, odd, nowhere] = ['file:///work/a_b', 'file:///work/a_b/c', 'file:///work/a_bc', 'file:///work/aXb', undefined].map((directory) => compositionRow({ directory }));
        await repository.save([root, below, sibling, odd, nowhere].filter((row) => row !== undefined));
        expect(await listed({ directory: 'file:///work/a_b' })).toEqual([below?.uuid, root?.uuid]);
        expect(await listed({ directory: 'file:///work/a_b/' })).toEqual([below?.uuid, root?.uuid]);
        expect(await listed({ directory: 'file:///work' })).toEqual([odd?.uuid, sibling?.uuid, below?.uuid, root?.uuid]);
        expect(await listed({ directory: 'file:///work/a%' })).toEqual([]);
        expect(await listed({ directory: 'file:///WORK' })).toEqual([]);
        expect(await listed({ directory: null })).toEqual([nowhere?.uuid]);
        expect(await listed({ directory: undefined })).toHaveLength(5);
      });

      it('by time: from its beginning on, up to its end without it', async () => {
        const [a, b, c] = [0, 1, 2].map((index) => compositionRow({ created: start + index * day }));
        await repository.save([a, b, c].filter((row) => row !== undefined));
        expect(await listed({ from: start + day })).toEqual([c?.uuid, b?.uuid]);
        expect(await listed({ to: start + day })).toEqual([a?.uuid]);
        expect(await listed({ from: start, to: start + 2 * day })).toEqual([b?.uuid, a?.uuid]);
        expect(await listed({ from: start + 1, to: start + 1 })).toEqual([]);
      });

      it('by whether the file is gone', async () => {
        const gone = await saveOne({ isMissing: true });
        const there = await saveOne();
        expect(await listed({ isMissing: true })).toEqual([gone.uuid]);
        expect(await listed({ isMissing: false })).toEqual([there.uuid]);
        await repository.markMissing([there.uuid, 'nobody'], true);
        await repository.markMissing([gone.uuid], false);
        expect(await listed({ isMissing: true })).toEqual([there.uuid]);
        expect(await repository.load(gone.uuid)).toEqual({ ...gone, isMissing: false });
        expect((await repository.files()).find(({ uuid }) => uuid === there.uuid)?.isMissing).toBe(true);
        expect(await find('composition ')).toHaveLength(2);
      });

      it('by text, in the language of the search; blank does not restrict', async () => {
        const [one, two] = await saveBodies('review the café', 'review the bar');
        expect(await listed({ text: 'cafe' })).toEqual([one]);
        expect(await listed({ text: 'review -bar' })).toEqual([one]);
        expect(await listed({ text: '-café' })).toEqual([two]);
        expect(await listed({ text: ' \n' })).toEqual([two, one]);
        expect(await listed({ text: '' })).toEqual([two, one]);
        expect(await listed({ text: 'nothing' })).toEqual([]);
        expect((await repository.list({ text: 'review', limit: 1 })).total).toBe(2);
      });

      it('by everything at once, for lists, searches and statistics alike', async () => {
        const wanted = { body: 'deep blue sea', tags: ['Keep'], directory: 'file:///w/x', created: start, isMissing: true };
        const match = await saveOne(wanted);
        for (const other of [{ body: 'deep red sea' }, { tags: ['drop'] }, { directory: 'file:///v' }, { created: start + day }, { isMissing: false }]) await saveOne({ ...wanted, ...other });
        const filter = { text: 'blue', tags: ['keep'], directory: 'file:///w', from: start - 1, to: start + 1, isMissing: true };
        expect(await listed(filter)).toEqual([match.uuid]);
        expect(await find('sea ', filter)).toEqual([match.uuid]);
        expect(await find('green ', filter)).toEqual([]);
        expect((await repository.statistics({ ...filter, offsetMinutes: 0 })).compositions).toBe(1);
      });
    });

    describe('searching', () => {
      it('finds what the language of queries means', async () => {
        const wrong: string[] = [];
        for (const { query, text, isFound } of textQueryCases) {
          const composition = compositionRow({ body: text });
          await repository.save([composition]);
          if ((await find(query)).includes(composition.uuid) !== isFound) wrong.push(`${query} in ${text}`);
          await repository.delete([composition.uuid]);
        }
        expect(wrong).toEqual([]);
      });

      it('finds words of the body, not of the frontmatter', async () => {
        const { uuid } = await saveOne({ text: '---\nuuid: hidden\ntags: [secret]\n---\nvisible' });
        expect(await find('visible ')).toEqual([uuid]);
        for (const query of ['hidden ', 'secret ', 'uuid ']) expect(await find(query)).toEqual([]);
      });

      it('finds nothing for a query without words', async () => {
        await saveBodies('something');
        for (const query of ['', ' ', '\t\n', '!!!', '""', '()', '-', '\0', '\ud800']) expect(await repository.search(query), query).toEqual([]);
      });

      it('finds all others when words are only excluded, the newest first', async () => {
        const [a, , c] = await saveBodies('one cat', 'one dog', 'one bird');
        expect(await find('-dog ')).toEqual([c, a]);
        const [hit] = await repository.search('-dog ');
        expect(hit?.snippet).toEqual({ text: 'one bird', highlights: [] });
      });

      it('gives the best first', async () => {
        const filler = 'other words stand here to make the text longer than one line would be';
        const [never, once, often] = await saveBodies(`nothing ${filler} ${filler}`, `needle ${filler} ${filler}`, `needle ${filler} needle needle needle`);
        expect(await find('needle ')).toEqual([often, once]);
        expect(await find('needle OR nothing')).toHaveLength(3);
        expect(await find('nothing ')).toEqual([never]);
      });

      it('ranks rare words above common ones', async () => {
        const common = await saveBodies(...Array.from({ length: 20 }, () => 'apple apple pear'));
        const [rare] = await saveBodies('quince plum pear');
        const found = await find('apple OR quince ');
        expect(found[0]).toBe(rare);
        expect(found.slice(1).sort()).toEqual([...common].sort());
      });

      it('prefers words that stand together', async () => {
        const pad = 'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor';
        const [near, far] = await saveBodies(`${pad} silver spoon ${pad}`, `silver ${pad} ${pad} spoon`);
        expect(await find('silver spoon ')).toEqual([near, far]);
        expect(await find('spoon silver ')).toEqual([near, far]);
        expect(await find('"silver spoon"')).toEqual([near]);
      });

      it('gives the newest first among equals, and always the same', async () => {
        const uuids = await saveBodies(...Array.from({ length: 30 }, () => 'the very same words'));
        expect(await find('same ')).toEqual([...uuids].reverse());
        expect(await find('same ')).toEqual(await find('same '));
      });

      it('scores so that greater is better', async () => {
        await saveBodies('needle', 'needle needle in hay', 'hay and hay and hay and a needle', 'hay');
        const scores = (await repository.search('needle OR hay ')).map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        expect(scores.every((score) => Number.isFinite(score) && score >= 0)).toBe(true);
      });

      it('gives the summary as it was saved, fifty of them unless told otherwise', async () => {
        const compositions = Array.from({ length: 60 }, () => compositionRow({ body: 'word', tags: ['x'], directory: 'file:///d' }));
        await repository.save(compositions);
        const hits = await repository.search('word');
        expect(hits).toHaveLength(50);
        const newest = compositions.at(-1);
        expect(hits[0]?.composition).toEqual(newest && summaryOf(newest));
        expect(await repository.search('word', { limit: 3 })).toHaveLength(3);
        expect(await repository.search('word', { limit: 0 })).toEqual([]);
        expect(await repository.search('word', { limit: -1 })).toEqual([]);
        expect(await repository.search('word', { limit: 1000 })).toHaveLength(60);
      });

      it('takes queries of any length and kind', async () => {
        const uuids = await saveBodies('a word');
        const queries = ['word '.repeat(5000), '('.repeat(5000), '"'.repeat(5000), '-'.repeat(5000), 'NOT '.repeat(2000), `${'(a OR '.repeat(500)}word${')'.repeat(500)}`, 'x'.repeat(20_000)];
        for (const query of queries) await repository.search(query);
        expect(await find(`${'('.repeat(30)}word${')'.repeat(30)}`)).toEqual(uuids);
        expect(await find(Array.from({ length: 63 }, (_, index) => `w${index}`).join(' OR ') + ' OR word ')).toEqual(uuids);
        expect(await find(Array.from({ length: 64 }, () => 'word').join(' '))).toEqual(uuids);
        expect(await find(`${'(word -(x '.repeat(10)}y${'))'.repeat(10)}`)).toEqual(uuids);
      });
    });

    describe('the snippet of a hit', () => {
      it('highlights what was searched as it is written', async () => {
        await saveBodies('Bitte prüfe das Café: readConfig() und 日本語, 👍🏽!');
        const shown = async (query: string): Promise<string[]> => highlightsOf((await repository.search(query))[0]);
        expect(await shown('prufe cafe ')).toEqual(['prüfe', 'Café']);
        expect(await shown('pru')).toEqual(['prüfe']);
        expect(await shown('"das cafe"')).toEqual(['das Café']);
        expect(await shown('config ')).toEqual(['Config']);
        expect(await shown('本語 ')).toEqual(['本語']);
        expect(await shown('👍 ')).toEqual(['👍🏽']);
        expect(await shown('bitte -nichts')).toEqual(['Bitte']);
      });

      it('shows the place where most of it stands, on one line', async () => {
        const filler = 'lorem ipsum\n\tdolor sit amet\n\n'.repeat(40);
        await saveBodies(`alpha ${filler} beta ${filler} alpha\nbeta gamma ${filler}`);
        const [hit] = await repository.search('alpha beta gamma ');
        expect(highlightsOf(hit)).toEqual(['alpha', 'beta', 'gamma']);
        expect(hit?.snippet.text).toMatch(/^….* alpha beta gamma .*…$/u);
        expect(hit?.snippet.text).not.toMatch(/[\p{Cc}]|\s\s/u);
        expect(hit?.snippet.text.length).toBeLessThanOrEqual(122);
      });
    });

    describe('counting', () => {
      it('tags without regard to case, as the oldest composition spells them, most frequent first', async () => {
        await saveOne({ created: start + 2, tags: ['REVIEW', 'b'] });
        await saveOne({ created: start + 1, tags: ['Review', 'review', 'a'] });
        await saveOne({ created: start + 3, tags: ['review', 'Ärger'] });
        expect(await repository.tags()).toEqual([
          { value: 'Review', count: 3 },
          { value: 'a', count: 1 },
          { value: 'b', count: 1 },
          { value: 'Ärger', count: 1 },
        ]);
      });

      it('directories, most frequent first', async () => {
        for (const directory of ['file:///b', 'file:///a', 'file:///b', undefined, 'file:///a/sub']) await saveOne({ directory });
        expect(await repository.directories()).toEqual([
          { value: 'file:///b', count: 2 },
          { value: 'file:///a', count: 1 },
          { value: 'file:///a/sub', count: 1 },
        ]);
      });

      it('nothing when there is nothing', async () => {
        const nothing = { compositions: 0, bytes: 0, characters: 0, tokens: 0, range: undefined, days: [], prompts: [] };
        expect(await repository.statistics({ offsetMinutes: 0 })).toEqual(nothing);
        expect(await repository.tags()).toEqual([]);
        expect(await repository.directories()).toEqual([]);
        expect(await repository.files()).toEqual([]);
      });

      it('what was written on which day of the user', async () => {
        const midnight = Date.UTC(2026, 0, 6);
        const figures = { characters: 10, tokens: 3, size: 100 };
        await saveOne({ ...figures, created: midnight - 60 * 60_000, prompts: ['file:///p.md', 'file:///q.md', 'file:///p.md'] });
        await saveOne({ ...figures, created: midnight, prompts: ['file:///q.md'] });
        await saveOne({ ...figures, created: midnight + 1 });
        const utc = await repository.statistics({ offsetMinutes: 0 });
        expect(utc).toEqual({
          compositions: 3,
          bytes: 300,
          characters: 30,
          tokens: 9,
          range: { first: midnight - 60 * 60_000, last: midnight + 1 },
          days: [
            { day: '2026-01-05', compositions: 1, tokens: 3 },
            { day: '2026-01-06', compositions: 2, tokens: 6 },
          ],
          prompts: [
            { value: 'file:///q.md', count: 2 },
            { value: 'file:///p.md', count: 1 },
          ],
        });
        expect((await repository.statistics({ offsetMinutes: 120 })).days).toEqual([{ day: '2026-01-06', compositions: 3, tokens: 9 }]);
        expect((await repository.statistics({ offsetMinutes: 59 })).days).toEqual(utc.days);
        expect((await repository.statistics({ offsetMinutes: -1 })).days).toEqual([{ day: '2026-01-05', compositions: 3, tokens: 9 }]);
      });

      it('days before 1970 and far away', async () => {
        for (const created of [Date.UTC(1969, 11, 31, 23, 59, 59, 999), Date.UTC(1970, 0, 1), Date.UTC(9999, 11, 31)]) await saveOne({ created });
        expect((await repository.statistics({ offsetMinutes: 0 })).days.map(({ day: name }) => name)).toEqual(['1969-12-31', '1970-01-01', '9999-12-31']);
      });

      it('the twenty prompts that were used most', async () => {
        for (let index = 0; index < 25; index++) await saveOne({ prompts: Array.from({ length: index + 1 }, (_, at) => `file:///${at.toString().padStart(2, '0')}.md`) });
        const { prompts } = await repository.statistics({ offsetMinutes: 0 });
        expect(prompts).toHaveLength(20);
        expect(prompts[0]).toEqual({ value: 'file:///00.md', count: 25 });
        expect(prompts.at(-1)).toEqual({ value: 'file:///19.md', count: 6 });
      });

      it('what is known of the files', async () => {
        const compositions = Array.from({ length: 1500 }, (_, index) => compositionRow({ isMissing: index % 2 === 0 }));
        await repository.save(compositions);
        const expected = compositions.map(({ uuid, uri, size, mtime, hash, isMissing }) => ({ uuid, uri, size, mtime, hash, isMissing }));
        expect([...(await repository.files())].sort((a, b) => (a.uuid < b.uuid ? -1 : 1))).toEqual(expected.sort((a, b) => (a.uuid < b.uuid ? -1 : 1)));
      });
    });

    describe('under way', () => {
      it('is undamaged and can be flushed', async () => {
        await saveBodies('a', 'b');
        await repository.flush();
        expect(await repository.verify()).toEqual([]);
        expect(await listed()).toHaveLength(2);
      });

      it('gives up a search that is not wanted any more', async () => {
        await saveBodies('word');
        const aborted = AbortSignal.abort();
        await expect(repository.search('word', { signal: aborted })).rejects.toBe(aborted.reason);
        const controller = new AbortController();
        const search = repository.search('word', { signal: controller.signal });
        controller.abort();
        await search.catch((error: unknown) => expect(error).toBe(controller.signal.reason));
        expect(await repository.search('word', { signal: new AbortController().signal })).toHaveLength(1);
      });

      it('does what is asked at the same time in the order of asking', async () => {
        const compositions = Array.from({ length: 40 }, (_, index) => compositionRow({ body: `word${index}` }));
        const answers = await Promise.all(
          compositions.flatMap((composition, index) => [
            repository.save([composition]),
            repository.search('word0'),
            repository.list(),
            index % 4 === 0 ? repository.delete([composition.uuid]) : repository.markMissing([composition.uuid], true),
          ]),
        );
        expect(answers.filter((answer) => answer === 1)).toHaveLength(10);
        const left = compositions.filter((_, index) => index % 4 !== 0).map(({ uuid }) => uuid);
        expect(await listed({ isMissing: true })).toEqual(left.reverse());
      });

      it('is closed after disposal', async () => {
        await saveBodies('a');
        repository.dispose();
        repository.dispose();
        const calls: (() => Promise<unknown>)[] = [
          () => repository.save([compositionRow()]),
          () => repository.load('a'),
          () => repository.findByUri('a'),
          () => repository.findBySource('a'),
          () => repository.delete(['a']),
          () => repository.list(),
          () => repository.search('a'),
          () => repository.tags(),
          () => repository.directories(),
          () => repository.statistics({ offsetMinutes: 0 }),
          () => repository.files(),
          () => repository.markMissing(['a'], true),
          () => repository.verify(),
          () => repository.flush(),
        ];
        for (const call of calls) await expect(call()).rejects.toSatisfy((error) => HistoryError.is(error, 'closed'));
      });
    });

    it('agrees with a plain list of compositions after any changes', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 15 }), fc.array(question, { minLength: 1, maxLength: 4 }), async (operations, questions) => {
          const own = await create();
          try {
            const model = new Map<string, Composition>();
            for (const run of operations) {
              await run(own, model);
              expect(uuidsOf((await own.list()).items).sort()).toEqual([...model.keys()].sort());
            }
            const all = [...model.values()].sort((a, b) => b.created - a.created || (a.uuid > b.uuid ? -1 : 1));
            for (const { query, words, filter } of questions) {
              const passing = all.filter((composition) => lets(filter, composition));
              expect(await own.list({ ...filter, limit: 1000 })).toEqual({ items: passing.map(summaryOf), total: passing.length });
              const found = foundOf(await own.search(query, { ...filter, limit: 1000 }));
              const expected = passing.filter(({ text }) => words.every((word) => wordsOf(compositionBody(text)).includes(word)));
              expect([...found].sort()).toEqual(uuidsOf(expected).sort());
              const { compositions, tokens, prompts } = await own.statistics({ ...filter, offsetMinutes: 0 });
              expect(compositions).toBe(passing.length);
              expect(tokens).toBe(passing.reduce((sum, composition) => sum + composition.tokens, 0));
              expect(countsOf(prompts)).toEqual(timesOf(passing.flatMap((composition) => composition.prompts)));
            }
            expect(await own.list({ order: 'oldest' })).toEqual({ items: [...all].reverse().map(summaryOf), total: all.length });
            expect(countsOf(await own.tags())).toEqual(timesOf(all.flatMap(({ tags }) => tags)));
            expect(countsOf(await own.directories())).toEqual(timesOf(all.flatMap(({ directory }) => directory ?? [])));
            expect((await own.files()).map(({ uuid, isMissing }) => `${uuid} ${isMissing}`).sort()).toEqual(all.map(({ uuid, isMissing }) => `${uuid} ${isMissing}`).sort());
            expect(await own.verify()).toEqual([]);
            for (const uuid of uuidsOfModel) expect(await own.load(uuid)).toEqual(model.get(uuid));
          } finally {
            own.dispose();
          }
        }),
        { numRuns: 30 },
      );
    });
  });
}

type Operation = (repository: CompositionRepository, model: Map<string, Composition>) => Promise<void>;

const uuidsOfModel = Array.from({ length: 6 }, (_, index) => `uuid-${index}`);
const vocabulary = ['red', 'green', 'blue', 'reddish', 'or', 'not'];
const uuid = fc.constantFrom(...uuidsOfModel);
const row = fc
  .record({
    uuid,
    body: fc.array(fc.constantFrom(...vocabulary), { maxLength: 8 }).map((words) => words.join(' ')),
    created: fc.integer({ min: 0, max: 3 }).map((index) => start + index),
    tags: fc.subarray(['x', 'Y', 'z']),
    directory: fc.constantFrom(undefined, 'file:///a', 'file:///a/b', 'file:///ab'),
    isMissing: fc.boolean(),
    prompts: fc.subarray(['file:///p.md', 'file:///q.md']),
  })
  .map((init) => compositionRow({ ...init, updated: init.created, mtime: init.created }));

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.array(row, { maxLength: 4 }).map((rows): Operation => async (repository, model) => {
    await repository.save(rows);
    for (const composition of rows) model.set(composition.uuid, composition);
  }),
  fc.array(uuid, { maxLength: 3 }).map((uuids): Operation => async (repository, model) => {
    const expected = [...new Set(uuids)].filter((id) => model.delete(id)).length;
    expect(await repository.delete(uuids)).toBe(expected);
  }),
  fc.tuple(fc.array(uuid, { maxLength: 3 }), fc.boolean()).map(([uuids, isMissing]): Operation => async (repository, model) => {
    await repository.markMissing(uuids, isMissing);
    for (const id of uuids) {
      const composition = model.get(id);
      if (composition) model.set(id, { ...composition, isMissing });
    }
  }),
);

/** Most questions let most compositions through, or there would be nothing to compare. */
function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined, freq: 1 }).chain((value) => (value === undefined ? fc.constant(undefined) : fc.constantFrom(value, undefined)));
}

const question = fc
  .record({
    words: fc.uniqueArray(fc.constantFrom(...vocabulary), { minLength: 1, maxLength: 2 }),
    filter: fc.record({
      tags: seldom(fc.subarray(['X', 'y'], { minLength: 1 })),
      directory: seldom(fc.constantFrom(null, 'file:///a', 'file:///a/b')),
      from: seldom(fc.constantFrom(start + 1, start + 2)),
      to: seldom(fc.constantFrom(start + 2, start + 3)),
      isMissing: seldom(fc.boolean()),
    }),
  })
  .map(({ words, filter }) => ({ query: `${words.join(' ')} `, words, filter }));

function countsOf(counts: readonly CountOf<string>[]): ReadonlyMap<string, number> {
  return new Map(counts.map(({ value, count }) => [value, count]));
}

function timesOf(values: readonly string[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  return times;
}

function wordsOf(body: string): string[] {
  return body.split(' ');
}

/** The filter as its documentation reads. */
function lets(filter: CompositionFilter, { tags, directory, created, isMissing }: Composition): boolean {
  const folder = filter.directory;
  return (
    (filter.tags ?? []).every((tag) => tags.some((own) => own.toLowerCase() === tag.toLowerCase())) &&
    (folder === undefined || (folder === null ? directory === undefined : directory === folder || (directory ?? '').startsWith(`${folder}/`))) &&
    created >= (filter.from ?? Number.NEGATIVE_INFINITY) &&
    created < (filter.to ?? Number.POSITIVE_INFINITY) &&
    isMissing === (filter.isMissing ?? isMissing)
  );
}
