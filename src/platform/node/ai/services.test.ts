import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AIError, type AIErrorReason } from '../../../core/ai/aiError';
import type { AIEvent, AIProvider, AIRequest } from '../../../core/ai/provider';
import type { Log } from '../../../core/ports/log';
import { type AIServer, type AIServerOptions, type Reply, refusedUrl, startAIServer, unknownHostUrl } from '../../../../test/support/aiServer/aiServer';
import { startTLSServer } from '../../../../test/support/aiServer/tlsServer';
import { TestClock } from '../../../../test/support/testClock';
import { AnthropicProvider } from './anthropicProvider';
import { OpenAIProvider } from './openAIProvider';

const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const question: AIRequest = {
  task: 'run',
  model: 'model-large',
  system: 'You advise.',
  messages: [{ role: 'user', parts: [{ kind: 'composition', label: 'a.md', text: 'Summarise the text.' }] }],
  maxOutputTokens: 1000,
};
const withTool: AIRequest = {
  ...question,
  task: 'suggestions',
  tool: { name: 'advise', description: 'Reports advice.', inputSchema: { type: 'object', properties: { advice: { type: 'array', items: { type: 'string' } } } } },
};

interface Answer {
  readonly text: string;
  readonly json: string;
  readonly end: string | undefined;
  readonly usage: unknown;
  readonly error: AIError | undefined;
}

async function answerOf(provider: AIProvider, request: AIRequest, signal: AbortSignal = new AbortController().signal): Promise<Answer> {
  const events: AIEvent[] = [];
  let error: AIError | undefined;
  try {
    for await (const event of provider.generate(request, { signal })) events.push(event);
  } catch (failure) {
    if (!AIError.is(failure)) throw failure;
    error = failure;
  }
  return {
    text: events.map((event) => (event.type === 'text' ? event.text : '')).join(''),
    json: events.map((event) => (event.type === 'toolInput' ? event.json : '')).join(''),
    end: events.flatMap((event) => (event.type === 'end' ? [event.reason] : []))[0],
    usage: events.findLast((event) => event.type === 'usage')?.usage,
    error,
  };
}

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; !condition(); turn++) {
    if (turn > 3000) throw new Error('It did not happen within 30 seconds');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const services = [
  { name: 'anthropic', make: (url: string, apiKey = 'sk-good', clock = new TestClock()) => new AnthropicProvider({ apiKey, baseUrl: url, log: quiet, clock }) },
  { name: 'openai', make: (url: string, apiKey = 'sk-good', clock = new TestClock()) => new OpenAIProvider({ apiKey, baseUrl: `${url}/v1`, log: quiet, clock }) },
] as const;

describe.each(services)('$name', ({ name, make }) => {
  const isAnthropic = name === 'anthropic';
  let server: AIServer;
  let provider: AIProvider;
  const opened: { dispose?(): void; close?(): Promise<void> }[] = [];

  async function begin(options?: AIServerOptions): Promise<AIServer> {
    const started = await startAIServer(options);
    opened.push(started);
    return started;
  }
  function use<P extends AIProvider>(made: P): P {
    opened.push(made);
    return made;
  }

  beforeEach(async () => {
    server = await begin();
    provider = use(make(server.url));
  });
  afterEach(async () => {
    for (const item of opened.splice(0)) {
      item.dispose?.();
      await item.close?.();
    }
  });

  test('Text arrives piece by piece, with figures and an end', async () => {
    server.reply({ text: ['One. ', 'Two.'], usage: { input: 12, output: 7, cacheRead: 30 } });
    const answer = await answerOf(provider, question);
    expect(answer).toMatchObject({ text: 'One. Two.', json: '', end: 'complete', usage: { input: 12, output: 7, cacheRead: 30 }, error: undefined });
  });

  test("The tool's input arrives as it was written", async () => {
    const input = { advice: ['Say for whom.', 'Zwei "Wörter" 🎉'] };
    server.reply({ tool: input, chunkSize: 3 });
    const answer = await answerOf(provider, withTool);
    expect(JSON.parse(answer.json)).toEqual(input);
    expect(answer).toMatchObject({ text: '', end: 'complete' });
  });

  test('The model has to call the tool', async () => {
    await answerOf(provider, withTool);
    expect(server.questions[0]?.body).toMatchObject({ tool_choice: isAnthropic ? { type: 'tool', name: 'advise' } : { type: 'function', function: { name: 'advise' } } });
  });

  test('Malformed JSON is passed on as it is', async () => {
    const malformed = '{"advice": ["one", "two" oops, {';
    server.reply({ tool: malformed, chunkSize: 5 });
    expect(await answerOf(provider, withTool)).toMatchObject({ json: malformed, end: 'complete', error: undefined });
  });

  test('Nothing is sent before the first event is asked for', async () => {
    const events = provider.generate(question, { signal: new AbortController().signal })[Symbol.asyncIterator]();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(server.requests).toHaveLength(0);
    await events.next();
    expect(server.requests).toHaveLength(1);
    await events.return?.();
  });

  test('An answer in one piece, although a stream was asked for, is read as well', async () => {
    const whole = use(make((await begin({ neverStreams: true })).url));
    expect(await answerOf(whole, question)).toMatchObject({ text: 'The model answers.', end: 'complete', error: undefined, usage: { input: expect.any(Number) as number } });
    const called = await answerOf(whole, withTool);
    expect(JSON.parse(called.json)).toHaveProperty('advice');
    expect(called).toMatchObject({ text: '', end: 'complete', error: undefined });
    for (const body of ['null', '7', '{}', '{"choices": [], "content": []}', '{"choices": [null], "content": [null]}', '{"choices": 7, "content": 7}', '{"choi']) {
      server.intercept(() => ({ status: 200, body }));
      expect((await answerOf(provider, question)).error?.reason).toMatch(/^(?:interrupted|badAnswer)$/);
    }
  });

  test('An answer of 200 KB arrives whole', async () => {
    const text = 'Füße 🎉 und 日本語. '.repeat(10_000);
    server.reply({ text, chunkSize: 2000 });
    expect((await answerOf(provider, question)).text).toBe(text);
  });

  test('Any text arrives whole, wherever its bytes are torn', async () => {
    const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 6 });
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(texts, sizes, fc.boolean(), async (text, splitUtf8, isTool) => {
        server.reply(isTool ? { tool: JSON.stringify(text), splitUtf8, chunkSize: 2 } : { text, splitUtf8 });
        const answer = await answerOf(provider, isTool ? withTool : question);
        expect(isTool ? answer.json : answer.text).toBe(isTool ? JSON.stringify(text) : text.join(''));
        expect(answer.error).toBeUndefined();
      }),
      { numRuns: 30 },
    );
  });

  test('A pair that the service itself tears is put together again', async () => {
    const text = 'a🎉b👨‍👩‍👧c';
    server.reply({ text: text.split('') });
    const pieces: string[] = [];
    for await (const event of provider.generate(question, { signal: new AbortController().signal })) if (event.type === 'text') pieces.push(event.text);
    expect(pieces.join('')).toBe(text);
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
  });

  test('Half a pair in a text is not sent, since no service takes it', async () => {
    const parts = [{ kind: 'composition' as const, label: '', text: 'torn \ud83c here' }];
    await answerOf(provider, { ...question, messages: [{ role: 'user', parts }] });
    expect(JSON.stringify(server.questions[0]?.body)).toContain('torn \ufffd here');
  });

  test.each<[Reply['stop'], string]>([
    ['length', 'length'],
    ['refused', 'refused'],
  ])('The end is told: %s', async (stop, end) => {
    server.reply({ text: 'So far', stop });
    expect(await answerOf(provider, question)).toMatchObject({ text: 'So far', end });
  });

  describe('failures', () => {
    const statuses: readonly (readonly [status: number, reason: AIErrorReason, isRetryable: boolean])[] = [
      [400, 'badRequest', false],
      [401, 'unauthorized', false],
      [402, 'forbidden', false],
      [403, 'forbidden', false],
      [404, 'modelNotFound', false],
      [413, 'tooLarge', false],
      [429, 'rateLimited', true],
      [500, 'serverError', true],
      [503, 'overloaded', true],
      [529, 'overloaded', true],
      [307, 'badRequest', false],
    ];
    test.each(statuses)('status %i is %s', async (status, reason, isRetryable) => {
      server.reply({ status });
      const { error, text, json } = await answerOf(provider, question);
      expect(error).toMatchObject({ reason, status, isRetryable });
      expect([text, json]).toEqual(['', '']);
      expect(server.questions).toHaveLength(1);
    });

    test('What the service says of it is told', async () => {
      server.reply({ status: 500 });
      expect((await answerOf(provider, question)).error?.detail).toMatch(isAnthropic ? /^Internal server error$/ : /^The server had an error/);
    });

    test('A key that is not good, and one that may do nothing', async () => {
      for (const [key, reason] of [
        ['sk-old', 'unauthorized'],
        ['sk-forbidden', 'forbidden'],
      ] as const) {
        const other = use(make(server.url, key));
        expect((await answerOf(other, question)).error?.reason).toBe(reason);
        await expect(other.models(new AbortController().signal)).rejects.toMatchObject({ reason });
      }
    });

    test('A key never stands in what is told, although the service repeats it', async () => {
      server.reply({ status: 401, body: { error: { type: 'authentication_error', message: 'Incorrect key: sk-good' } } });
      expect((await answerOf(provider, question)).error?.detail).toBe('Incorrect key: ***');
      const broken = use(make(server.url, 'sk-good\nx'));
      const { error } = await answerOf(broken, question);
      expect(error?.reason).toBe('unauthorized');
      expect(JSON.stringify([error?.message, error?.detail, String(error?.cause)])).not.toContain('sk-good');
    });

    test('A model that is not there', async () => {
      const { error } = await answerOf(provider, { ...question, model: 'model-gone' });
      expect(error).toMatchObject({ reason: 'modelNotFound', detail: 'model: model-gone' });
    });

    test('How long to wait, as seconds, as milliseconds, as a date, or not at all', async () => {
      const clock = new TestClock();
      const timed = use(make(server.url, 'sk-good', clock));
      const date = new Date(clock.now() + 90_000).toUTCString();
      for (const [headers, retryAfter] of [
        [{ 'retry-after': '7' }, 7000],
        [{ 'retry-after-ms': '250', 'retry-after': '7' }, 250],
        [{ 'retry-after': date }, 90_000],
        [{ 'retry-after': new Date(0).toUTCString() }, 0],
        [{ 'retry-after': 'soon' }, undefined],
        [{}, undefined],
      ] as const) {
        server.reply({ status: 429, headers });
        const { error } = await answerOf(timed, question);
        expect(error).toMatchObject({ reason: 'rateLimited', retryAfter, until: retryAfter === undefined ? undefined : clock.now() + retryAfter });
      }
    });

    test('Money that is used up is no rate limit', async () => {
      const message = 'You exceeded your current quota, please check your plan and billing details.';
      server.reply({ status: 429, body: { error: { type: 'insufficient_quota', code: 'insufficient_quota', message } } });
      expect((await answerOf(provider, question)).error).toMatchObject({ reason: 'forbidden', isRetryable: false });
    });

    test('A request that is too long, by what the service says', async () => {
      const message = isAnthropic ? 'prompt is too long: 210000 tokens > 200000 maximum' : "This model's maximum context length is 8192 tokens.";
      server.reply({ status: 400, body: { error: { type: 'invalid_request_error', message } } });
      expect((await answerOf(provider, question)).error).toMatchObject({ reason: 'tooLarge', detail: message });
    });

    test('Pages for browsers and long stories are not told', async () => {
      server.reply({ status: 502, body: '<html><body>Bad gateway</body></html>', headers: { 'content-type': 'text/html' } });
      expect((await answerOf(provider, question)).error).toMatchObject({ reason: 'serverError', detail: undefined });
      server.reply({ status: 500, body: { error: { type: 'api_error', message: `line\n${'x'.repeat(5000)}` } } });
      const { error } = await answerOf(provider, question);
      expect(error?.detail).toMatch(/^line x+…$/);
      expect(error?.detail?.length).toBeLessThanOrEqual(300);
    });

    test('A failure inside of a stream that began well: what came before it was delivered', async () => {
      server.reply({ text: ['One. ', 'Two. ', 'Three.'], errorAfter: { events: isAnthropic ? 3 : 2, type: 'overloaded_error', message: 'Overloaded' } });
      expect(await answerOf(provider, question)).toMatchObject({ text: 'One. ', end: undefined, error: { reason: 'overloaded', detail: 'Overloaded' } });
    });

    test('A connection that is cut in the middle', async () => {
      server.reply({ text: ['One. ', 'Two. ', 'Three.'], cutAfter: { events: isAnthropic ? 4 : 3 } });
      expect(await answerOf(provider, question)).toMatchObject({ text: 'One. Two. ', end: undefined, error: { reason: 'interrupted' } });
    });

    test.each([1, 150, 400, 600])('A connection that is cut after %i bytes', async (bytes) => {
      server.reply({ text: ['One. ', 'Two. ', 'Three.'], cutAfter: { bytes } });
      const answer = await answerOf(provider, question);
      expect(answer).toMatchObject({ end: undefined, error: { reason: 'interrupted', isRetryable: true } });
      expect('One. Two. Three.'.startsWith(answer.text)).toBe(true);
    });

    test('A stream that ends too early as if it were complete', async () => {
      server.reply({ text: ['One. ', 'Two. ', 'Three.'], cutAfter: { events: isAnthropic ? 4 : 3 }, cutCleanly: true });
      expect(await answerOf(provider, question)).toMatchObject({ text: 'One. Two. ', error: { reason: 'interrupted' } });
    });

    test('A stream that is no JSON', async () => {
      server.intercept(() => ({ status: 200, headers: { 'content-type': 'text/event-stream' }, body: 'event: message_start\ndata: {oops\n\n' }));
      expect((await answerOf(provider, question)).error?.reason).toBe('badAnswer');
    });

    test('A service that never answers fails in time, and its connection is closed', async () => {
      const clock = new TestClock();
      const patient = use(make(server.url, 'sk-good', clock));
      server.reply({ hang: true });
      const answer = answerOf(patient, question);
      await until(() => server.requests.length === 1);
      await clock.advance(59_000);
      expect(server.requests[0]?.ended).toBe(false);
      await clock.advance(1000);
      expect((await answer).error).toMatchObject({ reason: 'timeout', isRetryable: true });
      await until(() => server.requests[0]?.closedByClient === true);
    });

    test('A slow first byte is waited for', async () => {
      server.reply({ text: 'Late.', firstByteAfter: 300 });
      expect(await answerOf(provider, question)).toMatchObject({ text: 'Late.', end: 'complete' });
    });

    test('A service that falls silent in the middle fails in time; what came before it was delivered', async () => {
      const clock = new TestClock();
      const patient = use(make(server.url, 'sk-good', clock));
      server.reply({ text: ['One. ', 'Two.'], stallAfter: isAnthropic ? 3 : 2 });
      let text = '';
      const done = (async () => {
        for await (const event of patient.generate(question, { signal: new AbortController().signal })) if (event.type === 'text') text += event.text;
      })();
      const failure = done.catch((error: unknown) => error);
      await until(() => text !== '');
      await clock.advance(60_000);
      expect(await failure).toMatchObject({ reason: 'timeout' });
      expect(text).toBe('One. ');
      await until(() => server.requests[0]?.closedByClient === true);
    });

    test('Nobody listens; no such host; a certificate that nobody trusts', async () => {
      expect((await answerOf(use(make(await refusedUrl())), question)).error).toMatchObject({ reason: 'unreachable', detail: 'ECONNREFUSED' });
      expect((await answerOf(use(make(unknownHostUrl)), question)).error).toMatchObject({ reason: 'unreachable' });
      const secure = await startTLSServer();
      opened.push(secure);
      expect((await answerOf(use(make(secure.url)), question)).error).toMatchObject({ reason: 'insecure', detail: 'DEPTH_ZERO_SELF_SIGNED_CERT', isRetryable: false });
      expect(secure.requests).toHaveLength(0);
    });

    test('A connection that is reset before any answer', async () => {
      server.reply({ text: 'x', cutAfter: { events: 0 } });
      expect((await answerOf(provider, question)).error).toMatchObject({ isRetryable: true });
    });

    test('A key is not sent where everybody could read it', async () => {
      const open = use(make('http://models.invalid'));
      expect((await answerOf(open, question)).error?.reason).toBe('insecure');
      await expect(open.models(new AbortController().signal)).rejects.toMatchObject({ reason: 'insecure' });
    });

    test('What is sent is not redirected to somebody else', async () => {
      const other = await begin();
      server.reply({ status: 308, headers: { location: `${other.url}/v1/messages` } });
      expect((await answerOf(provider, question)).error).toMatchObject({ reason: 'badRequest', status: 308 });
      expect(other.requests).toHaveLength(0);
    });
  });

  describe('cancelling', () => {
    test('ends a request that waits for its answer', async () => {
      server.reply({ hang: true });
      const cancel = new AbortController();
      const answer = answerOf(provider, question, cancel.signal);
      await until(() => server.requests.length === 1);
      cancel.abort();
      expect((await answer).error?.reason).toBe('cancelled');
      await until(() => server.requests[0]?.closedByClient === true);
    });

    test('ends a stream; what came before it was delivered', async () => {
      server.reply({ text: ['One. ', 'Two.'], stallAfter: isAnthropic ? 3 : 2 });
      const cancel = new AbortController();
      let text = '';
      const reading = (async () => {
        for await (const event of provider.generate(question, { signal: cancel.signal })) {
          if (event.type === 'text') text += event.text;
          if (text !== '') cancel.abort();
        }
      })();
      await expect(reading).rejects.toMatchObject({ reason: 'cancelled' });
      expect(text).toBe('One. ');
      await until(() => server.requests[0]?.closedByClient === true);
    });

    test('is leaving the loop, too', async () => {
      server.reply({ text: ['One. ', 'Two.'], stallAfter: isAnthropic ? 3 : 2 });
      for await (const event of provider.generate(question, { signal: new AbortController().signal })) if (event.type === 'text') break;
      await until(() => server.requests[0]?.closedByClient === true);
    });

    test('before anything was sent sends nothing', async () => {
      expect((await answerOf(provider, question, AbortSignal.abort())).error?.reason).toBe('cancelled');
      await expect(provider.models(AbortSignal.abort())).rejects.toMatchObject({ reason: 'cancelled' });
      expect(server.requests).toHaveLength(0);
    });

    test('Disposal ends all that is under way', async () => {
      server.reply({ hang: true });
      const answer = answerOf(provider, question);
      await until(() => server.requests.length === 1);
      provider.dispose();
      expect((await answer).error?.reason).toBe('cancelled');
      await until(() => server.requests[0]?.closedByClient === true);
    });
  });
});
