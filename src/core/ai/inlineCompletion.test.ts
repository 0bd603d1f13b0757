import { describe, expect, it } from 'vitest';
import { RecordingLog } from '../../../test/support/builders';
import { type Script, ScriptedProvider, textAnswer } from '../../../test/support/scriptedProvider';
import { TestClock } from '../../../test/support/testClock';
import { Emitter } from '../util/event';
import type { AI } from './ai';
import { AIError } from './aiError';
import { InlineCompletion } from './inlineCompletion';
import type { AIRequest, CallOptions } from './provider';

function world(answer: (request: AIRequest, options: CallOptions) => Script | Promise<Script>) {
  const provider = new ScriptedProvider(answer);
  const spent: number[] = [];
  const [clock, log, changed] = [new TestClock(), new RecordingLog(), new Emitter<void>()];
  const state = { loads: 0, tokens: 0, limit: 1000, providerId: 'anthropic' as AI['providerId'] };
  const ai = {
    onDidChange: changed.event,
    get providerId() {
      return state.providerId;
    },
    provider: () => Promise.resolve(provider),
    model: () => Promise.resolve({ id: 'model-1', name: 'One', contextTokens: undefined, maxOutputTokens: undefined }),
    usage: { whenReady: () => Promise.resolve(), tokensToday: (task: string) => (task === 'completion' ? state.tokens : 0) },
  } as unknown as AI;
  const completion = new InlineCompletion({
    ai: {
      load: () => {
        state.loads++;
        return Promise.resolve(ai);
      },
    },
    clock,
    log,
    tokensPerDay: () => state.limit,
    onSpent: (limit) => spent.push(limit),
  });
  /** Asks, and lets a pause in typing pass. */
  const suggest = async (before: string, after = '', options: { asked?: boolean; signal?: AbortSignal } = {}): Promise<string | undefined> => {
    const suggested = completion.suggest({ before, after }, { signal: new AbortController().signal, ...options });
    if (!options.asked) await clock.advance(300);
    return suggested;
  };
  return { provider, clock, log, changed, state, spent, completion, suggest };
}

describe('a continuation from a model', () => {
  it('comes for the text around the cursor, marked as data', async () => {
    const { suggest, provider } = world(() => textAnswer('the change', ' carefully.\n', 'More'));
    expect(await suggest('Please review ', '\nBe brief.')).toBe('the change carefully.');
    const [request] = provider.requests;
    expect(request).toMatchObject({ task: 'completion', model: 'model-1' });
    expect(request?.maxOutputTokens).toBeLessThan(100);
    expect(request?.messages[0]?.parts.map(({ kind }) => kind)).toEqual(['before', 'after', 'instructions']);
    expect(request?.messages[0]?.parts[0]?.text).toMatch(/^\[begin text before the cursor \| (\w+)\]\nPlease review \n\[end text before the cursor \| \1\]\n$/);
  });

  it('is asked for after a pause in typing, quietly, and not at all when somebody types on', async () => {
    const calls: CallOptions[] = [];
    const { completion, provider, clock, suggest } = world((_request, options) => {
      calls.push(options);
      return textAnswer('the change');
    });
    const abort = new AbortController();
    const first = completion.suggest({ before: 'Please rev', after: '' }, { signal: abort.signal });
    await clock.advance(299);
    abort.abort();
    expect(await first).toBeUndefined();
    await clock.advance(1000);
    expect(provider.requests).toEqual([]);
    await suggest('Please review ');
    expect(calls[0]).toMatchObject({ cache: 'use', interactive: false });
    expect(await suggest('Something else ', '', { asked: true })).toBe('the change');
  });

  it('passes on that somebody typed on while the model answers', async () => {
    let seen: AbortSignal | undefined;
    const { completion, clock } = world((_request, { signal }) => {
      seen = signal;
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new AIError('cancelled'))));
    });
    const abort = new AbortController();
    const suggested = completion.suggest({ before: 'Please review ', after: '' }, { signal: abort.signal });
    await clock.advance(300);
    abort.abort();
    expect(await suggested).toBeUndefined();
    expect(seen?.aborted).toBe(true);
  });

  it('is known again at the same place, and as long as the user types along', async () => {
    const { suggest, provider } = world(() => textAnswer('the change'));
    expect(await suggest('Please review ', ' now')).toBe('the change');
    expect(await suggest('Please review ', ' now')).toBe('the change');
    expect(await suggest('Please review the ch', ' now')).toBe('ange');
    expect(await suggest('Please review the change', ' now')).toBeUndefined();
    expect(provider.requests).toHaveLength(1);
    await suggest('Please review the chi', ' now');
    await suggest('Please review ', ' later');
    expect(provider.requests).toHaveLength(3);
  });

  it('is not offered again when it was dismissed, and nothing stays nothing', async () => {
    const { suggest, completion, provider } = world(() => textAnswer(provider.requests.length === 1 ? 'the change' : '[none]'));
    expect(await suggest('Please review ')).toBe('the change');
    completion.dismiss({ before: 'Please review ', after: '' });
    expect(await suggest('Please review ')).toBeUndefined();
    expect(await suggest('All is said. ')).toBeUndefined();
    expect(await suggest('All is said. ')).toBeUndefined();
    expect(provider.requests).toHaveLength(2);
  });

  it('loads nothing before a place is asked about, and sends nothing without a provider, text or budget', async () => {
    const { suggest, provider, state } = world(() => textAnswer('the change'));
    expect(state.loads).toBe(0);
    state.providerId = 'none';
    expect(await suggest('Please review ')).toBeUndefined();
    state.providerId = 'anthropic';
    expect(await suggest('Hi ')).toBeUndefined();
    state.tokens = state.limit;
    expect(await suggest('Please review ')).toBeUndefined();
    expect(provider.requests).toEqual([]);
    state.limit++;
    expect(await suggest('Please review ')).toBe('the change');
  });

  it('fails in silence, and rests after three failures in a row', async () => {
    const { suggest, provider, clock, log, changed } = world(() => [new AIError('overloaded', { detail: 'secret words' })]);
    for (const place of ['Place one ', 'Place two ', 'Place three ', 'Place four ']) expect(await suggest(place)).toBeUndefined();
    expect(provider.requests).toHaveLength(3);
    expect(log.lines.join('\n')).not.toMatch(/Place|secret|error|warn/);
    await clock.advance(5 * 60_000);
    await suggest('Place five ');
    expect(provider.requests).toHaveLength(4);
    await suggest('Place six ');
    await suggest('Place seven ');
    await suggest('Place eight ');
    expect(provider.requests).toHaveLength(6);
    changed.fire();
    await suggest('Place nine ');
    expect(provider.requests).toHaveLength(7);
  });

  it('begins to count failures anew after a success', async () => {
    const { suggest, provider } = world(() => (provider.requests.length % 3 === 0 ? textAnswer('fine') : [new AIError('timeout')]));
    for (let place = 0; place < 9; place++) await suggest(`Place number ${place} `);
    expect(provider.requests).toHaveLength(9);
  });

  it('takes no answer that the model declined or that has no end', async () => {
    const { suggest, provider } = world((request) => {
      const isDeclined = request.messages[0]?.parts[0]?.text.includes('declined');
      if (isDeclined) return [{ type: 'text', text: 'I cannot' }, { type: 'end', reason: 'refused' }];
      return Array.from({ length: 100_000 }, () => ({ type: 'text', text: 'endless ' }));
    });
    expect(await suggest('Is declined ')).toBeUndefined();
    expect((await suggest('Is endless, '))?.length).toBeLessThanOrEqual(300);
    expect(provider.requests).toHaveLength(2);
  });

  it('cuts no word in the middle where the answer was cut', async () => {
    const { suggest } = world(() => [{ type: 'text', text: 'the change care' }, { type: 'end', reason: 'length' }]);
    expect(await suggest('Please review ')).toBe('the change');
  });

  it('tells once a day that the budget is spent, and nothing where none was given', async () => {
    const { suggest, state, spent, clock } = world(() => textAnswer('the change'));
    await suggest('Please review ');
    expect(spent).toEqual([]);
    state.tokens = state.limit;
    for (const text of ['Look at this ', 'And at that ']) await suggest(text);
    expect(spent).toEqual([1000]);
    await clock.advance(24 * 3_600_000);
    await suggest('Another day ');
    expect(spent).toEqual([1000, 1000]);
    state.limit = 0;
    await clock.advance(24 * 3_600_000);
    await suggest('And another ');
    expect(spent).toEqual([1000, 1000]);
  });
});
