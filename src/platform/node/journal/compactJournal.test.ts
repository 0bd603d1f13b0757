import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordingLog } from '../../../../test/support/builders';
import { Random } from '../../../../test/support/random';
import { TestClock } from '../../../../test/support/testClock';
import { foldEvents } from '../../../core/events/foldEvents';
import type { FoldEntries } from '../../../core/ports/journal';
import { NodeJournal } from '../nodeJournal';
import { uriOf } from '../nodePaths';
import { type CompactOptions, compactJournal, compactUnlocked } from './compactJournal';
import { newSegmentName } from './journalFiles';

const hour = 3600 * 1000;
const clock = new TestClock(Date.UTC(2026, 5, 1));
const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const asTheyAre: FoldEntries = (entries) => Promise.resolve(entries);
/** Leaves one entry that tells how many there were. */
const counted: FoldEntries = (entries) => Promise.resolve([{ folded: entries.length, at: 0 }]);

let folder = '';
const log = new RecordingLog();
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'promptstack-compaction-')), 'events');
  mkdirSync(folder);
  log.lines.length = 0;
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const files = (): string[] => readdirSync(folder).sort();
const options = (fold: FoldEntries = asTheyAre, own: readonly string[] = []): CompactOptions => ({ folder, clock, fold, isOwn: (name) => own.includes(name) });

/** A segment whose window wrote it so many hours ago. */
function segment(hoursAgo: number, entries: readonly object[], random = hoursAgo): string {
  const time = clock.now() - hoursAgo * hour;
  const name = newSegmentName(time, random.toString(16).padStart(8, '0'));
  writeFileSync(join(folder, name), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  utimesSync(join(folder, name), time / 1000, time / 1000);
  return name;
}

async function read(): Promise<readonly unknown[]> {
  const journal = new NodeJournal(uriOf(folder), clock, log);
  try {
    return await journal.readOthers();
  } finally {
    journal.dispose();
  }
}

describe('compaction', () => {
  it('puts one file in the place of those of windows that are closed', async () => {
    for (const n of numbers(25)) segment(100 - n, [{ type: 'promptUsed', uri: 'mem:///a.md', at: n + 1 }]);
    expect(await compactJournal(options((entries) => foldEvents(entries, clock)))).toBe(true);
    expect(files()).toEqual(['snapshot-000001.jsonl']);
    expect(await read()).toMatchObject([{ type: 'promptUses', uri: 'mem:///a.md', count: 25, at: 25 }]);
    if (process.platform !== 'win32') expect(statSync(join(folder, 'snapshot-000001.jsonl')).mode & 0o777).toBe(0o600);
    for (const n of numbers(25)) segment(60 - n, [{ type: 'promptUsed', uri: 'mem:///a.md', at: n + 100 }]);
    expect(await compactJournal(options((entries) => foldEvents(entries, clock)))).toBe(true);
    expect(files()).toEqual(['snapshot-000002.jsonl']);
    expect(await read()).toMatchObject([{ type: 'promptUses', uri: 'mem:///a.md', count: 50, at: 124 }]);
  });

  it('waits until there is enough to do', async () => {
    for (const n of numbers(10)) segment(100 - n, [{ n }]);
    const before = files();
    expect(await compactJournal(options())).toBe(false);
    expect(files()).toEqual(before);
    segment(50, [{ pad: 'x'.repeat(300_000) }]);
    expect(await compactJournal(options())).toBe(true);
  });

  it('leaves alone what windows may still write, and what comes after it', async () => {
    segment(60, [{ w: 1, at: 10 }, { w: 1, at: 30 }, { w: 1, at: 50 }]);
    segment(50, [{ w: 2, at: 20 }, { w: 2, at: 60 }]);
    const own = segment(40, [{ w: 3, at: 55 }]);
    const young = segment(23, [{ w: 4, at: 40 }]);
    expect(await compactUnlocked(options(counted, [own]))).toBe(true);
    expect(files()).toEqual([own, young, 'snapshot-000001.jsonl'].sort());
    expect(await read()).toEqual([{ folded: 3, at: 0 }, { w: 4, at: 40 }, { w: 1, at: 50 }, { w: 3, at: 55 }, { w: 2, at: 60 }]);
  });

  it('takes the file of earlier versions in as well', async () => {
    const path = `${folder}.jsonl`;
    writeFileSync(path, '{"n":1,"at":1}\n{"n":2,"at":5}\n');
    utimesSync(path, 1, 1);
    segment(50, [{ n: 3, at: 3 }]);
    await compactUnlocked(options(counted));
    expect(files()).toEqual(['snapshot-000001.jsonl']);
    expect(await read()).toEqual([{ folded: 3, at: 0 }]);
    appendFileSync(path, '{"n":4,"at":6}\n');
    expect(await read()).toEqual([{ folded: 3, at: 0 }, { n: 4, at: 6 }]);
  });

  it('that a crash ended before anything was deleted changes nothing, and is finished by the next one', async () => {
    const entries = numbers(6).map((n) => ({ n, at: n + 1 }));
    const names = [segment(60, entries.slice(0, 3)), segment(50, entries.slice(3))];
    const kept = names.map((name) => [name, readFileSync(join(folder, name))] as const);
    await compactUnlocked(options());
    for (const [name, bytes] of kept) writeFileSync(join(folder, name), bytes);
    writeFileSync(join(folder, '.snapshot-000002.jsonl.0123.tmp'), 'half');
    utimesSync(join(folder, '.snapshot-000002.jsonl.0123.tmp'), 1, 1);
    expect(await read()).toEqual(entries);
    segment(40, [{ n: 6, at: 7 }]);
    await compactUnlocked(options());
    expect(files()).toEqual(['snapshot-000002.jsonl']);
    expect(await read()).toEqual([...entries, { n: 6, at: 7 }]);
  });

  it('never deletes what grew after it was folded', async () => {
    const name = segment(60, [{ n: 1, at: 1 }]);
    const bytes = readFileSync(join(folder, name));
    await compactUnlocked(options());
    writeFileSync(join(folder, name), Buffer.concat([bytes, Buffer.from('{"n":2,"at":2}\n')]));
    await compactUnlocked(options());
    expect(files()).toEqual([name, 'snapshot-000001.jsonl']);
    expect(await read()).toEqual([{ n: 1, at: 1 }, { n: 2, at: 2 }]);
  });

  it('drops torn lines, and only those', async () => {
    const name = segment(60, [{ n: 1, at: 1 }]);
    appendFileSync(join(folder, name), '{"n":2,"a');
    utimesSync(join(folder, name), 1, 1);
    await compactUnlocked(options());
    expect(files()).toEqual(['snapshot-000001.jsonl']);
    expect(await read()).toEqual([{ n: 1, at: 1 }]);
  });

  it('leaves the work to the window that is at it, and takes it over from one that is gone', async () => {
    for (const n of numbers(25)) segment(100 - n, [{ n }]);
    const lock = join(folder, 'compaction.lock');
    const { hostname } = await import('node:os');
    writeFileSync(lock, `${process.pid} ${hostname()}`);
    utimesSync(lock, clock.now() / 1000, clock.now() / 1000);
    expect(await compactJournal(options())).toBe(false);
    writeFileSync(lock, `999999999 ${hostname()}`);
    utimesSync(lock, clock.now() / 1000, clock.now() / 1000);
    expect(await compactJournal(options())).toBe(true);
    expect(files()).toEqual(['snapshot-000001.jsonl']);
  });

  it('that fails leaves everything as it was', async () => {
    for (const n of numbers(25)) segment(100 - n, [{ n }]);
    const before = files();
    await expect(compactJournal(options(() => Promise.reject(new Error('broken'))))).rejects.toThrow('broken');
    expect(files()).toEqual(before);
  });

  it('gives up when another window was faster', async () => {
    segment(60, [{ n: 1, at: 1 }]);
    let release: (() => void) | undefined;
    const slow = compactUnlocked(options((entries) => new Promise((resolve) => (release = () => resolve(entries)))));
    await expect.poll(() => release, { timeout: 20_000 }).toBeDefined();
    segment(50, [{ n: 2, at: 2 }]);
    expect(await compactUnlocked(options())).toBe(true);
    release?.();
    expect(await slow).toBe(false);
    expect(await read()).toEqual([{ n: 1, at: 1 }, { n: 2, at: 2 }]);
  });

  it('is right without any lock, whoever reads and writes meanwhile', async () => {
    const random = new Random(7);
    for (let round = 0; round < 25; round++) {
      let next = 1;
      const add = (hoursAgo: number): void => void segment(hoursAgo, numbers(1 + random.below(4)).map(() => ({ n: next, at: next++ })), next);
      for (let count = random.below(12) + 2; count > 0; count--) add(random.pick([60, 50, 30, 20]));
      const expected = async (): Promise<void> => {
        const before = next;
        const seen = ((await read()) as { n: number }[]).map(({ n }) => n).sort((a, b) => a - b);
        expect(seen.slice(0, before - 1)).toEqual(numbers(before - 1).map((n) => n + 1));
        expect(new Set(seen).size).toBe(seen.length);
      };
      for (let step = 0; step < 4; step++) {
        const tasks = numbers(2 + random.below(3)).map(() => compactUnlocked(options()));
        add(random.pick([60, 5]));
        await Promise.all([...tasks, expected(), expected()]);
        await expected();
      }
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
    }
  });

  it('is nothing that open windows hear of', async () => {
    for (const n of numbers(25)) segment(100 - n, [{ n, at: n + 1 }]);
    const window = new NodeJournal(uriOf(folder), clock, log);
    const heard: unknown[] = [];
    window.onDidAppend((entries) => heard.push(...entries));
    await window.readOthers();
    const other = new NodeJournal(uriOf(folder), clock, log);
    expect(await other.compact(asTheyAre)).toBe(true);
    await other.append({ last: true });
    await expect.poll(() => heard, { timeout: 20_000 }).toEqual([{ last: true }]);
    expect(log.lines.filter((line) => !line.startsWith('debug'))).toEqual([]);
    for (const each of [window, other]) each.dispose();
  });
});
