/* A window of its own process: makes, edits and deletes compositions, then answers each line of input with what it sees. Arguments: folder, name. */
import { createInterface } from 'node:readline';
import { compositionBody } from '../../src/core/history/compositionText';
import { openOnDisk } from './diskHistory';

const [folder = '', name = ''] = process.argv.slice(2);
const count = 50;
const { history } = openOnDisk(folder);

/** Bodies by uuid, as this window has them. */
async function view(): Promise<Record<string, string>> {
  const { items } = await history.list({ limit: 10_000, isMissing: false });
  const loaded = await Promise.all(items.map(({ uuid }) => history.load(uuid)));
  return Object.fromEntries(loaded.flatMap((row) => (row ? [[row.uuid, compositionBody(row.text)]] : [])));
}

await history.whenReconciled();
await history.recorder.whenReady();
const kept: Record<string, string> = {};
const deleted: string[] = [];
for (let n = 0; n < count; n++) {
  const source = `file:///work/${name}-${n}.md`;
  const { uuid } = await history.recorder.track(source, `First words of ${name} ${n}`);
  kept[uuid] = `First words of ${name} ${n}, and the last`;
  await Promise.all([history.recorder.record(source, `First words of ${name} ${n}, and`), history.recorder.record(source, kept[uuid])]);
  if (n % 3 === 0) await history.tag([uuid], { add: [name] });
  if (n % 5 !== 0) continue;
  delete kept[uuid];
  deleted.push(uuid);
  await history.delete([uuid]);
}
console.log(JSON.stringify({ kept, deleted }));
createInterface({ input: process.stdin }).on('line', () => {
  void view().then((seen) => console.log(JSON.stringify({ view: seen, notices: history.notices })));
});
