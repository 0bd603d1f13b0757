import { expect, it } from 'vitest';
import { InMemoryJournal, JournalLines } from '../../../test/support/inMemoryJournal';
import { SharedJournal } from './sharedJournal';

it('gives every reader every entry once, however late it begins', async () => {
  const lines = new JournalLines();
  const shared = new SharedJournal(new InMemoryJournal(lines));
  const otherWindow = new InMemoryJournal(lines);
  await otherWindow.append({ n: 1 });

  const first = shared.view();
  const second = shared.view();
  const seen: Record<string, unknown[]> = { first: [], second: [] };
  first.onDidAppend((entries) => seen['first']?.push(...entries));
  second.onDidAppend((entries) => seen['second']?.push(...entries));

  seen['first']?.push(...(await first.readAll()));
  await otherWindow.append({ n: 2 });
  await first.append({ n: 3 });
  seen['second']?.push(...(await second.readAll()));
  await otherWindow.append({ n: 4 });

  expect(seen['first']).toEqual([{ n: 1 }, { n: 2 }, { n: 4 }]);
  expect(seen['second']).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }]);
});

it('tries again after a reading that failed', async () => {
  const journal = new InMemoryJournal();
  const readAll = journal.readAll.bind(journal);
  let fails = true;
  journal.readAll = () => (fails ? Promise.reject(new Error('no disk')) : readAll());
  const view = new SharedJournal(journal).view();
  await expect(view.readAll()).rejects.toThrow('no disk');
  fails = false;
  expect(await view.readAll()).toEqual([]);
});
