import { describe, expect, it } from 'vitest';
import { compositionRow } from '../compositionRows';
import { day, highlightsOf, start, summaryOf, type Subject } from './subject';

/** What is saved, found by its names, and deleted. */
export function storing(subject: Subject): void {
  const { find, listed, saveOne } = subject;

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
      await subject.repository.save([full, plain]);
      expect(await subject.repository.load(full.uuid)).toEqual(full);
      expect(await subject.repository.load(plain.uuid)).toEqual(plain);
      expect(await subject.repository.load('nobody')).toBeUndefined();
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
      expect((await subject.repository.load(composition.uuid))?.text).toBe(text);
    });

    it('takes text with half a surrogate pair, which no file can hold', async () => {
      const { uuid } = await saveOne({ text: 'word \ud800 other' });
      expect(await find('other ')).toEqual([uuid]);
    });

    it('keeps a text of a megabyte and finds its last word', async () => {
      const composition = await saveOne({ body: `${'lorem ipsum dolor '.repeat(60_000)}finalword` });
      expect((await subject.repository.load(composition.uuid))?.text).toBe(composition.text);
      const [hit] = await subject.repository.search('finalword');
      expect(hit?.composition.uuid).toBe(composition.uuid);
      expect(highlightsOf(hit)).toEqual(['finalword']);
    });

    it('takes every string as it is, whatever it looks like', async () => {
      const nasty = `'"; DROP TABLE composition; -- % _ * \\ \u0000 [x](command:y) \${1} 💥`;
      const composition = await saveOne({ uuid: nasty, uri: `file:///${nasty}`, directory: `file:///d/${nasty}`, source: nasty, hash: nasty, excerpt: nasty, tags: [nasty], prompts: [nasty] });
      expect(await subject.repository.load(nasty)).toEqual(composition);
      expect(await subject.repository.findByUri(composition.uri)).toEqual(summaryOf(composition));
      expect(await subject.repository.findBySource(nasty)).toEqual(summaryOf(composition));
      expect(await listed({ tags: [nasty] })).toEqual([nasty]);
      expect(await listed({ directory: `file:///d/${nasty}` })).toEqual([nasty]);
      expect(await subject.repository.tags()).toEqual([{ value: nasty, count: 1 }]);
      expect(await subject.repository.directories()).toEqual([{ value: `file:///d/${nasty}`, count: 1 }]);
      expect((await subject.repository.statistics({ offsetMinutes: 0 })).prompts).toEqual([{ value: nasty, count: 1 }]);
      for (const query of [nasty, `"${nasty}"`, `${nasty}*`, `-${nasty}`]) await subject.repository.search(query);
      await subject.repository.markMissing([nasty], true);
      expect(await subject.repository.delete([nasty])).toBe(1);
      expect(await listed()).toEqual([]);
    });

    it('keeps many tags and prompts', async () => {
      const tags = Array.from({ length: 2000 }, (_, index) => `tag ${index}`);
      const prompts = Array.from({ length: 2000 }, (_, index) => `file:///library/${index}.md`);
      const composition = await saveOne({ tags, prompts });
      expect(await subject.repository.load(composition.uuid)).toEqual(composition);
      expect(await subject.repository.tags()).toHaveLength(2000);
      expect(await listed({ tags: ['TAG 1999', 'tag 0'] })).toEqual([composition.uuid]);
    });

    it('replaces all of a composition with the same uuid', async () => {
      const first = await saveOne({ body: 'aardvark', tags: ['old'], directory: 'file:///old', source: 'file:///old.md', prompts: ['file:///old-prompt.md'] });
      await saveOne({ body: 'bystander' });
      const second = compositionRow({ uuid: first.uuid, uri: 'file:///history/new.md', body: 'zebra', tags: ['new'], directory: 'file:///new', created: start, prompts: ['file:///new-prompt.md'] });
      await subject.repository.save([second]);
      expect(await subject.repository.load(first.uuid)).toEqual(second);
      expect(await find('aardvark ')).toEqual([]);
      expect(await find('zebra ')).toEqual([first.uuid]);
      expect(await subject.repository.findByUri(first.uri)).toBeUndefined();
      expect(await subject.repository.findBySource('file:///old.md')).toBeUndefined();
      expect(await subject.repository.tags()).toEqual([{ value: 'new', count: 1 }]);
      expect(await subject.repository.directories()).toEqual([{ value: 'file:///new', count: 1 }]);
      const statistics = await subject.repository.statistics({ offsetMinutes: 0 });
      expect(statistics.prompts).toEqual([{ value: 'file:///new-prompt.md', count: 1 }]);
      expect(statistics.compositions).toBe(2);
    });

    it('keeps the last of several with the same uuid', async () => {
      const [first, second] = [compositionRow({ body: 'first' }), compositionRow({ body: 'second' })];
      await subject.repository.save([first, { ...second, uuid: first.uuid }]);
      expect(await find('second ')).toEqual([first.uuid]);
      expect(await find('first ')).toEqual([]);
    });

    it('saves all or none', async () => {
      const kept = await saveOne({ body: 'former' });
      const fine = compositionRow({ body: 'newcomer' });
      const changed = compositionRow({ ...kept, text: 'changed' });
      const broken = compositionRow();
      for (const invalid of [{ uuid: '' }, { uri: '' }, { created: Number.NaN }, { updated: Number.POSITIVE_INFINITY }, { created: 1e300 }, { size: -1 }, { tokens: Number.NaN }]) {
        await expect(subject.repository.save([fine, changed, { ...broken, ...invalid }])).rejects.toThrow();
      }
      expect(await listed()).toEqual([kept.uuid]);
      expect(await subject.repository.load(kept.uuid)).toEqual(kept);
      expect(await find('newcomer ')).toEqual([]);
      expect(await find('former ')).toEqual([kept.uuid]);
      await subject.repository.save([fine]);
      expect(await find('newcomer ')).toEqual([fine.uuid]);
    });

    it('saves nothing without complaint', async () => {
      await subject.repository.save([]);
      expect(await subject.repository.list()).toEqual({ items: [], total: 0 });
    });
  });

  describe('finding one', () => {
    it('by the file: the one that was updated last, when several name it', async () => {
      const uri = 'file:///history/2026-01-05_12-00-00.md';
      const older = await saveOne({ uri, updated: start });
      expect(await subject.repository.findByUri(uri)).toEqual(summaryOf(older));
      const newer = await saveOne({ uri, updated: start + 1 });
      await saveOne({ uri, updated: start - 1 });
      expect(await subject.repository.findByUri(uri)).toEqual(summaryOf(newer));
      expect(await subject.repository.findByUri('file:///history/2026-01-05_12-00-00')).toBeUndefined();
      expect(await subject.repository.findByUri(uri.toUpperCase())).toBeUndefined();
    });

    it('by the document that it records: the latest', async () => {
      const source = 'file:///work/notes.md';
      await saveOne({ source, created: start, updated: start + day });
      const latest = await saveOne({ source, created: start + 1, updated: start + 1 });
      await saveOne({ source: 'file:///work/other.md', created: start + 5 });
      expect(await subject.repository.findBySource(source)).toEqual(summaryOf(latest));
      expect(await subject.repository.findBySource('file:///work/nothing.md')).toBeUndefined();
    });
  });

  describe('deleting', () => {
    it('removes all that was known', async () => {
      const gone = await saveOne({ body: 'aardvark', tags: ['x'], directory: 'file:///d', source: 'file:///s.md', prompts: ['file:///p.md'], isMissing: true });
      const kept = await saveOne({ body: 'aardvark too' });
      expect(await subject.repository.delete([gone.uuid, gone.uuid, 'nobody'])).toBe(1);
      expect(await subject.repository.delete([gone.uuid])).toBe(0);
      expect(await subject.repository.delete([])).toBe(0);
      expect(await subject.repository.load(gone.uuid)).toBeUndefined();
      expect(await subject.repository.findByUri(gone.uri)).toBeUndefined();
      expect(await subject.repository.findBySource('file:///s.md')).toBeUndefined();
      expect(await find('aardvark ')).toEqual([kept.uuid]);
      expect(await subject.repository.tags()).toEqual([]);
      expect(await subject.repository.directories()).toEqual([]);
      expect((await subject.repository.files()).map(({ uuid }) => uuid)).toEqual([kept.uuid]);
      expect((await subject.repository.statistics({ offsetMinutes: 0 })).prompts).toEqual([]);
    });

    it('takes a thousand at once', async () => {
      const compositions = Array.from({ length: 1000 }, () => compositionRow());
      await subject.repository.save(compositions);
      expect(await subject.repository.delete(compositions.map(({ uuid }) => uuid))).toBe(1000);
      expect(await listed()).toEqual([]);
    });
  });
}
