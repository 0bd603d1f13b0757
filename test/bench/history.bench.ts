import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Composition } from '../../src/core/history/composition';
import type { CompositionRepository } from '../../src/core/history/compositionRepository';
import { InMemoryCompositionRepository } from '../../src/core/history/inMemoryCompositionRepository';
import { SqlJsHistoryDatabase } from '../../src/platform/sqlite/sqlJsHistoryDatabase';
import { RecordingLog } from '../support/builders';
import { buildHistoryWorker } from '../support/historyWorker';
import { coldArguments, coldRun, median, percentile, report, time } from './support/figures';
import { benchCompositions, benchQueries, type BenchQueries } from './support/historyTexts';
import { openYardstick } from './support/yardstick';

/**
 * The history's database through its worker as it ships, beside the same compositions in better-sqlite3 with FTS5 (a file, every change flushed) and
 * in the repository in memory. Each size in a process of its own. With HISTORY_BENCH=all also 100,000 compositions, which takes minutes.
 *
 * Values are 95th percentiles of what the extension host waits for; `p50` beside. `save_cost`: what an autosave of 2 KB costs when many are made one
 * after the other, with the snapshots of the database that they cause.
 */

const rounds = 200;
const searches = 40;

interface Built {
  readonly worker: string;
  readonly wasm: string;
}

const [task, folder = '', worker = '', wasm = '', amount = '0'] = coldArguments();
if (task === 'operations') await operations(folder, { worker, wasm }, Number(amount));
else if (task === 'open') console.log(JSON.stringify(await opening(folder, { worker, wasm })));
else if (task === 'saves') console.log(JSON.stringify(await saves(folder, { worker, wasm }, Number(amount))));
else benchAll();

function benchAll(): void {
  const base = mkdtempSync(join(tmpdir(), 'promptstack-history-'));
  try {
    const built = buildHistoryWorker(join(base, 'dist'));
    const isLarge = process.env['HISTORY_BENCH'] === 'all';
    for (const size of [1000, 10_000, ...(isLarge ? [100_000] : [])]) bench(join(base, String(size)), built, size);
    for (const megabytes of [1, 10, 100]) benchSaves(join(base, `saves-${megabytes}`), built, megabytes);
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

interface Opened {
  readonly ms: number;
  readonly firstSearchMs: number;
  readonly rssBefore: number;
  readonly rss: number;
}

interface Timed {
  readonly p50: number;
  readonly p95: number;
}

interface Operations {
  readonly figures: Readonly<Record<string, Timed & { readonly beside: Readonly<Record<string, number>> }>>;
  readonly databaseBytes: number;
}

function bench(folder: string, { worker, wasm }: Built, size: number): void {
  const { figures, databaseBytes } = coldRun('operations', folder, worker, wasm, String(size)) as Operations;
  for (const [name, { p50, p95, beside }] of Object.entries(figures)) {
    report({ name, size, value: p95, unit: 'ms', beside: { p50, ...beside } });
  }
  const kinds = Object.entries(figures).filter(([name]) => name.startsWith('history_search_'));
  const [slowest, { p50, p95 }] = kinds.sort((a, b) => b[1].p95 - a[1].p95)[0] ?? ['', { p50: 0, p95: 0 }];
  report({ name: 'history_search_ms', size, value: p95, unit: 'ms', beside: { p50, slowest, database_bytes: databaseBytes } });
  const opened = Array.from({ length: 7 }, () => coldRun('open', folder, worker, wasm) as Opened);
  const of = (pick: (each: Opened) => number): number => median(opened.map(pick));
  report({ name: 'open_ms', size, value: of(({ ms }) => ms), unit: 'ms', beside: { first_search_ms: of(({ firstSearchMs }) => firstSearchMs) } });
  report({ name: 'history_memory_bytes', size, value: of(({ rss, rssBefore }) => rss - rssBefore), unit: 'bytes', beside: { process_bytes: of(({ rss }) => rss) } });
}

async function openRepository(folder: string, built: Built, log = new RecordingLog()): Promise<CompositionRepository> {
  return (await new SqlJsHistoryDatabase({ folder, ...built, log }).open({ mayLose: () => Promise.resolve(false) })).repository;
}

async function operations(folder: string, built: Built, size: number): Promise<void> {
  const repository = await openRepository(folder, built);
  const compositions = [...benchCompositions(size)];
  const rebuild: number[] = [];
  for (let at = 0; at < size; at += 100) rebuild.push(await time(() => repository.save(compositions.slice(at, at + 100))));
  await repository.flush();
  const queries = benchQueries(compositions.slice(0, 2000));
  const yardstick = openYardstick(join(folder, 'yardstick.db'));
  const inMemory = size <= 10_000 ? new InMemoryCompositionRepository() : undefined;
  yardstick?.fill(compositions);
  for (let at = 0; inMemory && at < size; at += 1000) await inMemory.save(compositions.slice(at, at + 1000));

  const extra = [...benchCompositions(rounds, 7)].map((each, index) => ({ ...each, created: Date.UTC(2026, 0, 1) + index * 60_000 }));
  const known = (index: number): Composition => compositions[(index * 7919) % size] as Composition;
  const added = (index: number): Composition => extra[index] as Composition;
  const figures: Record<string, unknown> = {
    rebuild_ms: { p50: median(rebuild), p95: percentile(rebuild, 0.95), beside: {} },
    insert_ms: await compared(rounds, (index) => repository.save([added(index)]), { better_sqlite3: yardstick && ((index) => yardstick.insert(added(index))) }),
    update_ms: await compared(rounds, (index) => repository.save([{ ...known(index), text: added(index).text }]), {
      better_sqlite3: yardstick && ((index) => yardstick.update(known(index), added(index).text)),
    }),
    byid_ms: await compared(rounds, (index) => repository.load(known(index).uuid), { better_sqlite3: yardstick && ((index) => yardstick.byId(known(index))) }),
    delete_ms: await compared(rounds, (index) => repository.delete([added(index).uuid]), { better_sqlite3: yardstick && ((index) => yardstick.delete(added(index))) }),
  };
  for (const [kind, query] of Object.entries(queries) as [keyof BenchQueries, string][]) {
    const found = (await repository.list({ text: query, limit: 1 })).total;
    const timed = await compared(searches, () => repository.search(query), {
      better_sqlite3: yardstick && (() => yardstick.search(kind, query)),
      in_memory: inMemory && (() => inMemory.search(query)),
    });
    figures[`history_search_${kind}_ms`] = { ...timed, beside: { ...timed.beside, found } };
  }
  const verify = (100 * (await time(() => repository.verify()))) / size;
  figures['verify_ms'] = { p50: verify, p95: verify, beside: {} };
  await repository.flush();
  const databaseBytes = statSync(join(folder, 'history.db')).size;
  repository.dispose();
  yardstick?.close();
  console.log(JSON.stringify({ figures, databaseBytes }));
}

/** Times of `work`, and medians of the same by others. */
async function compared(count: number, work: (index: number) => unknown, others: Readonly<Record<string, ((index: number) => unknown) | undefined>>) {
  const timesOf = async (each: (index: number) => unknown): Promise<number[]> => {
    const times: number[] = [];
    for (let index = 0; index < count; index++) times.push(await time(() => each(index)));
    return times;
  };
  const times = await timesOf(work);
  const beside: Record<string, number> = {};
  for (const [name, other] of Object.entries(others)) {
    if (!other) continue;
    const theirs = await timesOf(other);
    beside[`${name}_p50`] = median(theirs);
    beside[`${name}_p95`] = percentile(theirs, 0.95);
  }
  return { p50: median(times), p95: percentile(times, 0.95), beside };
}

async function opening(folder: string, built: Built): Promise<Opened> {
  const rssBefore = process.memoryUsage().rss;
  const start = performance.now();
  const repository = await openRepository(folder, built);
  await repository.list({ limit: 1 });
  const ms = performance.now() - start;
  // Nobody has typed a query sooner than that.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const firstSearchMs = await time(() => repository.search('the prompt '));
  const { rss } = process.memoryUsage();
  repository.dispose();
  return { ms, firstSearchMs, rssBefore, rss };
}

interface Saves {
  readonly bytes: number;
  readonly written: number;
  readonly snapshots: number;
  readonly longestStall: number;
  readonly p95: number;
  readonly databaseBytes: number;
}

function benchSaves(folder: string, { worker, wasm }: Built, megabytes: number): void {
  const { bytes, written, snapshots, longestStall, p95, databaseBytes } = coldRun('saves', folder, worker, wasm, String(megabytes)) as Saves;
  const size = megabytes * 1_000_000;
  const beside = { snapshots, text_bytes: bytes, database_bytes: databaseBytes };
  report({ name: 'save_cost_bytes', size, value: written, unit: 'bytes', beside });
  report({ name: 'save_cost_stall_ms', size, value: longestStall, unit: 'ms', beside: { save_p95_ms: p95 } });
}

/**
 * Autosaves in a database of about that size, ten for each new composition while it grows to 2 KB, until so much was new twice that the database was
 * written. Nothing is saved while that is due, so that its bytes are shared by no more saves than have to be.
 */
async function saves(folder: string, built: Built, megabytes: number): Promise<Saves> {
  const log = new RecordingLog();
  const repository = await openRepository(folder, built, log);
  // A composition of 2 KB takes about 3.5 KB with its index.
  const compositions = [...benchCompositions(Math.round((megabytes * 1_000_000) / 3500))];
  for (let at = 0; at < compositions.length; at += 200) await repository.save(compositions.slice(at, at + 200));
  await repository.flush();
  await new Promise((later) => setTimeout(later, 12_000));
  const before = log.lines.length;
  const texts = benchCompositions(1_000_000, 99);
  const delays = monitorEventLoopDelay({ resolution: 1 });
  const snapshots = (): number[] => log.lines.slice(before).flatMap((line) => Number(/was written: (\d+) bytes/.exec(line)?.[1] ?? 0) || []);
  const times: number[] = [];
  let bytes = 0;
  let sizeNow = statSync(join(folder, 'history.db')).size;
  delays.enable();
  for (let round = 1; round <= 2; round++) {
    for (let fresh = 0; fresh < Math.max(0.07 * sizeNow, 300_000); ) {
      const composition = texts.next().value as Composition;
      fresh += composition.text.length + 500;
      for (let save = 1; save <= 10; save++) {
        const text = composition.text.slice(0, (composition.text.length * save) / 10);
        times.push(await time(() => repository.save([{ ...composition, text }])));
        bytes += text.length;
      }
    }
    while (snapshots().length < round) await new Promise((later) => setTimeout(later, 50));
    sizeNow = snapshots().at(-1) ?? 0;
  }
  delays.disable();
  const written = snapshots().reduce((sum, each) => sum + each, 0) / times.length;
  repository.dispose();
  return { bytes: bytes / times.length, written, snapshots: snapshots().length, longestStall: delays.max / 1e6, p95: percentile(times, 0.95), databaseBytes: sizeNow };
}
