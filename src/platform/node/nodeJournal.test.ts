import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordingLog } from '../../../test/support/builders';
import { NodeJournal } from './nodeJournal';
import { uriOf } from './nodePaths';

let base = '';
let open: NodeJournal[] = [];
const file = (): string => join(base, 'storage', 'events.jsonl');

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'promptstack-journal-'));
  open = [];
});
afterEach(() => {
  for (const journal of open) journal.dispose();
  rmSync(base, { recursive: true, force: true });
});

function journal(log = new RecordingLog()): NodeJournal {
  const opened = new NodeJournal(uriOf(file()), log);
  open.push(opened);
  return opened;
}

describe('the journal', () => {
  it('is empty before anything was written, and keeps what was', async () => {
    const first = journal();
    expect(await first.readAll()).toEqual([]);
    await first.append({ n: 1 });
    await first.append({ n: 2, text: 'two\nlines' });
    expect(await journal().readAll()).toEqual([{ n: 1 }, { n: 2, text: 'two\nlines' }]);
  });

  it('tells other windows, and not the own one, soon', async () => {
    const [mine, other] = [journal(), journal()];
    const seen: unknown[] = [];
    const own: unknown[] = [];
    mine.onDidAppend((entries) => own.push(...entries));
    other.onDidAppend((entries) => seen.push(...entries));
    await Promise.all([mine.readAll(), other.readAll()]);
    await mine.append({ n: 1 });
    await expect.poll(() => seen, { timeout: 20_000 }).toEqual([{ n: 1 }]);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(own).toEqual([]);
    await other.append({ n: 1 });
    await expect.poll(() => own, { timeout: 20_000 }).toEqual([{ n: 1 }]);
    expect(seen).toEqual([{ n: 1 }]);
  });

  it('loses nothing when several windows write at once', async () => {
    const windows = [journal(), journal(), journal()];
    await Promise.all(windows.flatMap((each, w) => Array.from({ length: 30 }, (_, n) => each.append({ w, n, pad: 'x'.repeat(500) }))));
    const entries = (await journal().readAll()) as { w: number; n: number }[];
    expect(entries).toHaveLength(90);
    for (const w of [0, 1, 2]) expect(entries.filter((entry) => entry.w === w).map(({ n }) => n)).toEqual(Array.from({ length: 30 }, (_, n) => n));
  });

  it('goes on after a line that a crash tore, and says so', async () => {
    const first = journal();
    await first.append({ n: 1 });
    await first.append({ n: 2 });
    truncateSync(file(), readFileSync(file()).length - 4);
    const log = new RecordingLog();
    const next = journal(log);
    await next.append({ n: 3 });
    expect(await next.readAll()).toEqual([{ n: 1 }, { n: 3 }]);
    expect(log.lines.filter((line) => line.startsWith('warn'))).toHaveLength(1);
  });

  it('waits for the end of a line that is still being written', async () => {
    const reader = journal();
    const seen: unknown[] = [];
    reader.onDidAppend((entries) => seen.push(...entries));
    await reader.append({ n: 0 });
    await reader.readAll();
    appendFileSync(file(), '{"n":');
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(seen).toEqual([]);
    appendFileSync(file(), '1}\n');
    await expect.poll(() => seen, { timeout: 20_000 }).toEqual([{ n: 1 }]);
  });

  it('says why it cannot write', async () => {
    writeFileSync(join(base, 'storage'), 'a file where the folder should be');
    await expect(journal().append({ n: 1 })).rejects.toMatchObject({ name: 'FileSystemError' });
  });
});
