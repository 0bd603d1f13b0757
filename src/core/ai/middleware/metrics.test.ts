import { describe, expect, it } from 'vitest';
import { AIWorld, aRequest, collect } from '../../../../test/support/aiWorld';
import { ManualProvider } from '../../../../test/support/manualProvider';
import { ScriptedProvider, textAnswer, toolAnswer } from '../../../../test/support/scriptedProvider';
import { AIError } from '../aiError';
import { estimateTokens } from '../tokens';
import { withMiddleware } from './withMiddleware';

const signal = new AbortController().signal;
const request = aRequest({ task: 'run', model: 'claude-x-1' }, 'A composition with some words');

describe('what is recorded of calls', () => {
  it('has their tokens, time and price', async () => {
    const world = new AIWorld();
    world.settings.prices = { '*': { input: 1, output: 1 }, 'claude-*': { input: 3, output: 15 } };
    const provider = withMiddleware(new ScriptedProvider(() => toolAnswer({})), world.parts);
    await collect(provider.generate(request, { signal }));
    const call = { type: 'aiCalled', provider: 'anthropic', model: 'claude-x-1', task: 'run', outcome: 'ok', input: 100, output: 50, cacheRead: 0, cacheWrite: 0, ms: 0, at: world.clock.now() };
    expect(world.calls).toEqual([{ ...call, cost: (100 * 3 + 50 * 15) / 1e6 }]);
    world.settings.prices = {};
    await collect(provider.generate(request, { signal }));
    expect(world.calls[1]).toEqual(call);
  });

  it('counts a call with all its attempts once', async () => {
    const world = new AIWorld();
    let failures = 2;
    const answer = collect(withMiddleware(new ScriptedProvider(() => (failures-- > 0 ? [new AIError('overloaded')] : toolAnswer({}))), world.parts).generate(request, { signal }));
    await world.clock.settle();
    for (let step = 0; step < 5; step++) await world.clock.advance(1000);
    await answer;
    expect(world.calls).toEqual([expect.objectContaining({ outcome: 'ok', input: 100 })]);
    expect(world.calls[0]?.ms).toBeGreaterThan(2000);
  });

  it('has what failed, and what was cancelled with the tokens that it may have cost', async () => {
    const world = new AIWorld();
    await collect(withMiddleware(new ScriptedProvider(() => [new AIError('forbidden')]), world.parts).generate(request, { signal }));
    expect(world.calls[0]).toMatchObject({ outcome: 'forbidden', input: 0, output: 0, cost: 0 });
    const manual = new ManualProvider();
    const cancel = new AbortController();
    const answer = collect(withMiddleware(manual, world.parts).generate(request, { signal: cancel.signal }));
    await world.clock.settle();
    manual.calls[0]?.give({ type: 'text', text: 'Some words that arrived' });
    await world.clock.settle();
    cancel.abort();
    await answer;
    const input = estimateTokens('You help.') + estimateTokens('A composition with some words');
    expect(world.calls[1]).toMatchObject({ outcome: 'cancelled', input, output: estimateTokens('Some words that arrived') });
    expect(world.calls[1]).not.toHaveProperty('cost');
  });

  it('leaves out what never reached a service', async () => {
    const world = new AIWorld();
    world.consent = false;
    const provider = withMiddleware(new ScriptedProvider(() => textAnswer('x')), world.parts);
    await collect(provider.generate(request, { signal }));
    world.consent = true;
    await collect(provider.generate(request, { signal: AbortSignal.abort() }));
    expect(world.calls).toEqual([]);
    world.settings.concurrency = 1;
    const busy = withMiddleware(new ManualProvider(), world.parts);
    void collect(busy.generate(request, { signal }));
    const cancel = new AbortController();
    const queued = collect(busy.generate(request, { signal: cancel.signal }));
    await world.clock.settle();
    cancel.abort();
    expect((await queued).error).toMatchObject({ reason: 'cancelled' });
    expect(world.calls).toEqual([]);
  });

  it('does not spoil a call when it cannot be written', async () => {
    const world = new AIWorld();
    const events = { ...world.events, publish: () => Promise.reject(new Error('full')), subscribe: world.events.subscribe.bind(world.events), dispose: () => undefined };
    expect((await collect(withMiddleware(new ScriptedProvider(() => textAnswer('x')), { ...world.parts, events }).generate(request, { signal }))).text).toBe('x');
    await world.clock.settle();
    expect(world.log.lines.some((line) => line.startsWith('error A call of a model could not be recorded'))).toBe(true);
  });
});

describe('the log', () => {
  it('has who was asked for what, how much and how it ended, but nothing of any text', async () => {
    const world = new AIWorld();
    const secret = 'S3CRET-WORDS';
    const asked = aRequest({ task: 'edit', system: secret }, `${secret} key-123`);
    await collect(withMiddleware(new ScriptedProvider(() => textAnswer(secret)), world.parts).generate(asked, { signal }));
    await collect(withMiddleware(new ScriptedProvider(() => [new AIError('badRequest', { detail: secret, status: 400 })]), world.parts).generate({ ...asked, task: 'run' }, { signal }));
    await collect(withMiddleware(new ScriptedProvider(() => Promise.reject(new Error(secret))), world.parts).generate({ ...asked, task: 'run' }, { signal }));
    expect(world.log.lines[0]).toMatch(/^info AI: edit of anthropic \(model-1\), \d+ characters: complete after 0 ms, 12 characters$/);
    expect(world.log.lines[1]).toMatch(/^warn AI: run .*: badRequest \(400\) after/);
    await collect(withMiddleware(new ScriptedProvider(() => textAnswer('x')), world.parts).generate({ ...asked, task: 'completion' }, { signal }));
    expect(world.log.lines[3]).toMatch(/^debug AI: completion/);
    expect(world.log.lines).toHaveLength(4);
    expect(world.log.lines.join('\n')).not.toMatch(/S3CRET|key-/);
  });
});
