/**
 * How long a keystroke in the search takes, beside fuse.js and MiniSearch alone on the same prompts and keystrokes, and what the
 * index costs. Each keystroke is timed in three rounds, of which the middle one counts; the figure is the 95th percentile over all
 * keystrokes, and `cpu_ms` the same of processor time, for machines that do something else as well. The slower ones of the others
 * get fewer keystrokes, spread evenly; `…_keystrokes` says how many.
 */
import Fuse from 'fuse.js';
import MiniSearch from 'minisearch';
import { PromptSearch } from '../../src/core/library/promptSearch';
import type { Prompt } from '../../src/core/prompts/prompt';
import { Random } from '../support/random';
import { syntheticPrompts } from '../support/syntheticPrompts';
import { typoKinds, withTypo } from '../support/typos';
import { median, memory, percentile, report } from './support/figures';

interface Plan {
  readonly size: number;
  readonly typedTitles: number;
  readonly fuseKeystrokes: number;
  readonly miniSearchKeystrokes: number;
}

const plans: readonly Plan[] = [
  { size: 1000, typedTitles: 60, fuseKeystrokes: 60, miniSearchKeystrokes: 600 },
  { size: 10_000, typedTitles: 60, fuseKeystrokes: 15, miniSearchKeystrokes: 300 },
  { size: 100_000, typedTitles: 30, fuseKeystrokes: 3, miniSearchKeystrokes: 30 },
];

const keys = ['title', 'tags', 'description', 'category'];

/** Titles as they are typed, character by character, at most four words; every other one with a mistake. */
function keystrokesOf(prompts: readonly Prompt[], count: number): string[] {
  const random = new Random(11);
  return Array.from({ length: count }).flatMap((_, index) => {
    const title = random.pick(prompts).title.trim().split(/\s+/u).slice(0, 4).join(' ').toLowerCase();
    const typed = index % 2 === 0 ? title : withTypo(title, random.pick(typoKinds), random);
    return [...typed].map((_character, at, characters) => characters.slice(0, at + 1).join(''));
  });
}

function spread<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(1, items.length / count);
  return Array.from({ length: Math.min(count, items.length) }, (_, index) => items[Math.floor((index + 0.5) * step)] as T);
}

/** The middle one of the rounds for each keystroke, in milliseconds that passed and in milliseconds of processor time. */
function timesOf(keystrokes: readonly string[], rounds: number, search: (query: string) => unknown): { ms: number[]; cpu: number[] } {
  const ms = keystrokes.map(() => [] as number[]);
  const cpu = keystrokes.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    keystrokes.forEach((query, index) => {
      const used = process.cpuUsage();
      const begin = performance.now();
      search(query);
      ms[index]?.push(performance.now() - begin);
      const { user, system } = process.cpuUsage(used);
      cpu[index]?.push((user + system) / 1000);
    });
  }
  return { ms: ms.map(median), cpu: cpu.map(median) };
}

async function indexed(prompts: readonly Prompt[]): Promise<{ search: PromptSearch; bytes: number; ms: number; worstSliceMs: number }> {
  const before = memory();
  const search = new PromptSearch();
  search.apply({ added: prompts, changed: [], removed: [] });
  let ms = 0;
  let worstSliceMs = 0;
  let begin = performance.now();
  await search.warmUp(async () => {
    const slice = performance.now() - begin;
    ms += slice;
    worstSliceMs = Math.max(worstSliceMs, slice);
    await new Promise((resolve) => setImmediate(resolve));
    begin = performance.now();
  });
  return { search, bytes: memory() - before, ms, worstSliceMs };
}

async function measure({ size, typedTitles, fuseKeystrokes, miniSearchKeystrokes }: Plan): Promise<void> {
  const prompts = syntheticPrompts(size, 7);
  const keystrokes = keystrokesOf(prompts, typedTitles);
  await indexed(prompts.slice(0, 100));
  const { search, bytes, ms, worstSliceMs } = await indexed(prompts);
  const own = timesOf(keystrokes, 3, (query) => search.search(query));

  const fuseBegin = performance.now();
  const fuse = new Fuse(prompts, { keys, threshold: 0.3, ignoreLocation: true });
  const fuseBuild = performance.now() - fuseBegin;
  const fuseTyped = spread(keystrokes, fuseKeystrokes);
  const fuseTimes = timesOf(fuseTyped, size < 10_000 ? 3 : 1, (query) => fuse.search(query, { limit: 50 }));

  const miniBegin = performance.now();
  const mini = new MiniSearch<Prompt>({ idField: 'uri', fields: keys, searchOptions: { prefix: true, fuzzy: 0.2, combineWith: 'AND' } });
  mini.addAll(prompts);
  const miniBuild = performance.now() - miniBegin;
  const miniTyped = spread(keystrokes, miniSearchKeystrokes);
  const miniTimes = timesOf(miniTyped, 3, (query) => mini.search(query).slice(0, 50));

  report({
    name: 'search_ms',
    size,
    value: percentile(own.ms, 0.95),
    unit: 'ms',
    beside: {
      fuse_ms: percentile(fuseTimes.ms, 0.95),
      minisearch_ms: percentile(miniTimes.ms, 0.95),
      cpu_ms: percentile(own.cpu, 0.95),
      median_ms: median(own.ms),
      fuse_median_ms: median(fuseTimes.ms),
      minisearch_median_ms: median(miniTimes.ms),
      keystrokes: keystrokes.length,
      fuse_keystrokes: fuseTyped.length,
      minisearch_keystrokes: miniTyped.length,
    },
  });
  const beside = { fuse_ms: fuseBuild, minisearch_ms: miniBuild, worst_slice_ms: worstSliceMs };
  report({ name: 'search_build_ms', size, value: ms, unit: 'ms', beside });
  report({ name: 'search_bytes_per_prompt', size, value: bytes / size, unit: 'bytes' });
}

for (const plan of plans) await measure(plan);
