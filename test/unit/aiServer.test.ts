import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterEach, expect, test } from 'vitest';
import { type AIServer, startAIServer } from '../support/aiServer/aiServer';
import { startTLSServer } from '../support/aiServer/tlsServer';

let server: AIServer;
afterEach(() => server.close());

const question = { model: 'model-large', messages: [{ role: 'user' as const, content: 'What is missing?' }] };

test('The official Anthropic SDK reads its pages, streams and tool input', async () => {
  server = await startAIServer({ pageSize: 1 });
  const client = new Anthropic({ apiKey: 'sk-good', baseURL: server.url, maxRetries: 0 });
  const ids: string[] = [];
  for await (const { id } of client.models.list()) ids.push(id);
  expect(ids).toEqual(['model-large', 'model-small']);

  server.reply({ tool: { advice: ['日本語🎉'] }, splitUtf8: true }, { text: 'hello' });
  const tools: Anthropic.Tool[] = [{ name: 'advise', input_schema: { type: 'object', properties: {} } }];
  const streamed = await client.messages.stream({ ...question, max_tokens: 10, tools }).finalMessage();
  expect(streamed.content).toMatchObject([{ type: 'tool_use', name: 'advise', input: { advice: ['日本語🎉'] } }]);
  const whole = await client.messages.create({ ...question, max_tokens: 10 });
  expect(whole.content).toMatchObject([{ text: 'hello' }]);
  expect(server.questions).toHaveLength(2);
});

test('The official OpenAI SDK reads its stream', async () => {
  server = await startAIServer();
  const client = new OpenAI({ apiKey: 'sk-good', baseURL: server.openAIUrl, maxRetries: 0 });
  let text = '';
  for await (const { choices } of await client.chat.completions.create({ ...question, stream: true })) text += choices[0]?.delta.content ?? '';
  expect(text).toBe('The model answers.');
});

test('A tool that nobody said anything about is called with one item of every kind', async () => {
  server = await startAIServer();
  const client = new Anthropic({ apiKey: 'sk-good', baseURL: server.url, maxRetries: 0 });
  const item = { type: 'object', properties: { kind: { enum: ['gap', 'clarity'] }, line: { type: 'integer', minimum: 1 }, title: { type: 'string' } } };
  const tools: Anthropic.Tool[] = [{ name: 'advise', input_schema: { type: 'object', properties: { advice: { type: 'array', items: item } } } }];
  const { content } = await client.messages.create({ ...question, max_tokens: 10, tools });
  expect(content).toMatchObject([
    {
      input: {
        advice: [
          { kind: 'gap', line: 1, title: 'Sample title' },
          { kind: 'clarity', line: 1, title: 'Sample title' },
        ],
      },
    },
  ]);
});

test('Its TLS certificate is trusted by nobody', async () => {
  server = await startTLSServer();
  await expect(fetch(`${server.url}/v1/models`)).rejects.toMatchObject({ cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
});
