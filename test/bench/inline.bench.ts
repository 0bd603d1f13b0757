import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { App } from '../../src/core/app';
import { ContinuationModel } from '../../src/core/inline/continuationModel';
import { KnownTexts } from '../../src/core/inline/knownTexts';
import { corpusBodies, corpusIsAbsent, corpusRowBodies } from '../support/corpus';
import { Random } from '../support/random';
import { openDiskLibrary } from '../support/diskLibrary';
import { syntheticPromptFile } from '../support/syntheticPrompts';
import { coldArguments, coldRun, percentile, report } from './support/figures';
import { grouped, linePrefixes, replay, type Replayed, type Sample, split } from './support/replay';

/**
 * Ghost text. `keystrokes_saved`: real prompts that were held back are typed letter by letter, with what was learned from the others
 * (support/replay.ts), beside the beginnings of known lines. `ghost_ms`: one suggestion in a library of ten thousand prompts; what it
 * takes to learn, keep and load them. Constants of the model were tuned on parts of the training side only.
 */

/** Texts that are typed, and characters of each. */
const [TYPED_TEXTS, TYPED_CHARACTERS] = [60, 600];
const LIBRARY = 10_000;

interface Learned {
  readonly ms: number;
  readonly stall: number;
  readonly bytes: number;
  readonly p50: number;
  readonly p95: number;
}

const [task, folder, storage] = coldArguments() as readonly ['learn'?, string?, string?];
if (task && folder && storage) console.log(JSON.stringify(await learned(folder, storage)));
else {
  if (corpusIsAbsent) console.error('keystrokes_saved: skipped, the corpus is absent');
  else {
    const files = grouped(corpusBodies().filter((text) => text.length > 100));
    measureTyping('keystrokes_saved', files, [100, 1000]);
    measureTyping('keystrokes_saved_near_duplicates_known', files, [1000], true);
    measureTyping('keystrokes_saved_chat', grouped(corpusRowBodies().filter((text) => text.length > 100)), [100, 1000]);
  }
  measureLibrary();
}

function measureTyping(name: string, samples: readonly Sample[], sizes: readonly number[], mixed = false): void {
  const { known, held } = split(samples, 1, mixed);
  for (const size of sizes) {
    const texts = known.slice(0, size);
    const typed = held.slice(0, TYPED_TEXTS);
    const model = modelOf(texts);
    const ours = replay((before) => model.suggest({ uri: 'untitled:new', before, after: '' })?.text, typed, TYPED_CHARACTERS);
    const lines = replay(linePrefixes(texts), typed, TYPED_CHARACTERS);
    report({ name, size: texts.length, value: ours.saved, unit: 'percent', beside: { ...named('', ours), saved_by_lines: lines.saved, ...named('lines_', lines) } });
  }
}

function named(prefix: string, { precision, whole, shown, wrong }: Replayed): Record<string, number> {
  const entries = { precision, whole, shown_per_100: shown, wrong_per_100: wrong };
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [prefix + key, value]));
}

function modelOf(texts: readonly string[]): ContinuationModel {
  const known = new KnownTexts();
  texts.forEach((text, index) => known.learn({ uri: `mem:///${index}.md`, kind: 'prompt', stamp: 0, size: 0 }, text));
  return new ContinuationModel(known);
}

function measureLibrary(): void {
  const base = mkdtempSync(join(tmpdir(), 'promptstack-inline-'));
  const [folder, storage] = [join(base, 'library'), join(base, 'storage')];
  try {
    writeLibrary(folder);
    const first = coldRun('learn', folder, storage) as Learned;
    const second = coldRun('learn', folder, storage) as Learned;
    const texts = join(storage, 'continuations');
    const kept = readdirSync(texts).reduce((sum, name) => sum + statSync(join(texts, name)).size, 0);
    report({ name: 'ghost_ms', size: LIBRARY, value: first.p95, unit: 'ms', beside: { median: first.p50 } });
    report({ name: 'ghost_learn_ms', size: LIBRARY, value: first.ms, unit: 'ms', beside: { longest_stall_ms: first.stall, next_window_ms: second.ms, next_window_stall_ms: second.stall } });
    report({ name: 'ghost_memory_per_prompt_bytes', size: LIBRARY, value: first.bytes / LIBRARY, unit: 'bytes', beside: { kept_per_prompt: kept / LIBRARY } });
  } finally {
    rmSync(base, { recursive: true });
  }
}

/** Prompts of about 2 KB, each of paragraphs of real ones. */
function writeLibrary(folder: string): void {
  const settled = new Date(Date.now() - 3_600_000);
  const paragraphs = corpusIsAbsent ? [] : corpusBodies().flatMap((text) => text.split(/\n{2,}/));
  const random = new Random(1);
  for (let index = 0; index < LIBRARY; index++) {
    const { path, text } = syntheticPromptFile(index, 1);
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    let body = '';
    while (paragraphs.length > 0 && body.length < 1800) body += `\n${random.pick(paragraphs).slice(0, 1000)}\n`;
    writeFileSync(file, body === '' ? text : `${text.slice(0, text.indexOf('\n---\n') + 5)}${body}`);
    utimesSync(file, settled, settled);
  }
}

async function learned(folder: string, storage: string): Promise<Learned> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const app = openDiskLibrary(folder, storage);
  await app.library.whenReady();
  collect();
  const before = inUse();
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const start = performance.now();
  await app.continuations.whenLearned();
  const ms = performance.now() - start;
  delays.disable();
  collect();
  const bytes = inUse() - before;
  const times = suggestTimes(app);
  app.dispose();
  return { ms, stall: delays.max / 1e6, bytes, p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
}

function inUse(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** At places of real prompts where somebody types. */
function suggestTimes({ continuations }: App): number[] {
  const random = new Random(2);
  const texts = corpusIsAbsent ? Array.from({ length: 100 }, (_, index) => syntheticPromptFile(index, 2).text) : corpusRowBodies();
  return Array.from({ length: 1500 }, () => {
    const text = random.pick(texts);
    const at = random.below(Math.min(text.length, 8000));
    const request = { uri: 'untitled:new', before: text.slice(0, at), after: '' };
    const start = performance.now();
    continuations.suggest(request);
    return performance.now() - start;
  }).slice(100);
}
