import { mkdirSync, mkdtempSync, readdir, readFile, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { readdir as list } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { dirname, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { openDiskLibrary } from '../support/diskLibrary';
import { syntheticPromptFile } from '../support/syntheticPrompts';
import { coldArguments, coldRun, median, report } from './support/figures';

/**
 * Loading a library, each time in a fresh process, beside merely reading the same files with the same walk and concurrency.
 * `load_ratio`: without an index; `warm_load_ratio`: the second start, through the index. Medians of interleaved rounds.
 */

type Task = 'read' | 'load' | 'index' | 'memory';

interface Measured {
  readonly ms: number;
  readonly count: number;
  readonly bytes?: number;
  /** Longest time in which the event loop did not turn. */
  readonly stall?: number;
}

const concurrency = 32;

const [task, folder, storage] = coldArguments() as readonly [Task?, string?, string?];
if (task && folder && storage) console.log(JSON.stringify(await measured(task, folder, storage)));
else for (const size of [1000, 10_000]) bench(size, size === 1000 ? 9 : 7);

function bench(size: number, rounds: number): void {
  const base = mkdtempSync(join(tmpdir(), 'promptstack-load-'));
  const [folder, storage] = [join(base, 'library'), join(base, 'storage')];
  // A file where the storage should be: no slow round can leave an index to the next one.
  const none = join(base, 'none');
  writeFileSync(none, '');
  try {
    writeLibrary(folder, size);
    const results: Record<'read' | 'cold' | 'warm', Measured[]> = { read: [], cold: [], warm: [] };
    child('index', folder, storage);
    for (let round = 0; round < rounds; round++) {
      results.read.push(child('read', folder, none));
      results.cold.push(child('load', folder, none));
      results.warm.push(child('load', folder, storage));
    }
    const ms = (name: keyof typeof results): number => median(results[name].map((result) => result.ms));
    const stall = median(results.cold.map((result) => result.stall ?? 0));
    const beside = { read_only_ms: ms('read') };
    report({ name: 'load_ms', size, value: ms('cold'), unit: 'ms', beside: { ...beside, longest_stall_ms: stall } });
    report({ name: 'load_ratio', size, value: ms('cold') / ms('read'), unit: 'ratio', beside });
    report({ name: 'warm_load_ratio', size, value: ms('warm') / ms('read'), unit: 'ratio', beside: { ...beside, load_ms: ms('warm') } });
    const { bytes = 0, count } = child('memory', folder, none);
    report({ name: 'memory_per_prompt_bytes', size, value: bytes / count, unit: 'bytes', beside: { file_bytes: 2000 } });
  } finally {
    rmSync(base, { recursive: true });
  }
}

function writeLibrary(folder: string, size: number): void {
  // Long ago, as in a library that is in use: a fresh file would be read again at the second start.
  const settled = new Date(Date.now() - 3_600_000);
  for (let index = 0; index < size; index++) {
    const { path, text } = syntheticPromptFile(index, 1);
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    utimesSync(file, settled, settled);
  }
}

function child(task: Task, folder: string, storage: string): Measured {
  return coldRun(task, folder, storage) as Measured;
}

async function measured(task: Task, folder: string, storage: string): Promise<Measured> {
  if (task === 'read') {
    const start = performance.now();
    const count = await readOnly(folder);
    return { ms: performance.now() - start, count };
  }
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const before = process.memoryUsage().heapUsed;
  const watch = task === 'load' ? watchStalls() : undefined;
  const start = performance.now();
  const app = openDiskLibrary(folder, storage);
  await app.library.whenReady();
  const ms = performance.now() - start;
  const count = app.library.prompts.length;
  const stall = watch?.();
  if (task === 'memory') {
    collect();
    return { ms, count, bytes: process.memoryUsage().heapUsed - before };
  }
  // The index is written in the background some seconds after the load.
  while (task === 'index' && (await list(join(storage, 'index')).catch(() => [])).length === 0) await new Promise((later) => setTimeout(later, 100));
  app.dispose();
  return { ms, count, ...(stall === undefined ? {} : { stall }) };
}

/** Gives a function that stops and tells the longest time in which the event loop did not turn, in milliseconds. */
function watchStalls(): () => number {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  return () => {
    delays.disable();
    return delays.max / 1e6;
  };
}

/** The same walk and the same concurrency, and nothing done with the bytes. */
function readOnly(root: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const open: { readonly path: string; readonly folder: boolean }[] = [{ path: root, folder: true }];
    let active = 0;
    let count = 0;
    const next = (): void => {
      if (open.length === 0 && active === 0) resolve(count);
      while (active < concurrency && open.length > 0) {
        const { path, folder } = open.pop() ?? { path: root, folder: true };
        active++;
        const done = (error: Error | null): void => {
          active--;
          if (error) reject(error);
          else next();
        };
        if (folder) {
          readdir(path, { withFileTypes: true }, (error, entries) => {
            for (const entry of entries ?? []) open.push({ path: join(path, entry.name), folder: entry.isDirectory() });
            done(error);
          });
        } else {
          count++;
          readFile(path, done);
        }
      }
    };
    next();
  });
}
