import { writeSync } from 'node:fs';
import { NodeJournal } from '../../src/platform/node/nodeJournal';
import { SystemClock } from '../../src/platform/node/systemClock';

/**
 * A window of its own process: appends entries `{run, n, at}` to a journal and writes the number of each to stdout as soon as it is
 * acknowledged, or `-n` when it was refused. Arguments: URI of the journal's folder, run, how many entries.
 */
const [uri = '', run = '', count = ''] = process.argv.slice(2);
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const journal = new NodeJournal(uri, new SystemClock(), log);

async function append(n: number): Promise<void> {
  try {
    await journal.append({ run: Number(run), n, at: Date.now(), pad: 'x'.repeat((n * 37) % 400) });
    writeSync(1, `${n}\n`);
  } catch {
    writeSync(1, `-${n}\n`);
  }
}

// Some at once, so that they share a write, and some alone.
for (let n = 1; n <= Number(count); ) {
  const group = Array.from({ length: 1 + (n % 4) }, () => append(n++));
  await Promise.all(group);
}
