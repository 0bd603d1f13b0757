import { RecordingLog } from './builders';
import { compositionRow } from './compositionRows';
import { SqlJsHistoryDatabase } from '../../src/platform/sqlite/sqlJsHistoryDatabase';

/* A window that writes its database all the time, to be killed: folder, worker and SQLite are its arguments; prints how many it has on disk. */
async function main(): Promise<void> {
  const [folder = '', worker = '', wasm = ''] = process.argv.slice(2);
  const database = new SqlJsHistoryDatabase({ folder, worker, wasm, log: new RecordingLog() });
  const { repository } = await database.open({ mayLose: () => Promise.resolve(false) });
  for (let count = (await repository.files()).length + 1; ; count++) {
    await repository.save([compositionRow({ uuid: `kept-${count}`, body: 'words '.repeat(5000) })]);
    await repository.flush();
    process.stdout.write(`${count}\n`);
  }
}

void main();
