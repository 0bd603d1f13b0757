import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AIWorld, aRequest, collect } from '../../../../test/support/aiWorld';
import { type Script, ScriptedProvider, textAnswer, toolAnswer } from '../../../../test/support/scriptedProvider';
import type { AIEvent, AIRequest, AITask, CallOptions } from '../provider';
import { withMiddleware } from './withMiddleware';

const options = (more: Partial<CallOptions> = {}): CallOptions => ({ signal: new AbortController().signal, cache: 'none', ...more });
const textsOf = ({ system, messages }: AIRequest): string[] => [system, ...messages.flatMap(({ parts }) => parts.map(({ text }) => text))];

describe('a workspace that is not trusted', () => {
  it('sends nothing, not even the question for models, and asks nothing', async () => {
    const world = new AIWorld();
    world.isTrusted = false;
    world.consent = 'ask';
    const inner = new ScriptedProvider(() => textAnswer('x'));
    const provider = withMiddleware(inner, world.parts);
    expect((await collect(provider.generate(aRequest({}, 'key-1'), options()))).error).toMatchObject({ reason: 'untrusted' });
    await expect(provider.countTokens(aRequest(), options())).rejects.toMatchObject({ reason: 'untrusted' });
    await expect(provider.models(new AbortController().signal)).rejects.toMatchObject({ reason: 'untrusted' });
    expect([inner.requests, world.questions]).toEqual([[], []]);
  });
});

describe('consent', () => {
  it('is asked for once before the first text goes out, naming who gets it, and not for the list of models', async () => {
    const world = new AIWorld();
    world.consent = 'ask';
    const inner = new ScriptedProvider(() => textAnswer('x'));
    const provider = withMiddleware(inner, world.parts);
    expect(await provider.models(new AbortController().signal)).toHaveLength(1);
    expect(world.questions).toEqual([]);
    expect((await collect(provider.generate(aRequest(), options()))).text).toBe('x');
    await provider.countTokens(aRequest(), options());
    expect(world.questions).toEqual(['consent to Scripted at scripted.example']);
  });

  it('is not asked for where nobody waits, and nothing goes out without it', async () => {
    const world = new AIWorld();
    world.consent = 'ask';
    const inner = new ScriptedProvider(() => textAnswer('x'));
    const provider = withMiddleware(inner, world.parts);
    expect((await collect(provider.generate(aRequest(), options({ interactive: false })))).error).toMatchObject({ reason: 'noConsent' });
    await expect(provider.countTokens(aRequest(), options({ interactive: false }))).rejects.toMatchObject({ reason: 'noConsent' });
    world.consent = false;
    expect((await collect(provider.generate(aRequest(), options()))).error).toMatchObject({ reason: 'noConsent' });
    expect([inner.requests, world.questions]).toEqual([[], []]);
  });

  it('that nobody answers does not hold up who cancels', async () => {
    const world = new AIWorld();
    const cancel = new AbortController();
    const provider = withMiddleware(new ScriptedProvider(() => textAnswer('x')), { ...world.parts, ports: { ...world.ports, consent: () => new Promise(() => undefined) } });
    const answer = collect(provider.generate(aRequest(), options({ signal: cancel.signal })));
    await world.clock.settle();
    cancel.abort();
    expect((await answer).error).toMatchObject({ reason: 'cancelled' });
  });
});

describe('secrets', () => {
  const twoParts = (task: AITask = 'suggestions'): AIRequest =>
    aRequest({ task, system: 'Take key-one', messages: [{ role: 'user', parts: [{ kind: 'prompt', label: 'P', text: 'key-two and key-one' }, { kind: 'composition', label: 'C', text: 'no secret' }] }] });

  it('are asked about once for all parts, and masked everywhere', async () => {
    const world = new AIWorld();
    const inner = new ScriptedProvider(() => textAnswer('x'));
    const provider = withMiddleware(inner, world.parts);
    await collect(provider.generate(twoParts(), options()));
    expect(world.questions).toEqual(['3 secrets for scripted.example']);
    const [system = '', prompt = '', composition] = textsOf(inner.requests[0] as AIRequest);
    expect(`${system}${prompt}`).not.toMatch(/key-/);
    expect(composition).toBe('no secret');
    // The same secret reads the same everywhere, so that the model still understands the text.
    expect(prompt.endsWith(system.replace('Take ', ''))).toBe(true);
  });

  it('are not asked about again, but new ones are', async () => {
    const world = new AIWorld();
    const inner = new ScriptedProvider(() => textAnswer('x'));
    const provider = withMiddleware(inner, world.parts);
    world.decision = 'send';
    await collect(provider.generate(twoParts(), options()));
    expect(textsOf(inner.requests[0] as AIRequest)).toEqual(textsOf(twoParts()));
    world.decision = 'mask';
    await collect(provider.generate(twoParts(), options()));
    await collect(provider.generate(aRequest({}, 'key-one in another text, key-three'), options()));
    expect(world.questions).toEqual(['3 secrets for scripted.example', '1 secrets for scripted.example']);
    const last = textsOf(inner.requests.at(-1) as AIRequest).join();
    expect([last.includes('key-one'), last.includes('key-three')]).toEqual([true, false]);
  });

  it('are asked about one question at a time', async () => {
    const world = new AIWorld();
    const provider = withMiddleware(new ScriptedProvider(() => textAnswer('x')), world.parts);
    await Promise.all([collect(provider.generate(twoParts(), options())), collect(provider.generate(twoParts(), options()))]);
    expect(world.questions).toHaveLength(1);
  });

  it('that were allowed for one request go out with it, whatever was said of them before, and with nothing else', async () => {
    const world = new AIWorld();
    const inner = new ScriptedProvider(() => textAnswer('x'));
    const provider = withMiddleware(inner, world.parts);
    const sent = (): string => textsOf(inner.requests.at(-1) as AIRequest).join('\n');
    await collect(provider.generate(twoParts(), options()));
    expect(sent()).not.toMatch(/key-/);
    const allowed = { destination: 'scripted.example', secrets: ['key-one', 'key-two'] };
    await collect(provider.generate(twoParts('run'), options({ allowed })));
    expect(sent()).toBe(textsOf(twoParts()).join('\n'));
    await collect(provider.generate(aRequest({ task: 'run' }, 'key-one key-three'), options({ allowed })));
    expect(sent()).toMatch(/key-one \[MASKED/);
    await collect(provider.generate(twoParts('run'), options({ allowed: { ...allowed, destination: 'other.example' } })));
    await collect(provider.generate(twoParts(), options()));
    expect(inner.requests.slice(-2).flatMap(textsOf).join()).not.toMatch(/key-/);
    expect(world.questions).toEqual(['3 secrets for scripted.example', '1 secrets for scripted.example']);
  });

  it('that may be sent are masked all the same where nobody waits', async () => {
    const world = new AIWorld();
    world.decision = 'send';
    const inner = new ScriptedProvider(() => textAnswer('x'));
    const provider = withMiddleware(inner, world.parts);
    await collect(provider.generate(twoParts(), options()));
    await collect(provider.generate(twoParts('completion'), options({ interactive: false })));
    expect(inner.requests.map((request) => textsOf(request).join().includes('key-'))).toEqual([true, false]);
  });

  it('stop everything when the user cancels', async () => {
    const world = new AIWorld();
    world.decision = 'cancel';
    const inner = new ScriptedProvider(() => textAnswer('x'));
    expect((await collect(withMiddleware(inner, world.parts).generate(twoParts(), options()))).error).toMatchObject({ reason: 'cancelled' });
    expect(inner.requests).toEqual([]);
  });

  it('are masked without a question where nobody waits, and where only tokens are counted', async () => {
    const world = new AIWorld();
    const inner = new ScriptedProvider(() => textAnswer('x'));
    const counted: AIRequest[] = [];
    inner.countTokens = (request) => {
      counted.push(request);
      return Promise.resolve({ tokens: 1, isExact: true });
    };
    const provider = withMiddleware(inner, world.parts);
    await collect(provider.generate(twoParts('completion'), options({ interactive: false })));
    await provider.countTokens(twoParts(), options());
    expect(world.questions).toEqual([]);
    expect(JSON.stringify([...inner.requests, ...counted])).not.toMatch(/key-/);
  });

  it('are not sent when the search for them fails', async () => {
    const world = new AIWorld();
    const inner = new ScriptedProvider(() => textAnswer('x'));
    const ports = { ...world.ports, findSecrets: () => Promise.reject(new Error('broken')) };
    expect((await collect(withMiddleware(inner, { ...world.parts, ports }).generate(aRequest(), options()))).error).toMatchObject({ reason: 'notSupported' });
    expect(inner.requests).toEqual([]);
  });

  it('stay masked in advice and in what is run', async () => {
    for (const task of ['suggestions', 'run'] as const) {
      const world = new AIWorld();
      const inner = new ScriptedProvider((request) => textAnswer(...textsOf(request)));
      expect((await collect(withMiddleware(inner, world.parts).generate(twoParts(task), options()))).text).not.toMatch(/key-/);
    }
  });

  it('come back in edits and completions, wherever the answer is cut, as text and inside of JSON', async () => {
    const secret = fc.string({ unit: fc.constantFrom(...'aZ9"\\/[]{}_é語'), minLength: 1, maxLength: 12 }).map((text) => `key-${text}`);
    const plain = fc.string({ unit: fc.constantFrom(...'ab [_]MASKED"\\\n'), maxLength: 12 });
    const pieces = fc.array(fc.oneof(plain, secret), { minLength: 1, maxLength: 6 }).map((all) => all.join(' '));
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 1, max: 30 }), fc.boolean(), async (text, size, isJson) => {
        const world = new AIWorld();
        const inner = new ScriptedProvider((request) => cut(echo(request), size, isJson));
        const answer = await collect(withMiddleware(inner, world.parts).generate(aRequest({ task: isJson ? 'edit' : 'completion' }, text), options()));
        expect(answer.error).toBeUndefined();
        expect(JSON.stringify(inner.requests)).not.toMatch(/key-/);
        expect(isJson ? (JSON.parse(answer.json) as { text: string }).text : answer.text).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a secret of several lines', () => {
  it('comes back as it stands in the document, without the numbers of its lines', async () => {
    const world = new AIWorld();
    const findSecrets = (text: string) => {
      const match = /BEGIN[^]*END/.exec(text);
      return Promise.resolve(match ? [{ start: match.index, end: match.index + match[0].length, kind: 'Key' }] : []);
    };
    const inner = new ScriptedProvider((request) => toolAnswer({ text: /\[MASKED[^\]]*\]/.exec(textsOf(request).join('\n'))?.[0] ?? 'none' }, 5));
    const provider = withMiddleware(inner, { ...world.parts, ports: { ...world.ports, findSecrets } });
    const answer = await collect(provider.generate(aRequest({ task: 'edit' }, '3| the key:\n4| BEGIN\n5| aaaa\n6| END\n7| '), options({ interactive: false })));
    expect(textsOf(inner.requests[0] as AIRequest).join('\n')).not.toContain('aaaa');
    expect(JSON.parse(answer.json)).toEqual({ text: 'BEGIN\naaaa\nEND' });
  });
});

describe('an answer to a masked request', () => {
  it('arrives whole, also when it ends with half a mark', async () => {
    for (const [text, isJson] of [['broken {"a": "[MASKED_SEC', true], ['and then [MASKED_SEC', false]] as const) {
      const inner = new ScriptedProvider(() => (isJson ? toolAnswer(text, 3) : textAnswer(text)));
      const answer = await collect(withMiddleware(inner, new AIWorld().parts).generate(aRequest({ task: 'edit' }, 'key-1'), options()));
      expect(answer.text + answer.json).toBe(text);
      expect(answer.events.at(-1)).toEqual({ type: 'end', reason: 'complete' });
    }
  });
});

/** The model says what it was sent. */
function echo(request: AIRequest): string {
  return textsOf(request)[1] ?? '';
}

function cut(text: string, size: number, isJson: boolean): Script {
  if (isJson) return toolAnswer({ text }, size);
  const events: AIEvent[] = [];
  for (let at = 0; at < text.length; at += size) events.push({ type: 'text', text: text.slice(at, at + size) });
  return [...events, { type: 'end', reason: 'complete' }];
}
