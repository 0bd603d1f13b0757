import { describe, expect, it } from 'vitest';
import { compositionRow } from '../compositionRows';
import { textQueryCases } from '../textQueryCases';
import { highlightsOf, summaryOf, type Subject } from './subject';

/** Full text, and what is shown of it. */
export function searching(subject: Subject): void {
  const { find, saveBodies, saveOne } = subject;

  describe('searching', () => {
    it('finds what the language of queries means', async () => {
      const wrong: string[] = [];
      for (const { query, text, isFound } of textQueryCases) {
        const composition = compositionRow({ body: text });
        await subject.repository.save([composition]);
        if ((await find(query)).includes(composition.uuid) !== isFound) wrong.push(`${query} in ${text}`);
        await subject.repository.delete([composition.uuid]);
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
      for (const query of ['', ' ', '\t\n', '!!!', '""', '()', '-', '\0', '\ud800']) expect(await subject.repository.search(query), query).toEqual([]);
    });

    it('finds all others when words are only excluded, the newest first', async () => {
      const [a, , c] = await saveBodies('one cat', 'one dog', 'one bird');
      expect(await find('-dog ')).toEqual([c, a]);
      const [hit] = await subject.repository.search('-dog ');
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
      const scores = (await subject.repository.search('needle OR hay ')).map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      expect(scores.every((score) => Number.isFinite(score) && score >= 0)).toBe(true);
    });

    it('gives the summary as it was saved, fifty of them unless told otherwise', async () => {
      const compositions = Array.from({ length: 60 }, () => compositionRow({ body: 'word', tags: ['x'], directory: 'file:///d' }));
      await subject.repository.save(compositions);
      const hits = await subject.repository.search('word');
      expect(hits).toHaveLength(50);
      const newest = compositions.at(-1);
      expect(hits[0]?.composition).toEqual(newest && summaryOf(newest));
      expect(await subject.repository.search('word', { limit: 3 })).toHaveLength(3);
      expect(await subject.repository.search('word', { limit: 0 })).toEqual([]);
      expect(await subject.repository.search('word', { limit: -1 })).toEqual([]);
      expect(await subject.repository.search('word', { limit: 1000 })).toHaveLength(60);
    });

    it('takes queries of any length and kind', async () => {
      const uuids = await saveBodies('a word');
      const queries = ['word '.repeat(5000), '('.repeat(5000), '"'.repeat(5000), '-'.repeat(5000), 'NOT '.repeat(2000), `${'(a OR '.repeat(500)}word${')'.repeat(500)}`, 'x'.repeat(20_000)];
      for (const query of queries) await subject.repository.search(query);
      expect(await find(`${'('.repeat(30)}word${')'.repeat(30)}`)).toEqual(uuids);
      expect(await find(Array.from({ length: 63 }, (_, index) => `w${index}`).join(' OR ') + ' OR word ')).toEqual(uuids);
      expect(await find(Array.from({ length: 64 }, () => 'word').join(' '))).toEqual(uuids);
      expect(await find(`${'(word -(x '.repeat(10)}y${'))'.repeat(10)}`)).toEqual(uuids);
    });
  });

  describe('the snippet of a hit', () => {
    it('highlights what was searched as it is written', async () => {
      await saveBodies('Bitte prüfe das Café: readConfig() und 日本語, 👍🏽!');
      const shown = async (query: string): Promise<string[]> => highlightsOf((await subject.repository.search(query))[0]);
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
      const [hit] = await subject.repository.search('alpha beta gamma ');
      expect(highlightsOf(hit)).toEqual(['alpha', 'beta', 'gamma']);
      expect(hit?.snippet.text).toMatch(/^….* alpha beta gamma .*…$/u);
      expect(hit?.snippet.text).not.toMatch(/[\p{Cc}]|\s\s/u);
      expect(hit?.snippet.text.length).toBeLessThanOrEqual(122);
    });
  });
}
