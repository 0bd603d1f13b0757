import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnswerCache } from '../../src/core/ai/middleware/answerCache';
import { SecretDecisions } from '../../src/core/ai/middleware/secretsGuard';
import { withMiddleware } from '../../src/core/ai/middleware/withMiddleware';
import type { AIEvent, AIProvider, AIRequest, CallOptions } from '../../src/core/ai/provider';
import { JournalEvents } from '../../src/core/events/journalEvents';
import { NodeFileSystem } from '../../src/platform/node/nodeFileSystem';
import { NodeJournal } from '../../src/platform/node/nodeJournal';
import { uriOf } from '../../src/platform/node/nodePaths';
import { SystemClock } from '../../src/platform/node/systemClock';
import { AIWorld, aRequest } from '../support/aiWorld';
import { RecordingLog } from '../support/builders';
import { median, percentile, report, time } from './support/figures';

/**
 * `middleware_ms`: a call through the whole chain over a provider that answers at once, by the number of events of its answer; with the
 * journal and the cache on a real disk, a request of 24,000 characters that was never asked before, and no secrets to be searched.
 * Beside: the 95th percentile, the bare provider, and what of it is the look into the cache and the keeping of the answer (a call with
 * `cache: 'none'`). `cache_hit_ms`: the same answer from memory; beside, from disk in a new window.
 */

const rounds = 300;
const warmUp = 100;
const signal = new AbortController().signal;
const base = mkdtempSync(join(tmpdir(), 'promptstack-ai-'));
const clock = new SystemClock();
const log = new RecordingLog();

try {
  for (const events of [2, 200]) await benchChain(events);
} finally {
  rmSync(base, { recursive: true, maxRetries: 5, retryDelay: 200 });
}

/** Answers at once, and costs as little as a provider can. */
function noOpProvider(count: number): AIProvider {
  const answer: AIEvent[] = Array.from({ length: count - 2 }, () => ({ type: 'toolInput', json: '{"kind":"clarity"}, ' }) as const);
  answer.push({ type: 'usage', usage: { input: 6000, output: 800, cacheRead: 0, cacheWrite: 0 } }, { type: 'end', reason: 'complete' });
  return {
    id: 'anthropic',
    name: 'No-op',
    destination: 'localhost',
    models: () => Promise.resolve([]),
    generate: () => ({
      [Symbol.asyncIterator]: () => {
        const steps = answer.values();
        return { next: () => Promise.resolve(steps.next()) };
      },
    }),
    countTokens: () => Promise.resolve({ tokens: 0, isExact: true }),
    dispose: () => undefined,
  };
}

async function benchChain(size: number): Promise<void> {
  const folder = join(base, String(size));
  const events = new JournalEvents(new NodeJournal(uriOf(join(folder, 'events')), clock, log), clock, log);
  const ports = { ...new AIWorld().ports, cacheFolder: uriOf(join(folder, 'cache')), findSecrets: () => Promise.resolve([]) };
  const fileSystem = new NodeFileSystem();
  const parts = { events, fileSystem, clock, log, ports };
  const newMemory = () => ({ answers: new AnswerCache(ports.cacheFolder, parts), secrets: new SecretDecisions() });
  const memory = newMemory();
  const bare = noOpProvider(size);
  const chain = withMiddleware(bare, parts, memory);

  const bareTimes: number[] = [];
  const chainTimes: number[] = [];
  const uncachedTimes: number[] = [];
  const hitTimes: number[] = [];
  const diskTimes: number[] = [];
  for (let round = 0; round < rounds + warmUp; round++) {
    const request = requestOf(round);
    bareTimes.push(await time(() => read(bare, request)));
    chainTimes.push(await time(() => read(chain, request)));
    await memory.answers.whenWritten();
    uncachedTimes.push(await time(() => read(chain, request, { cache: 'none' })));
    hitTimes.push(await time(() => read(chain, request)));
    const nextWindow = withMiddleware(bare, parts, newMemory());
    diskTimes.push(await time(() => read(nextWindow, request)));
  }
  const warm = (times: readonly number[]): readonly number[] => times.slice(warmUp);
  const beside = { p95_ms: percentile(warm(chainTimes), 0.95), bare_ms: median(warm(bareTimes)), uncached_ms: median(warm(uncachedTimes)) };
  report({ name: 'middleware_ms', size, value: median(warm(chainTimes)), unit: 'ms', beside });
  report({ name: 'cache_hit_ms', size, value: median(warm(hitTimes)), unit: 'ms', beside: { p95_ms: percentile(warm(hitTimes), 0.95), disk_ms: median(warm(diskTimes)) } });
  events.dispose();
}

function requestOf(number: number): AIRequest {
  const line = `${number}: Review the change below and list what could break in production, most likely first.\n`;
  return aRequest({}, line.repeat(Math.ceil(24_000 / line.length)));
}

async function read(provider: AIProvider, request: AIRequest, options: Partial<CallOptions> = {}): Promise<void> {
  let length = 0;
  for await (const event of provider.generate(request, { signal, ...options })) length += event.type.length;
  if (length === 0) throw new Error('No answer');
}
