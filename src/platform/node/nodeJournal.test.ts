import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordingLog } from '../../../test/support/builders';
import { TestClock } from '../../../test/support/testClock';
import type { Clock } from '../../core/ports/clock';
import { NodeJournal } from './nodeJournal';
import { uriOf } from './nodePaths';
import { SystemClock } from './systemClock';

let base = '';
let open: NodeJournal[] = [];
const folder = (): string => join(base, 'storage', 'events');
const segments = (): string[] => readdirSync(folder()).sort().map((name) => join(folder(), name));
const soon = { timeout: 20_000, interval: 20 };

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'promptstack-journal-'));
  open = [];
});
afterEach(() => {
  for (const journal of open) journal.dispose();
  rmSync(base, { recursive: true, force: true });
});

function journal(log = new RecordingLog(), clock: Clock = new SystemClock()): NodeJournal {
  const opened = new NodeJournal(uriOf(folder()), clock, log);
  open.push(opened);
  return opened;
}

/** Everything that it hears of others. */
function heardBy(window: NodeJournal): unknown[] {
  const heard: unknown[] = [];
  window.onDidAppend((entries) => heard.push(...entries));
  return heard;
}

const all = (): Promise<readonly unknown[]> => journal().readOthers();
const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const warnings = (log: RecordingLog): string[] => log.lines.filter((line) => !line.startsWith('debug'));

describe('the journal', () => {
  it('is empty before anything was written, and keeps what was', async () => {
    const first = journal();
    expect(await first.readOthers()).toEqual([]);
    await first.append({ n: 1 });
    await first.append({ n: 2, text: 'two\nlines' });
    expect(await all()).toEqual([{ n: 1 }, { n: 2, text: 'two\nlines' }]);
    expect(await first.readOthers()).toEqual([]);
  });

  it('tells windows of each other, soon and once, and none of itself', async () => {
    const [mine, other] = [journal(), journal()];
    const [own, seen] = [heardBy(mine), heardBy(other)];
    await Promise.all([mine.readOthers(), other.readOthers()]);
    await mine.append({ n: 1 });
    await expect.poll(() => seen, soon).toEqual([{ n: 1 }]);
    await other.append({ n: 1 });
    await expect.poll(() => own, soon).toEqual([{ n: 1 }]);
    const third = journal();
    expect(await third.readOthers()).toHaveLength(2);
    await third.append({ n: 3 });
    await expect.poll(() => [own, seen], soon).toEqual([[{ n: 1 }, { n: 3 }], [{ n: 1 }, { n: 3 }]]);
  });

  it('loses nothing when several windows write at once, and orders what they wrote by time', async () => {
    const windows = [journal(), journal(), journal()];
    await Promise.all(numbers(30).flatMap((n) => windows.map((each, w) => each.append({ w, n, at: n * 3 + w, pad: 'x'.repeat(500) }))));
    const entries = (await all()) as { at: number }[];
    expect(entries.map(({ at }) => at)).toEqual(numbers(90));
  });

  it('keeps the order of one window, even when its clock goes backwards', async () => {
    const [first, second] = [journal(), journal()];
    for (const at of [10, 30, 20]) await first.append({ w: 1, at });
    for (const at of [15, 40]) await second.append({ w: 2, at });
    expect(await all()).toEqual([{ w: 1, at: 10 }, { w: 2, at: 15 }, { w: 1, at: 30 }, { w: 1, at: 20 }, { w: 2, at: 40 }]);
  });

  it('writes what comes in a burst together, in order, each entry as it was then', async () => {
    const window = journal();
    const entry = { n: 0 };
    const written = numbers(10_000).map((n) => {
      entry.n = n;
      return window.append(entry);
    });
    await Promise.all(written);
    expect(((await all()) as { n: number }[]).map(({ n }) => n)).toEqual(numbers(10_000));
  });

  it('reads the file of earlier versions, and follows those that still write it', async () => {
    mkdirSync(join(base, 'storage'));
    writeFileSync(`${folder()}.jsonl`, '{"n":1,"at":1}\n{"n":2,"at":3}\n');
    const window = journal();
    const heard = heardBy(window);
    await journal().append({ n: 3, at: 2 });
    expect(await window.readOthers()).toEqual([{ n: 1, at: 1 }, { n: 3, at: 2 }, { n: 2, at: 3 }]);
    appendFileSync(`${folder()}.jsonl`, '{"n":4,"at":4}\n');
    await expect.poll(() => heard, soon).toEqual([{ n: 4, at: 4 }]);
  });

  it('is for the user only', async () => {
    await journal().append({ n: 1 });
    if (process.platform !== 'win32') expect(segments().map((path) => statSync(path).mode & 0o777)).toEqual([0o600]);
  });

  it('begins a new file when the last one is old or large', async () => {
    const clock = new TestClock();
    const window = journal(new RecordingLog(), clock);
    await window.append({ n: 1 });
    await window.append({ n: 2 });
    await clock.advance(13 * 3600 * 1000);
    await window.append({ n: 3, pad: 'x'.repeat(1024 * 1024) });
    await window.append({ n: 4 });
    expect(segments().map((path) => readFileSync(path, 'utf8').split('\n').length - 1)).toEqual([2, 1, 1]);
  });
});

describe('a journal after a crash', () => {
  it('leaves out the torn line, says so once, and goes on', async () => {
    const crashed = journal();
    for (const at of [2, 3]) await crashed.append({ at });
    const [path = ''] = segments();
    await journal().append({ at: 1 });
    truncateSync(path, readFileSync(path).length - 4);
    utimesSync(path, 1, 1);
    const log = new RecordingLog();
    const next = journal(log);
    expect(await next.readOthers()).toEqual([{ at: 1 }, { at: 2 }]);
    await next.append({ at: 4 });
    expect(await all()).toEqual([{ at: 1 }, { at: 2 }, { at: 4 }]);
    expect(warnings(log)).toEqual([`warn 1 unreadable lines left out of ${path}`]);
  });

  it('leaves out what is no JSON wherever it stands', async () => {
    await journal().append({ n: 1 });
    const [path = ''] = segments();
    appendFileSync(path, Buffer.from([0, 0, 0xff, 10, 0x7b, 10]));
    appendFileSync(path, '42\n\n{"n":2}\n');
    const log = new RecordingLog();
    expect(await journal(log).readOthers()).toEqual([{ n: 1 }, 42, { n: 2 }]);
    expect(warnings(log)).toEqual([`warn 2 unreadable lines left out of ${path}`]);
  });

  it('waits for the end of a line that is still being written', async () => {
    await journal().append({ n: 0 });
    const [path = ''] = segments();
    const log = new RecordingLog();
    const reader = journal(log);
    const heard = heardBy(reader);
    appendFileSync(path, '{"n":');
    expect(await reader.readOthers()).toEqual([{ n: 0 }]);
    appendFileSync(path, '1');
    await journal().append({ n: 2 });
    await expect.poll(() => heard, soon).toEqual([{ n: 2 }]);
    appendFileSync(path, '}\n');
    await expect.poll(() => heard, soon).toEqual([{ n: 2 }, { n: 1 }]);
    expect(warnings(log)).toEqual([]);
  });

  it('reads the other files when one cannot be read', async () => {
    await journal().append({ n: 1 });
    mkdirSync(join(folder(), '20260101T000000000Z-00000000.jsonl'));
    const log = new RecordingLog();
    expect(await journal(log).readOthers()).toEqual([{ n: 1 }]);
    expect(warnings(log)).toHaveLength(1);
  });
});

describe('a journal that cannot be written', () => {
  it('says why, and goes on as soon as it can', async () => {
    writeFileSync(join(base, 'storage'), 'a file where the folder should be');
    const window = journal();
    await expect(window.append({ n: 1 })).rejects.toMatchObject({ name: 'FileSystemError' });
    rmSync(join(base, 'storage'));
    await window.append({ n: 2 });
    expect(await all()).toEqual([{ n: 2 }]);
  });

  it('begins anew when its folder is deleted', async () => {
    const [window, other] = [journal(), journal()];
    const heard = heardBy(other);
    await other.readOthers();
    await window.append({ n: 1 });
    await expect.poll(() => heard, soon).toEqual([{ n: 1 }]);
    rmSync(folder(), { recursive: true });
    await window.append({ n: 2 });
    await window.append({ n: 3 });
    expect(await all()).toEqual([{ n: 2 }, { n: 3 }]);
    await expect.poll(() => heard, soon).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  it('refuses what JSON cannot say', () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    expect(() => journal().append(circular)).toThrow(TypeError);
  });

  it('writes what came before its end, and even after it', async () => {
    const window = journal();
    const written = window.append({ n: 1 });
    window.dispose();
    await Promise.all([written, window.append({ n: 2 })]);
    expect(await all()).toEqual([{ n: 1 }, { n: 2 }]);
  });
});
