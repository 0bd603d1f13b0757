import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { RecordingLog } from '../../../test/support/builders';
import { compositionRepositoryConformance } from '../../../test/support/compositionRepositoryConformance';
import { inThisThread, sqlJs } from '../../../test/support/sqlHistory';
import { SystemClock } from '../node/systemClock';
import { SqlJsHistoryDatabase } from './sqlJsHistoryDatabase';

const base = mkdtempSync(join(tmpdir(), 'promptstack-sql-'));
afterAll(() => rmSync(base, { recursive: true }));
let count = 0;

compositionRepositoryConformance('SqlJsCompositionRepository', async () => {
  const sql = await sqlJs();
  const folder = join(base, String(count++));
  const connect = () => inThisThread(sql, folder, new SystemClock());
  const database = new SqlJsHistoryDatabase({ folder, worker: '', wasm: '', log: new RecordingLog(), connect });
  return (await database.open({ mayLose: () => Promise.resolve(false) })).repository;
});
