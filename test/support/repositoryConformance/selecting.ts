import { describe, expect, it } from 'vitest';
import { compositionRow } from '../compositionRows';
import { day, start, summaryOf, uuidsOf, type Subject } from './subject';

/** Lists and filters. */
export function selecting(subject: Subject): void {
  const { find, listed, saveBodies, saveOne } = subject;

  describe('listing', () => {
    it('gives the newest first, a hundred of them, and says how many there are', async () => {
      const compositions = Array.from({ length: 120 }, (_, index) => compositionRow({ created: start + ((index * 37) % 120) * 1000 }));
      await subject.repository.save(compositions);
      const page = await subject.repository.list();
      expect(page.total).toBe(120);
      expect(page.items).toHaveLength(100);
      expect(page.items.map(({ created }) => created)).toEqual(Array.from({ length: 100 }, (_, index) => start + (119 - index) * 1000));
      const summary = compositions.find(({ created }) => created === page.items[0]?.created);
      expect(page.items[0]).toEqual(summary && summaryOf(summary));
    });

    it('pages without repeating or leaving out, also where times are the same', async () => {
      const compositions = Array.from({ length: 50 }, (_, index) => compositionRow({ created: start + (index % 3) }));
      await subject.repository.save(compositions);
      for (const order of ['newest', 'oldest'] as const) {
        const pages: string[] = [];
        for (let offset = 0; offset < 60; offset += 7) {
          const page = await subject.repository.list({ order, limit: 7, offset });
          expect(page.total).toBe(50);
          pages.push(...uuidsOf(page.items));
        }
        expect(new Set(pages).size).toBe(50);
        expect(pages).toEqual(uuidsOf((await subject.repository.list({ order })).items));
      }
      const [newest, oldest] = [await subject.repository.list({ order: 'newest' }), await subject.repository.list({ order: 'oldest' })];
      expect(uuidsOf(newest.items).reverse()).toEqual(uuidsOf(oldest.items));
    });

    it('takes any limit and offset', async () => {
      const uuids = await saveBodies('a', 'b', 'c');
      const sizes = async (options: { limit?: number; offset?: number }): Promise<readonly number[]> => {
        const { items, total } = await subject.repository.list(options);
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
      await subject.repository.save([root, below, sibling, odd, nowhere].filter((row) => row !== undefined));
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
      await subject.repository.save([a, b, c].filter((row) => row !== undefined));
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
      await subject.repository.markMissing([there.uuid, 'nobody'], true);
      await subject.repository.markMissing([gone.uuid], false);
      expect(await listed({ isMissing: true })).toEqual([there.uuid]);
      expect(await subject.repository.load(gone.uuid)).toEqual({ ...gone, isMissing: false });
      expect((await subject.repository.files()).find(({ uuid }) => uuid === there.uuid)?.isMissing).toBe(true);
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
      expect((await subject.repository.list({ text: 'review', limit: 1 })).total).toBe(2);
    });

    it('by everything at once, for lists, searches and statistics alike', async () => {
      const wanted = { body: 'deep blue sea', tags: ['Keep'], directory: 'file:///w/x', created: start, isMissing: true };
      const match = await saveOne(wanted);
      for (const other of [{ body: 'deep red sea' }, { tags: ['drop'] }, { directory: 'file:///v' }, { created: start + day }, { isMissing: false }]) await saveOne({ ...wanted, ...other });
      const filter = { text: 'blue', tags: ['keep'], directory: 'file:///w', from: start - 1, to: start + 1, isMissing: true };
      expect(await listed(filter)).toEqual([match.uuid]);
      expect(await find('sea ', filter)).toEqual([match.uuid]);
      expect(await find('green ', filter)).toEqual([]);
      expect((await subject.repository.statistics({ ...filter, offsetMinutes: 0 })).compositions).toBe(1);
    });
  });
}
