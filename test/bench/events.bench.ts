import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { DomainEvent, Subscription } from '../../src/core/events/domainEvents';
import { foldEvents } from '../../src/core/events/foldEvents';
import { JournalEvents } from '../../src/core/events/journalEvents';
import { newSegmentName } from '../../src/platform/node/journal/journalFiles';
import { NodeJournal } from '../../src/platform/node/nodeJournal';
import { uriOf } from '../../src/platform/node/nodePaths';
import { SystemClock } from '../../src/platform/node/systemClock';
import { RecordingLog } from '../support/builders';
import { median, percentile, report, time } from './support/figures';

/**
 * `publish_ms` and `subscribe_ms`: how long the caller is held up. `durable_ms`: until one event is on disk and handled; beside, the same
 * line with `open`, `appendFile`, `fdatasync`. `burst_ms`: 10,000 events at once until all are on disk and handled by three subscribers.
 * `replay_ms`: reading what 50 windows wrote, up to the last subscriber; beside, `JSON.parse` of the same lines in one file.
 * `compact_ms`: folding all that.
 */

const lines = 100_000;
const burst = 10_000;
const windows = 50;
const day = 24 * 3600 * 1000;
const now = Date.now();
const clock = new SystemClock();
const base = mkdtempSync(join(tmpdir(), 'promptstack-events-'));

try {
  await benchPublishing(join(base, 'publishing'));
  await benchReplay(join(base, 'replay'));
} finally {
  rmSync(base, { recursive: true });
}

function event(n: number): DomainEvent {
  const at = now - 3 * day + n;
  switch (n % 4) {
    case 0:
      return { type: 'promptUsed', uri: `file:///home/user/.promptstack/prompts/commands/prompt-${n % 300}.md`, at };
    case 1:
      return { type: 'placeholderFilled', name: `name-${n % 50}`, value: `src/module-${n % 500}/file.ts`, at };
    case 2:
      return { type: 'suggestionAccepted', kind: 'inline', key: `${(n % 1000).toString(16).padStart(16, '0')}.${'0'.repeat(16)}`, characters: 12, at };
    default:
      return { type: 'compositionSaved', uuid: `00000000-0000-4000-8000-${String(n % 700).padStart(12, '0')}`, uri: `file:///home/user/.promptstack/data/.history/${n % 700}.md`, hash: 'f'.repeat(64), at };
  }
}

async function follow(folder: string): Promise<{ readonly events: JournalEvents; readonly counts: number[]; readonly subscriptions: Subscription[] }> {
  const events = new JournalEvents(new NodeJournal(uriOf(folder), clock, new RecordingLog()), clock, new RecordingLog());
  const counts = [0, 0, 0];
  const subscriptions = counts.map((_count, index) => events.subscribe('Bench', ['promptUsed', 'placeholderFilled', 'suggestionAccepted', 'compositionSaved', 'promptUses'], (batch) => void (counts[index] = (counts[index] ?? 0) + batch.length)));
  await Promise.all(subscriptions.map((each) => each.whenReady()));
  return { events, counts, subscriptions };
}

async function benchPublishing(folder: string): Promise<void> {
  const { events, counts } = await follow(folder);
  const [held, durable]: [number[], number[]] = [[], []];
  for (let n = 0; n < 500; n++) {
    const start = performance.now();
    const published = events.publish(event(n));
    held.push(performance.now() - start);
    await published;
    durable.push(performance.now() - start);
  }
  report({ name: 'publish_ms', value: median(held), unit: 'ms', beside: { p99_ms: percentile(held, 0.99), first_ms: held[0] ?? 0 } });
  const plain = await appendEach(join(base, 'plain.jsonl'), 500);
  report({ name: 'durable_ms', value: median(durable), unit: 'ms', beside: { p99_ms: percentile(durable, 0.99), append_file_ms: median(plain) } });

  const published = await time(() => Promise.all(Array.from({ length: burst }, (_, n) => events.publish(event(n)))));
  if (counts.some((count) => count !== 500 + burst)) throw new Error(`Lost: ${counts.join()}`);
  const each = await appendEach(join(base, 'each.jsonl'), burst);
  report({ name: 'burst_ms', size: burst, value: published, unit: 'ms', beside: { append_file_each_ms: each.reduce((sum, ms) => sum + ms, 0) } });

  const subscribing: number[] = [];
  for (let round = 0; round < 200; round++) {
    const start = performance.now();
    const subscription = events.subscribe('Late', ['promptUsed'], () => undefined);
    subscribing.push(performance.now() - start);
    subscription.dispose();
  }
  report({ name: 'subscribe_ms', size: burst, value: median(subscribing), unit: 'ms', beside: { p99_ms: percentile(subscribing, 0.99) } });
  events.dispose();
}

/** The obvious way: every line on its own. */
async function appendEach(path: string, count: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    times.push(
      await time(async () => {
        const file = await open(path, 'a');
        await file.appendFile(`${JSON.stringify(event(n))}\n`);
        await file.datasync();
        await file.close();
      }),
    );
  }
  return times;
}

async function benchReplay(folder: string): Promise<void> {
  mkdirSync(folder);
  const all = Array.from({ length: lines }, (_, n) => `${JSON.stringify(event(n))}\n`);
  for (let window = 0; window < windows; window++) {
    const path = join(folder, newSegmentName(now - 3 * day + window, window.toString(16).padStart(8, '0')));
    writeFileSync(path, all.filter((_line, n) => n % windows === window).join(''));
    utimesSync(path, (now - 2 * day) / 1000, (now - 2 * day) / 1000);
  }
  const single = join(base, 'single.jsonl');
  writeFileSync(single, all.join(''));
  const bytes = all.reduce((sum, line) => sum + line.length, 0);

  const parse = median(await repeated(3, () => readFileSync(single, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as unknown)));
  const delay = monitorEventLoopDelay({ resolution: 2 });
  delay.enable();
  const replay = median(await repeated(3, () => replayed(folder, lines)));
  delay.disable();
  report({ name: 'replay_ms', size: lines, value: replay, unit: 'ms', beside: { parse_file_ms: parse, longest_stall_ms: delay.max / 1e6 } });

  const journal = new NodeJournal(uriOf(folder), clock, new RecordingLog());
  const compact = await time(() => journal.compact((entries) => foldEvents(entries, clock)));
  journal.dispose();
  const after = median(await repeated(3, () => replayed(folder)));
  const left = readFileSync(join(folder, 'snapshot-000001.jsonl'));
  report({ name: 'compact_ms', size: lines, value: compact, unit: 'ms', beside: { bytes_before: bytes, bytes_after: left.length, replay_after_ms: after } });
}

async function replayed(folder: string, expected?: number): Promise<void> {
  const { events, counts } = await follow(folder);
  events.dispose();
  if (expected !== undefined && counts.some((count) => count !== expected)) throw new Error(`Lost: ${counts.join()}`);
}

async function repeated(times: number, work: () => unknown): Promise<readonly number[]> {
  const results: number[] = [];
  for (let round = 0; round < times; round++) results.push(await time(work));
  return results;
}
