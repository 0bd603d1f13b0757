import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RecordingLog } from '../../../../test/support/builders';
import { Random } from '../../../../test/support/random';
import { NodeJournal } from '../nodeJournal';
import { uriOf } from '../nodePaths';
import { SystemClock } from '../systemClock';
import { type AppendHandle, appendDurably } from './segmentWriter';

const base = mkdtempSync(join(tmpdir(), 'promptstack-crash-'));
const program = join(base, 'journalChild.mjs');

beforeAll(async () => {
  await build({ entryPoints: ['test/support/journalChild.ts'], outfile: program, bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' });
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

interface Entry {
  readonly run: number;
  readonly n: number;
}

async function read(folder: string): Promise<readonly Entry[]> {
  const journal = new NodeJournal(uriOf(folder), new SystemClock(), new RecordingLog());
  try {
    return (await journal.readOthers()) as readonly Entry[];
  } finally {
    journal.dispose();
  }
}

/** Collects what a child tells; only whole lines. */
function answersOf(child: ChildProcess): () => readonly number[] {
  let text = '';
  child.stdout?.on('data', (data: Buffer) => (text += data.toString()));
  return () => text.slice(0, text.lastIndexOf('\n') + 1).split('\n').filter(Boolean).map(Number);
}

describe('the journal of a window that is killed', () => {
  it('has everything that was acknowledged', async () => {
    const folder = join(base, 'killed');
    const random = new Random(42);
    const acknowledged: Entry[] = [];
    for (let run = 0; run < 10; run++) {
      const child = spawn(process.execPath, [program, uriOf(folder), String(run), '1000000'], { stdio: ['ignore', 'pipe', 'inherit'] });
      const answers = answersOf(child);
      const enough = 1 + random.below(150);
      await expect.poll(answers, { timeout: 30_000, interval: 5 }).toSatisfy((all: readonly number[]) => all.length >= enough);
      child.kill('SIGKILL');
      await once(child, 'close');
      acknowledged.push(...answers().map((n) => ({ run, n })));
    }
    const entries = await read(folder);
    const keys = entries.map(({ run, n }) => `${run}.${n}`);
    expect(acknowledged.filter(({ run, n }) => !keys.includes(`${run}.${n}`))).toEqual([]);
    expect(new Set(keys).size).toBe(keys.length);
    for (let run = 0; run < 10; run++) {
      const numbers = entries.filter((entry) => entry.run === run).map(({ n }) => n);
      expect(numbers).toEqual(numbers.map((_n, index) => index + 1));
    }
  });
});

describe('a write that is cut short', () => {
  it('is a failure', async () => {
    const handle = { write: () => Promise.resolve({ bytesWritten: 3 }), datasync: () => Promise.resolve() } as unknown as AppendHandle;
    await expect(appendDurably(handle, Buffer.from('{"n":1}\n'))).rejects.toMatchObject({ code: 'ENOSPC' });
  });

  // The system lets no file grow beyond 8 blocks, so that a write ends in the middle of a line, as on a full disk.
  it.skipIf(process.platform === 'win32')('leaves nothing of itself, and what comes after it is written', async () => {
    const folder = join(base, 'full');
    const command = `ulimit -f 8; exec "${process.execPath}" "${program}" "${uriOf(folder)}" 0 200`;
    const child = spawn('/bin/sh', ['-c', command], { stdio: ['ignore', 'pipe', 'inherit'] });
    const answers = answersOf(child);
    await once(child, 'close');
    const [written, refused] = [answers().filter((n) => n > 0), answers().filter((n) => n < 0)];
    expect(written.length + refused.length).toBeGreaterThanOrEqual(200);
    expect(refused.length).toBeGreaterThan(2);
    expect((await read(folder)).map(({ n }) => n).sort((a, b) => a - b)).toEqual(written);
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), 'utf8')).toMatch(/\}\n$/);
  });
});
