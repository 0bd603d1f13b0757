/* A process that writes compositions at full speed until it is killed, and says what is safe. Arguments: folder, program folder, number of the run. */
import { readFileSync, writeFileSync, writeSync } from 'node:fs';
import { pathOf } from '../../src/platform/node/nodePaths';
import { ClockAhead, openOnDisk } from '../support/diskHistory';
import { Random } from '../support/random';
import { type Answer, sha256, versionText } from './texts';

const [folder = '', program = '', run = '0'] = process.argv.slice(2);
const workers = 4;
/** Further than a draft of a killed process is left alone. */
const aheadPerRun = 60_000;

const { history, state, flush } = openOnDisk(folder, program, new ClockAhead(Number(run) * aheadPerRun));

function tell(answer: Answer): void {
  writeSync(1, `${JSON.stringify(answer)}\n`);
}

/** Tells that a file is safe as it is now; only this process writes it. */
function tellKept(key: string, version: number, uri: string): void {
  tell({ type: 'kept', key, version, hash: sha256(readFileSync(pathOf(uri))) });
}

/** Compositions in files of their own: made, edited as an editor does it, tagged, deleted. */
async function writeFiles(name: string, random: Random): Promise<void> {
  for (let n = 0; ; n++) {
    const key = `${name}-${n}`;
    const made = await history.create({ body: versionText(key, 0, random), directory: 'file:///work' });
    const path = pathOf(made.uri);
    tellKept(key, 0, made.uri);
    for (let version = 1; version < 4; version++) {
      const whole = readFileSync(path, 'utf8');
      const text = whole.slice(0, whole.indexOf('---\n', 4) + 4) + versionText(key, version, random);
      await history.recorder.keepDraft(made.uri, text);
      tell({ type: 'kept', key, version });
      // Cut off first, and not at once: an editor's way.
      writeFileSync(path, '');
      await new Promise((resolve) => setImmediate(resolve));
      writeFileSync(path, text.slice(0, text.length / 2));
      await new Promise((resolve) => setImmediate(resolve));
      writeFileSync(path, text);
      await history.recorder.fileSaved(made.uri);
      tellKept(key, version, made.uri);
    }
    await history.tag([made.uuid], { add: [`tag ${random.below(5)}`] });
    tellKept(key, 3, made.uri);
    if (random.next() < 0.7) continue;
    tell({ type: 'deleting', key });
    const { deleted } = await history.delete([made.uuid]);
    if (deleted === 1) tell({ type: 'deleted', key });
  }
}

/** Recorded documents, emptied and written anew now and then. */
async function record(name: string, random: Random): Promise<void> {
  const source = `file:///work/${name}.md`;
  for (let n = 0; ; n++) {
    const key = `${name}-${n}`;
    if (n === 0) await history.recorder.track(source, versionText(key, 0, random));
    for (let version = 1; version < 10; version++) {
      await history.recorder.record(source, versionText(key, version, random));
      tell({ type: 'kept', key, version });
    }
    await history.recorder.record(source, '');
  }
}

/** Writes the database far more often than a window does, so that many a kill meets it. */
async function writeDatabase(random: Random): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, random.below(100)));
    await flush();
  }
}

await history.whenReady();
tell({ type: 'opened', database: state() ?? 'none' });
const works = Array.from({ length: workers }, (_, index) => (index % 2 === 0 ? writeFiles : record)(`r${run}-${index}`, new Random(Number(run) * workers + index)));
// Nothing here ends by itself: whatever fails shows as an exit.
await Promise.all([...works, writeDatabase(new Random(Number(run)))]);
