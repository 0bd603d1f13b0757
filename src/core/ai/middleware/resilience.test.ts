import { describe, expect, it } from 'vitest';
import { AIWorld, aRequest, collect, type Collected } from '../../../../test/support/aiWorld';
import { ManualProvider } from '../../../../test/support/manualProvider';
import { ScriptedProvider, textAnswer } from '../../../../test/support/scriptedProvider';
import { AIError, type AIErrorReason } from '../aiError';
import type { AICallStatus, AIProvider } from '../provider';
import { withMiddleware } from './withMiddleware';

/* Failures, waiting and turns, through the whole chain: what a caller sees of them. */

const answer = textAnswer('fine');

/** Begins to read; what arrived so far is in the result. */
function begin(provider: AIProvider, signal = new AbortController().signal): Collected & { readonly statuses: AICallStatus[]; done: boolean } {
  const result = { events: [], text: '', json: '', error: undefined as unknown, statuses: [] as AICallStatus[], done: false };
  void collect(provider.generate(aRequest({ task: 'run' }), { signal, onStatus: (status) => result.statuses.push(status) }), result).then(() => (result.done = true));
  return result;
}

function failing(times: number, reason: AIErrorReason, retryAfter?: number): ScriptedProvider {
  let calls = 0;
  return new ScriptedProvider(() => (calls++ < times ? [new AIError(reason, { retryAfter })] : answer));
}

describe('a call that fails', () => {
  it('is tried again after about one, two and four seconds, and says so', async () => {
    const { clock, parts } = new AIWorld();
    const inner = failing(3, 'overloaded');
    const call = begin(withMiddleware(inner, parts));
    await clock.settle();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt++) {
      const waiting = call.statuses.at(-1);
      expect(waiting).toMatchObject({ kind: 'waiting', attempt, attempts: 3, reason: 'overloaded' });
      const ms = waiting?.kind === 'waiting' ? waiting.until - clock.now() : 0;
      waits.push(ms);
      await clock.advance(ms - 1);
      expect(inner.requests).toHaveLength(attempt);
      await clock.advance(1);
      expect(inner.requests).toHaveLength(attempt + 1);
    }
    [1000, 2000, 4000].forEach((ms, index) => expect(Math.abs((waits[index] ?? 0) / ms - 1)).toBeLessThanOrEqual(0.25));
    expect(call).toMatchObject({ text: 'fine', error: undefined, done: true });
  });

  it('fails for good after three more attempts', async () => {
    const { clock, parts } = new AIWorld();
    const inner = failing(9, 'rateLimited');
    const call = begin(withMiddleware(inner, parts));
    await clock.settle();
    for (let step = 0; step < 10; step++) await clock.advance(1000);
    expect(inner.requests).toHaveLength(4);
    expect(call.error).toMatchObject({ reason: 'rateLimited' });
  });

  it('is not tried again when it was the tool of a server, which may have done something', async () => {
    const { clock, parts } = new AIWorld();
    const inner = failing(1, 'timeout');
    inner.id = 'mcp';
    const call = begin(withMiddleware(inner, parts));
    await clock.settle();
    for (let step = 0; step < 10; step++) await clock.advance(1000);
    expect(inner.requests).toHaveLength(1);
    expect(call.error).toMatchObject({ reason: 'timeout' });
  });

  it('waits as long as the service asks', async () => {
    const { clock, parts } = new AIWorld();
    const inner = failing(1, 'rateLimited', 20_000);
    const call = begin(withMiddleware(inner, parts));
    await clock.settle();
    await clock.advance(19_999);
    expect([inner.requests.length, call.statuses.at(-1)]).toEqual([1, expect.objectContaining({ kind: 'waiting', until: clock.now() + 1 })]);
    await clock.advance(1);
    expect(call.text).toBe('fine');
  });

  it('does not wait longer than a minute, but says from when on it may be tried again', async () => {
    const { clock, parts } = new AIWorld();
    const inner = failing(1, 'rateLimited', 61_000);
    const call = begin(withMiddleware(inner, parts));
    await clock.settle();
    expect(call.error).toMatchObject({ reason: 'rateLimited', until: clock.now() + 61_000 });
    expect(inner.requests).toHaveLength(1);
  });

  it.each(['unauthorized', 'forbidden', 'modelNotFound', 'tooLarge', 'badRequest', 'refused', 'insecure'] as const)('is not tried again when it is %s', async (reason) => {
    const { clock, parts } = new AIWorld();
    const inner = failing(9, reason);
    const call = begin(withMiddleware(inner, parts));
    await clock.settle();
    await clock.advance(60_000);
    expect([inner.requests.length, call.error]).toEqual([1, expect.objectContaining({ reason })]);
  });

  it('is not tried again when a part of the answer was given away', async () => {
    const { clock, parts } = new AIWorld();
    const inner = new ScriptedProvider(() => [{ type: 'text', text: 'half' }, new AIError('interrupted')]);
    const call = begin(withMiddleware(inner, parts));
    await clock.settle();
    await clock.advance(60_000);
    expect([inner.requests.length, call.text, call.error]).toEqual([1, 'half', expect.objectContaining({ reason: 'interrupted' })]);
  });

  it('fails as what it is, whatever the provider throws', async () => {
    const { parts } = new AIWorld();
    const inner = new ScriptedProvider(() => Promise.reject(new TypeError('a bug')));
    const { error } = await collect(withMiddleware(inner, parts).generate(aRequest(), { signal: new AbortController().signal }));
    expect(error).toMatchObject({ reason: 'badAnswer' });
    const endless = new ScriptedProvider(() => [{ type: 'text', text: 'and then' }]);
    expect((await collect(withMiddleware(endless, parts).generate(aRequest({ task: 'run' }), { signal: new AbortController().signal }))).error).toMatchObject({ reason: 'interrupted' });
  });

  it('is tried again for the list of models as well', async () => {
    const { clock, parts } = new AIWorld();
    const inner = new ScriptedProvider(() => answer);
    let calls = 0;
    inner.models = () => (calls++ < 2 ? Promise.reject(new AIError('serverError')) : Promise.resolve(inner.list));
    const list = withMiddleware(inner, parts).models(new AbortController().signal);
    await clock.settle();
    await clock.advance(1250);
    await clock.advance(2500);
    expect(await list).toEqual(inner.list);
  });
});

describe('a service that is down', () => {
  const wait = async (provider: AIProvider, clock: AIWorld['clock']): Promise<Collected> => {
    const call = begin(provider);
    await clock.settle();
    for (let step = 0; step < 10; step++) await clock.advance(1000);
    return call;
  };

  it('is left alone after five failures in a row, asked once after half a minute, and used again when it answers', async () => {
    const { clock, parts } = new AIWorld();
    let isDown = true;
    const inner = new ScriptedProvider(() => (isDown ? [new AIError('unreachable')] : answer));
    const provider = withMiddleware(inner, parts);
    expect((await wait(provider, clock)).error).toMatchObject({ reason: 'unreachable' });
    const since = clock.now();
    expect((await wait(provider, clock)).error).toMatchObject({ reason: 'unavailable', until: since + 30_000 });
    expect(inner.requests).toHaveLength(5);
    await clock.advance(since + 29_999 - clock.now());
    expect((await collect(provider.generate(aRequest(), { signal: new AbortController().signal }))).error).toMatchObject({ reason: 'unavailable' });
    await clock.advance(1);
    const tried = begin(provider);
    await clock.settle();
    expect(inner.requests).toHaveLength(6);
    await clock.advance(1250);
    expect(tried.error).toMatchObject({ reason: 'unavailable', until: clock.now() - 1250 + 30_000 });
    isDown = false;
    await clock.advance(30_000);
    const calls = [begin(provider), begin(provider)];
    await clock.settle();
    expect(calls.map(({ text }) => text)).toEqual(['fine', 'fine']);
  });

  it('is not taken for down because of what it answers', async () => {
    const { clock, parts } = new AIWorld();
    const reasons: AIErrorReason[] = ['unreachable', 'unreachable', 'unreachable', 'unreachable', 'unauthorized', 'unreachable', 'unreachable'];
    const inner = new ScriptedProvider(() => [new AIError(reasons.shift() ?? 'badRequest')]);
    const provider = withMiddleware(inner, parts);
    for (let call = 0; call < 4; call++) await wait(provider, clock);
    expect((await wait(provider, clock)).error).toMatchObject({ reason: 'badRequest' });
  });
});

describe('more calls than may run at the same time', () => {
  it('wait their turn, and say so', async () => {
    const { clock, parts, settings } = new AIWorld();
    settings.concurrency = 1;
    const inner = new ManualProvider();
    const provider = withMiddleware(inner, parts);
    const [first, second, third] = [begin(provider), begin(provider), begin(provider)];
    await clock.settle();
    expect(inner.calls).toHaveLength(1);
    expect([first.statuses, second.statuses]).toEqual([[{ kind: 'sent' }], [{ kind: 'queued' }]]);
    inner.calls[0]?.give({ type: 'text', text: 'one' }, { type: 'end', reason: 'complete' });
    await clock.settle();
    expect([first.done, inner.calls.length, second.statuses.at(-1), third.statuses.at(-1)]).toEqual([true, 2, { kind: 'sent' }, { kind: 'queued' }]);
  });

  it('lose their place when they are cancelled, and hold up nobody', async () => {
    const { clock, parts, settings } = new AIWorld();
    settings.concurrency = 1;
    const inner = new ManualProvider();
    const provider = withMiddleware(inner, parts);
    const cancel = new AbortController();
    begin(provider);
    const [cancelled, next] = [begin(provider, cancel.signal), begin(provider)];
    await clock.settle();
    cancel.abort();
    await clock.settle();
    expect(cancelled.error).toMatchObject({ reason: 'cancelled' });
    inner.calls[0]?.give(new AIError('badRequest'));
    await clock.settle();
    expect([inner.calls.length, next.statuses.at(-1)]).toEqual([2, { kind: 'sent' }]);
  });

  it('are as many as the setting says now', async () => {
    const { clock, parts, settings } = new AIWorld();
    settings.concurrency = 1;
    const inner = new ManualProvider();
    const provider = withMiddleware(inner, parts);
    begin(provider);
    await clock.settle();
    settings.concurrency = 3;
    for (let call = 0; call < 4; call++) begin(provider);
    await clock.settle();
    expect(inner.calls).toHaveLength(4);
  });
});

describe('a call that nobody wants any longer', () => {
  it('ends at once, wherever it is', async () => {
    const { clock, parts } = new AIWorld();
    const inner = new ManualProvider();
    const provider = withMiddleware(inner, parts);
    for (const steps of [[], [{ type: 'text', text: 'a' } as const], [new AIError('overloaded')]]) {
      const cancel = new AbortController();
      const call = begin(provider, cancel.signal);
      await clock.settle();
      const asked = inner.calls.at(-1);
      asked?.give(...steps);
      await clock.settle();
      cancel.abort();
      await clock.settle();
      expect([call.error, asked?.options.signal.aborted]).toEqual([expect.objectContaining({ reason: 'cancelled' }), true]);
    }
    const before = inner.calls.length;
    await clock.advance(60_000);
    expect(inner.calls).toHaveLength(before);
  });

  it('closes the answer when its reader leaves', async () => {
    const { clock, parts } = new AIWorld();
    const inner = new ManualProvider();
    void clock.settle().then(() => inner.calls[0]?.give({ type: 'text', text: 'a' }));
    for await (const event of withMiddleware(inner, parts).generate(aRequest({ task: 'run' }), { signal: new AbortController().signal })) {
      expect(event).toEqual({ type: 'text', text: 'a' });
      break;
    }
    expect(inner.calls[0]?.isClosed).toBe(true);
  });

  it('is not sent when it was cancelled before, or is never read', async () => {
    const { parts } = new AIWorld();
    const inner = new ManualProvider();
    const provider = withMiddleware(inner, parts);
    provider.generate(aRequest(), { signal: new AbortController().signal });
    expect((await collect(provider.generate(aRequest(), { signal: AbortSignal.abort() }))).error).toMatchObject({ reason: 'cancelled' });
    expect(inner.calls).toEqual([]);
  });
});

describe('a provider that is replaced', () => {
  it('goes when its last call has ended', async () => {
    const { clock, parts } = new AIWorld();
    const inner = new ManualProvider();
    const provider = withMiddleware(inner, parts);
    const call = begin(provider);
    await clock.settle();
    provider.dispose();
    expect(inner.isDisposed).toBe(false);
    inner.calls[0]?.give({ type: 'text', text: 'last' }, { type: 'end', reason: 'complete' });
    await clock.settle();
    expect([call.text, call.error, inner.isDisposed]).toEqual(['last', undefined, true]);
    const idle = new ManualProvider();
    withMiddleware(idle, parts).dispose();
    expect(idle.isDisposed).toBe(true);
  });
});
