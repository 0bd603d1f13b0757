import { describe, expect, it } from 'vitest';
import { HistoryError } from '../../../src/core/history/historyError';
import { compositionRow } from '../compositionRows';
import type { Subject } from './subject';

/** What goes on at the same time, is given up, or comes after the end. */
export function underWay(subject: Subject): void {
  const { listed, saveBodies } = subject;

  describe('under way', () => {
    it('is undamaged and can be flushed', async () => {
      await saveBodies('a', 'b');
      await subject.repository.flush();
      expect(await subject.repository.verify()).toEqual([]);
      expect(await listed()).toHaveLength(2);
    });

    it('gives up a search that is not wanted any more', async () => {
      await saveBodies('word');
      const aborted = AbortSignal.abort();
      await expect(subject.repository.search('word', { signal: aborted })).rejects.toBe(aborted.reason);
      const controller = new AbortController();
      const search = subject.repository.search('word', { signal: controller.signal });
      controller.abort();
      await search.catch((error: unknown) => expect(error).toBe(controller.signal.reason));
      expect(await subject.repository.search('word', { signal: new AbortController().signal })).toHaveLength(1);
    });

    it('does what is asked at the same time in the order of asking', async () => {
      const compositions = Array.from({ length: 40 }, (_, index) => compositionRow({ body: `word${index}` }));
      const answers = await Promise.all(
        compositions.flatMap((composition, index) => [
          subject.repository.save([composition]),
          subject.repository.search('word0'),
          subject.repository.list(),
          index % 4 === 0 ? subject.repository.delete([composition.uuid]) : subject.repository.markMissing([composition.uuid], true),
        ]),
      );
      expect(answers.filter((answer) => answer === 1)).toHaveLength(10);
      const left = compositions.filter((_, index) => index % 4 !== 0).map(({ uuid }) => uuid);
      expect(await listed({ isMissing: true })).toEqual(left.reverse());
    });

    it('is closed after disposal', async () => {
      await saveBodies('a');
      subject.repository.dispose();
      subject.repository.dispose();
      const calls: (() => Promise<unknown>)[] = [
        () => subject.repository.save([compositionRow()]),
        () => subject.repository.load('a'),
        () => subject.repository.findByUri('a'),
        () => subject.repository.findBySource('a'),
        () => subject.repository.delete(['a']),
        () => subject.repository.list(),
        () => subject.repository.search('a'),
        () => subject.repository.tags(),
        () => subject.repository.directories(),
        () => subject.repository.statistics({ offsetMinutes: 0 }),
        () => subject.repository.files(),
        () => subject.repository.markMissing(['a'], true),
        () => subject.repository.verify(),
        () => subject.repository.flush(),
      ];
      for (const call of calls) await expect(call()).rejects.toSatisfy((error) => HistoryError.is(error, 'closed'));
    });
  });
}
