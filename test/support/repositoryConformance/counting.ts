import { describe, expect, it } from 'vitest';
import { compositionRow } from '../compositionRows';
import { start, type Subject } from './subject';

/** Tags, folders, statistics and files. */
export function counting(subject: Subject): void {
  const { saveOne } = subject;

  describe('counting', () => {
    it('tags without regard to case, as the oldest composition spells them, most frequent first', async () => {
      await saveOne({ created: start + 2, tags: ['REVIEW', 'b'] });
      await saveOne({ created: start + 1, tags: ['Review', 'review', 'a'] });
      await saveOne({ created: start + 3, tags: ['review', 'Ärger'] });
      expect(await subject.repository.tags()).toEqual([
        { value: 'Review', count: 3 },
        { value: 'a', count: 1 },
        { value: 'b', count: 1 },
        { value: 'Ärger', count: 1 },
      ]);
    });

    it('directories, most frequent first', async () => {
      for (const directory of ['file:///b', 'file:///a', 'file:///b', undefined, 'file:///a/sub']) await saveOne({ directory });
      expect(await subject.repository.directories()).toEqual([
        { value: 'file:///b', count: 2 },
        { value: 'file:///a', count: 1 },
        { value: 'file:///a/sub', count: 1 },
      ]);
    });

    it('nothing when there is nothing', async () => {
      const nothing = { compositions: 0, bytes: 0, characters: 0, tokens: 0, range: undefined, days: [], prompts: [] };
      expect(await subject.repository.statistics({ offsetMinutes: 0 })).toEqual(nothing);
      expect(await subject.repository.tags()).toEqual([]);
      expect(await subject.repository.directories()).toEqual([]);
      expect(await subject.repository.files()).toEqual([]);
    });

    it('what was written on which day of the user', async () => {
      const midnight = Date.UTC(2026, 0, 6);
      const figures = { characters: 10, tokens: 3, size: 100 };
      await saveOne({ ...figures, created: midnight - 60 * 60_000, prompts: ['file:///p.md', 'file:///q.md', 'file:///p.md'] });
      await saveOne({ ...figures, created: midnight, prompts: ['file:///q.md'] });
      await saveOne({ ...figures, created: midnight + 1 });
      const utc = await subject.repository.statistics({ offsetMinutes: 0 });
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
      expect((await subject.repository.statistics({ offsetMinutes: 120 })).days).toEqual([{ day: '2026-01-06', compositions: 3, tokens: 9 }]);
      expect((await subject.repository.statistics({ offsetMinutes: 59 })).days).toEqual(utc.days);
      expect((await subject.repository.statistics({ offsetMinutes: -1 })).days).toEqual([{ day: '2026-01-05', compositions: 3, tokens: 9 }]);
    });

    it('days before 1970 and far away', async () => {
      for (const created of [Date.UTC(1969, 11, 31, 23, 59, 59, 999), Date.UTC(1970, 0, 1), Date.UTC(9999, 11, 31)]) await saveOne({ created });
      expect((await subject.repository.statistics({ offsetMinutes: 0 })).days.map(({ day: name }) => name)).toEqual(['1969-12-31', '1970-01-01', '9999-12-31']);
    });

    it('the twenty prompts that were used most', async () => {
      for (let index = 0; index < 25; index++) await saveOne({ prompts: Array.from({ length: index + 1 }, (_, at) => `file:///${at.toString().padStart(2, '0')}.md`) });
      const { prompts } = await subject.repository.statistics({ offsetMinutes: 0 });
      expect(prompts).toHaveLength(20);
      expect(prompts[0]).toEqual({ value: 'file:///00.md', count: 25 });
      expect(prompts.at(-1)).toEqual({ value: 'file:///19.md', count: 6 });
    });

    it('what is known of the files', async () => {
      const compositions = Array.from({ length: 1500 }, (_, index) => compositionRow({ isMissing: index % 2 === 0 }));
      await subject.repository.save(compositions);
      const expected = compositions.map(({ uuid, uri, size, mtime, hash, isMissing }) => ({ uuid, uri, size, mtime, hash, isMissing }));
      expect([...(await subject.repository.files())].sort((a, b) => (a.uuid < b.uuid ? -1 : 1))).toEqual(expected.sort((a, b) => (a.uuid < b.uuid ? -1 : 1)));
    });
  });
}
