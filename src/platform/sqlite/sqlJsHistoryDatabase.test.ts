import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { aComposition } from '../../../test/support/compositions';
import { RecordingLog } from '../../../test/support/builders';
import { inThisThread, sqlJs } from '../../../test/support/sqlHistory';
import { SystemClock } from '../node/systemClock';
import { SqlJsHistoryDatabase } from './sqlJsHistoryDatabase';

const folder = mkdtempSync(join(tmpdir(), 'promptstack-sql-'));
afterEach(() => rmSync(folder, { recursive: true }));

test('quick', async () => {
  const sql = await sqlJs();
  const log = new RecordingLog();
  const open = () => new SqlJsHistoryDatabase({ folder, worker: '', wasm: '', log, connect: () => inThisThread(sql, folder, new SystemClock()) }).open({ mayLose: () => Promise.resolve(false) });
  const { repository, state } = await open();
  expect(state).toBe('new');
  const text = '---\nuuid: x\n---\nThe quick brown Fox, naïve fooBar';
  await repository.save([aComposition({ uuid: 'a', text, tags: ['One'], prompts: ['file:///p'] }), aComposition({ uuid: 'b', text: 'slow fox', created: 5000 })]);
  expect(await repository.load('a')).toEqual(aComposition({ uuid: 'a', text, tags: ['One'], prompts: ['file:///p'] }));
  console.log(JSON.stringify(await repository.search('fox quick')), JSON.stringify(await repository.search('fox')), JSON.stringify(await repository.search('-quick')));
  console.log(await repository.list({ text: 'fox', tags: ['one'] }), await repository.tags(), await repository.statistics({ offsetMinutes: 60 }), await repository.verify());
  await repository.flush();
  repository.dispose();
  const second = await open();
  expect(second.state).toBe('ready');
  expect(await second.repository.files()).toHaveLength(2);
  console.log(log.lines);
  second.repository.dispose();
});
