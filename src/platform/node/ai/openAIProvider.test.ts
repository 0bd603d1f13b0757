import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AIEvent, AIRequest, CallOptions } from '../../../core/ai/provider';
import { type AIServer, type AIServerOptions, startAIServer } from '../../../../test/support/aiServer/aiServer';
import { OpenAIProvider } from './openAIProvider';

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const options: CallOptions = { signal: new AbortController().signal };

let server: AIServer;
beforeEach(async () => {
  for (const name of ['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OPENAI_ORG_ID', 'OPENAI_PROJECT_ID']) vi.stubEnv(name, undefined);
  server = await startAIServer();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

async function restart(wanted: AIServerOptions): Promise<void> {
  await server.close();
  server = await startAIServer(wanted);
}

function provider(apiKey: string | undefined = 'sk-good'): OpenAIProvider {
  return new OpenAIProvider({ apiKey, baseUrl: server.openAIUrl, log: quiet });
}

const question: AIRequest = {
  task: 'suggestions',
  model: 'model-large',
  system: 'You advise.',
  messages: [
    {
      role: 'user',
      parts: [
        { kind: 'composition', label: '', text: 'whole line\n' },
        { kind: 'instructions', label: '', text: 'no line' },
        { kind: 'instructions', label: '', text: 'end' },
      ],
    },
  ],
  tool: { name: 'advise', description: 'Reports advice.', inputSchema: { type: 'object', properties: { advice: { type: 'array', items: { type: 'string' } } } } },
  maxOutputTokens: 77,
};
const plain: AIRequest = { ...question, tool: undefined };

async function answer(from: OpenAIProvider, request = question): Promise<{ readonly json: string; readonly text: string; readonly events: readonly AIEvent[] }> {
  const events: AIEvent[] = [];
  for await (const event of from.generate(request, options)) events.push(event);
  return {
    events,
    json: events.map((event) => (event.type === 'toolInput' ? event.json : '')).join(''),
    text: events.map((event) => (event.type === 'text' ? event.text : '')).join(''),
  };
}

function sent(): Record<string, unknown> {
  return server.questions.at(-1)?.body as Record<string, unknown>;
}

test('Texts of a message are sent in one, each on lines of its own', async () => {
  await answer(provider());
  expect(sent()['messages']).toEqual([
    { role: 'system', content: 'You advise.' },
    { role: 'user', content: 'whole line\nno line\nend' },
  ]);
  expect(sent()).toMatchObject({ max_tokens: 77, stream: true, stream_options: { include_usage: true } });
});

test('A local server needs no key and gets none', async () => {
  await restart({ keyless: true });
  const local = new OpenAIProvider({ apiKey: undefined, baseUrl: server.openAIUrl, log: quiet });
  expect((await local.models(options.signal)).map(({ id }) => id)).toEqual(['model-large', 'model-small']);
  await answer(local, plain);
  for (const { headers } of server.requests) expect(headers).not.toHaveProperty('authorization');
  expect([local.name, local.destination]).toEqual([new URL(server.url).host, new URL(server.url).host]);
});

test('OpenAI itself needs one', () => {
  expect(() => new OpenAIProvider({ apiKey: undefined, baseUrl: undefined, log: quiet })).toThrow(expect.objectContaining({ reason: 'noKey' }));
  vi.stubEnv('OPENAI_API_KEY', 'sk-good');
  expect(new OpenAIProvider({ apiKey: undefined, baseUrl: undefined, log: quiet })).toMatchObject({ name: 'OpenAI', destination: 'api.openai.com' });
});

test('Key, address and organisation come from the environment where nothing is set', async () => {
  vi.stubEnv('OPENAI_API_KEY', 'sk-good-environment');
  vi.stubEnv('OPENAI_BASE_URL', server.openAIUrl);
  vi.stubEnv('OPENAI_ORG_ID', 'org-1');
  await new OpenAIProvider({ apiKey: undefined, baseUrl: undefined, log: quiet }).models(options.signal);
  expect(server.requests.at(-1)?.headers).toMatchObject({ authorization: 'Bearer sk-good-environment', 'openai-organization': 'org-1' });
});

test('A key of the environment is not sent over a network that others can read', async () => {
  vi.stubEnv('OPENAI_API_KEY', 'sk-good-environment');
  const local = new OpenAIProvider({ apiKey: undefined, baseUrl: 'http://models.invalid/v1', log: quiet });
  await expect(local.models(options.signal)).rejects.toMatchObject({ reason: 'unreachable' });
});

test.each(['context_length', 'max_context_length', 'context_window', 'max_model_len'])('The size of the context is read from %s', async (contextField) => {
  await restart({ contextField, models: [{ id: 'local', name: 'Local', contextTokens: 32_768 }] });
  expect(await provider().models(options.signal)).toEqual([{ id: 'local', name: 'local', contextTokens: 32_768, maxOutputTokens: undefined }]);
});

test('Models that make no text come last; the newest first', async () => {
  const model = (id: string, created: number): object => ({ id, created, object: 'model', owned_by: 'x' });
  server.intercept(() => ({ status: 200, body: { data: [model('old', 1), model('text-embedding-9', 9), model('new', 5), { nonsense: true }, null, model('whisper-9', 8)] } }));
  expect((await provider().models(options.signal)).map(({ id }) => id)).toEqual(['new', 'old', 'text-embedding-9', 'whisper-9']);
});

test('Tokens are estimated, and nothing is sent for it', async () => {
  const { tokens, isExact } = await provider().countTokens(question);
  expect(isExact).toBe(false);
  expect(tokens).toBeGreaterThan(20);
  expect(server.requests).toHaveLength(0);
});

test('A server without tools is asked for JSON as text, and only once in vain', async () => {
  await restart({ refusedKeys: ['tools'] });
  const local = provider();
  server.reply({}, { text: 'Here it is:\n```json\n{"advice": ["one"]}\n```\nAnything else?' });
  expect((await answer(local)).json).toBe('{"advice": ["one"]}');
  expect(sent()).not.toHaveProperty('tools');
  expect(sent()).not.toHaveProperty('tool_choice');
  expect(JSON.stringify(sent()['messages'])).toContain('JSON Schema');
  server.reply({ text: '{"advice": []}' });
  expect((await answer(local)).json).toBe('{"advice": []}');
  expect(server.questions).toHaveLength(3);
});

test('A server that needs a flag for tools says so with status 500', async () => {
  server.reply({ status: 500, body: { error: { message: 'tools param requires --jinja flag', type: 'server_error' } } }, { text: '{"advice": []}' });
  expect((await answer(provider())).json).toBe('{"advice": []}');
});

test('A tool call that comes back as text is one all the same, also while it arrives', async () => {
  server.reply({ text: ['Sure!\n``', '`json\n{"advi', 'ce": ["a } b", "c', '"]}', '\n``', '`'] });
  const { events, json, text } = await answer(provider());
  expect([json, text]).toEqual(['{"advice": ["a } b", "c"]}', '']);
  expect(events.filter(({ type }) => type === 'toolInput').length).toBeGreaterThan(1);
});

test('Words before a tool call are not its input', async () => {
  const chunk = (delta: object, finish: string | null = null): string => `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  const body = [
    chunk({ content: 'I will use the tool.' }),
    chunk({ tool_calls: [{ index: 0, id: '1', function: { name: 'advise', arguments: '{"advice"' } }] }),
    chunk({ tool_calls: [{ index: 0, function: { arguments: ':[]}' } }, { index: 1, function: { arguments: '{"second":1}' } }] }),
    chunk({}, 'tool_calls'),
    'data: [DONE]\n\n',
  ].join('');
  server.intercept(() => ({ status: 200, body, headers: { 'content-type': 'text/event-stream' } }));
  expect(await answer(provider())).toMatchObject({ json: '{"advice":[]}', text: '' });
});

test('Text without any JSON is passed on, so that it can be told what came instead', async () => {
  server.reply({ text: 'I would rather not.' });
  expect(await answer(provider())).toMatchObject({ json: 'I would rather not.', text: '' });
});

test('Braces in an answer that is text stay there', async () => {
  server.reply({ text: 'Write {{name}} and {"a": 1}.' });
  expect((await answer(provider(), plain)).text).toBe('Write {{name}} and {"a": 1}.');
});

test('A server that knows no stream_options is asked without them, and tells no figures', async () => {
  await restart({ refusedKeys: ['stream_options'] });
  const { events } = await answer(provider(), plain);
  expect(events.map(({ type }) => type)).not.toContain('usage');
  expect(events.at(-1)).toEqual({ type: 'end', reason: 'complete' });
  expect(server.questions).toHaveLength(2);
});

test('A server that names the limit otherwise is asked so', async () => {
  await restart({ refusedKeys: ['max_tokens'] });
  await answer(provider(), plain);
  expect(sent()).toMatchObject({ max_completion_tokens: 77 });
});

test('A server that knows nothing of all that still answers', async () => {
  await restart({ refusedKeys: ['tools', 'stream_options', 'max_tokens', 'max_completion_tokens'] });
  server.always({ text: '{"advice": []}' });
  expect((await answer(provider())).json).toBe('{"advice": []}');
});
