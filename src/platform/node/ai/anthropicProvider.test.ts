import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AIPart, AIRequest, CallOptions } from '../../../core/ai/provider';
import { type AIServer, startAIServer } from '../../../../test/support/aiServer/aiServer';
import { AnthropicProvider } from './anthropicProvider';

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const options: CallOptions = { signal: new AbortController().signal };

let server: AIServer;
beforeEach(async () => {
  for (const name of ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_BASE_URL', 'ANTHROPIC_CUSTOM_HEADERS']) vi.stubEnv(name, undefined);
  server = await startAIServer();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

function provider(apiKey: string | undefined = 'sk-good', baseUrl: string | undefined = server.url): AnthropicProvider {
  return new AnthropicProvider({ apiKey, baseUrl, log: quiet });
}

function part(text: string, stable = false): AIPart {
  return { kind: 'prompt', label: 'never sent', text, ...(stable && { stable }) };
}

function asking(...parts: readonly AIPart[]): AIRequest {
  return { task: 'run', model: 'model-large', system: 'You advise.', messages: [{ role: 'user', parts }], maxOutputTokens: 77 };
}

async function sent(request: AIRequest, from = provider()): Promise<unknown> {
  for await (const event of from.generate(request, options)) if (event.type === 'end') break;
  return server.questions.at(-1)?.body;
}

test('Models come from all pages of the service, with sizes where it tells them, without those that are gone', async () => {
  await server.close();
  server = await startAIServer({
    pageSize: 2,
    models: [
      { id: 'newest', name: 'Newest', contextTokens: 1_000_000, maxOutputTokens: 64_000 },
      { id: 'gone', name: 'Gone', retired: true },
      { id: 'small', name: 'Small' },
      { id: 'old', name: '', contextTokens: 9000 },
      { id: 'oldest', name: 'Oldest' },
    ],
  });
  expect(await provider().models(options.signal)).toEqual([
    { id: 'newest', name: 'Newest', contextTokens: 1_000_000, maxOutputTokens: 64_000 },
    { id: 'small', name: 'Small', contextTokens: undefined, maxOutputTokens: undefined },
    { id: 'old', name: 'old', contextTokens: 9000, maxOutputTokens: undefined },
    { id: 'oldest', name: 'Oldest', contextTokens: undefined, maxOutputTokens: undefined },
  ]);
});

test('An empty list is a failure', async () => {
  server.models = [];
  await expect(provider().models(options.signal)).rejects.toMatchObject({ reason: 'modelNotFound' });
});

test('What stays the same is marked for the cache of the service, up to the last stable part', async () => {
  const body = await sent(asking(part('first', true), part('second', true), part('changes'), part('again', false)));
  expect(body).toMatchObject({
    model: 'model-large',
    max_tokens: 77,
    stream: true,
    system: [{ text: 'You advise.', cache_control: { type: 'ephemeral' } }],
    messages: [{ role: 'user', content: [{ text: 'first' }, { text: 'second', cache_control: { type: 'ephemeral' } }, { text: 'changes' }, { text: 'again' }] }],
  });
  expect(JSON.stringify(body).match(/cache_control/g)).toHaveLength(2);
  expect(JSON.stringify(body)).not.toContain('never sent');
});

test('Parts and messages without anything to read are left out, which the service would refuse', async () => {
  const request = asking(part('\n \n', true), part('text'), part(''));
  const body = await sent({ ...request, system: '', messages: [...request.messages, { role: 'assistant', parts: [part(' ')] }] });
  expect(body).toMatchObject({ messages: [{ role: 'user', content: [{ type: 'text', text: 'text' }] }] });
  expect(body).not.toHaveProperty('system');
  expect(JSON.stringify(body)).not.toContain('cache_control');
});

test('Tokens are counted by the service, of the same request', async () => {
  const request = { ...asking(part('Some text.', true)), tool: { name: 'advise', description: 'Reports.', inputSchema: { type: 'object' as const } } };
  const { tokens, isExact } = await provider().countTokens(request, options);
  expect(isExact).toBe(true);
  const counted = server.requests.at(-1);
  expect(counted?.path).toBe('/v1/messages/count_tokens');
  expect(await sent(request)).toEqual({ ...(counted?.body as object), stream: true, max_tokens: 77 });
  expect(tokens).toBe(Math.ceil(JSON.stringify(counted?.body).length / 4));
});

test('A service that only speaks like it and does not count gets an estimate; other failures are told', async () => {
  server.intercept(({ path }) => (path.endsWith('count_tokens') ? { status: 404, body: 'no such page' } : undefined));
  expect(await provider().countTokens(asking(part('a few words of text')), options)).toEqual({ tokens: expect.any(Number) as number, isExact: false });
  server.intercept(() => ({ status: 529 }));
  await expect(provider().countTokens(asking(part('x')), options)).rejects.toMatchObject({ reason: 'overloaded' });
});

test('Input of tools is asked for while it is written; a service that does not know that is asked without', async () => {
  const request = { ...asking(part('x')), tool: { name: 'advise', description: 'Reports.', inputSchema: { type: 'object' as const } } };
  expect(await sent(request)).toMatchObject({ tools: [{ eager_input_streaming: true }] });
  const other = provider();
  server.reply({ status: 400, body: { error: { type: 'invalid_request_error', message: 'tools.0.eager_input_streaming: Extra inputs are not permitted' } } });
  expect(JSON.stringify(await sent(request, other))).not.toContain('eager');
  expect(server.questions).toHaveLength(3);
  expect(JSON.stringify(await sent(request, other))).not.toContain('eager');
  expect(server.questions).toHaveLength(4);
});

test('A model that cannot be made to call a tool is asked to', async () => {
  const request = { ...asking(part('x')), tool: { name: 'advise', description: 'Reports.', inputSchema: { type: 'object' as const } } };
  const message = 'Thinking may not be enabled when tool_choice forces tool use.';
  server.reply({ status: 400, body: { error: { type: 'invalid_request_error', message } } });
  expect(await sent(request)).toMatchObject({ tool_choice: { type: 'auto' }, tools: [{ name: 'advise', eager_input_streaming: true }] });
  server.reply({ status: 400, body: { error: { type: 'invalid_request_error', message } } });
  await expect(sent(asking(part('no tool')))).rejects.toMatchObject({ reason: 'badRequest' });
});

test('Key, token and address come from the environment where nothing is set', async () => {
  vi.stubEnv('ANTHROPIC_BASE_URL', `${server.url}/`);
  vi.stubEnv('ANTHROPIC_AUTH_TOKEN', 'sk-good-token');
  vi.stubEnv('ANTHROPIC_CUSTOM_HEADERS', 'x-team: prompts');
  const fromEnvironment = new AnthropicProvider({ apiKey: undefined, baseUrl: undefined, log: quiet });
  expect(fromEnvironment.destination).toBe(new URL(server.url).host);
  await fromEnvironment.models(options.signal);
  expect(server.requests.at(-1)?.headers).toMatchObject({ authorization: 'Bearer sk-good-token', 'x-team': 'prompts' });

  vi.stubEnv('ANTHROPIC_API_KEY', 'sk-good-key');
  await new AnthropicProvider({ apiKey: undefined, baseUrl: undefined, log: quiet }).models(options.signal);
  expect(JSON.stringify(server.requests.at(-1)?.headers)).toContain('sk-good-key');
  await provider('sk-good-own').models(options.signal);
  expect(JSON.stringify(server.requests.at(-1)?.headers)).toContain('sk-good-own');
});

test('Without any key, and with an address that is none, there is no provider', () => {
  const make = (apiKey: string | undefined, baseUrl?: string): AnthropicProvider => new AnthropicProvider({ apiKey, baseUrl, log: quiet });
  expect(() => make(undefined)).toThrow(expect.objectContaining({ reason: 'noKey' }));
  expect(() => make('  ')).toThrow(expect.objectContaining({ reason: 'noKey' }));
  for (const address of ['localhost:1234', 'ftp://example.com', 'https://name:word@example.com', 'x']) {
    expect(() => make('sk-good', address)).toThrow(expect.objectContaining({ reason: 'notSupported' }));
  }
  expect(make('sk-good').destination).toBe('api.anthropic.com');
});

test('An address that was copied with the version works as well', async () => {
  await provider('sk-good', `${server.url}/v1/`).models(options.signal);
  expect(server.requests.at(-1)?.path).toBe('/v1/models');
});
