import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, expect, test } from 'vitest';
import { RecordingLog } from '../../../test/support/builders';
import { compositionRow } from '../../../test/support/compositionRows';
import { inThisThread, sqlJs } from '../../../test/support/sqlHistory';
import { TestClock } from '../../../test/support/testClock';
import type { CompositionRepository } from '../../core/history/compositionRepository';
import { DatabaseFiles, readEarly } from './databaseFiles';
import { SqlJsHistoryDatabase } from './sqlJsHistoryDatabase';

const folder = fs.mkdtempSync(join(tmpdir(), 'promptstack-server-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

async function open(files: DatabaseFiles): Promise<{ readonly repository: CompositionRepository; readonly close: () => Promise<void> }> {
  const link = inThisThread(await sqlJs(), files, new TestClock());
  const database = new SqlJsHistoryDatabase({ folder, worker: '', wasm: '', log: new RecordingLog(), connect: () => link });
  const { repository } = await database.open({ mayLose: () => Promise.resolve(false) });
  return { repository, close: () => (repository.dispose(), link.ended) };
}

/** Opens what was read already. @returns the memory that it was read into, for as long as somebody holds it */
async function openEarly(): Promise<{ readonly memory: WeakRef<ArrayBufferLike>; readonly opened: Awaited<ReturnType<typeof open>> }> {
  const early = await readEarly(folder);
  if (!early) throw new Error('There is no database');
  return { memory: new WeakRef(early.bytes.buffer), opened: await open(new DatabaseFiles(folder, early)) };
}

test('the file that was read is not kept beside the database that grew out of it', async () => {
  const first = await open(new DatabaseFiles(folder));
  await first.repository.save([compositionRow({ body: 'Kept' })]);
  await first.repository.flush();
  await first.close();

  const { memory, opened } = await openEarly();
  expect((await opened.repository.list()).total).toBe(1);
  await opened.repository.save([compositionRow({ body: 'long '.repeat(200_000) })]);
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  await expect.poll(() => (collectGarbage(), memory.deref()), { timeout: 20_000 }).toBeUndefined();
  expect((await opened.repository.list()).total).toBe(2);
  await opened.close();
});
