import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { mcpServer } from '../../../../test/support/mcpServer';
import { AIError } from '../../../core/ai/aiError';
import type { AIEvent, AIPart, AIRequest, AITask } from '../../../core/ai/provider';
import { McpProvider, type McpOptions } from './mcpProvider';

const base = mkdtempSync(join(tmpdir(), 'promptstack-mcp-'));
const program = join(base, 'mcpChild.mjs');
const opened: McpProvider[] = [];
const servers: Server[] = [];

beforeAll(async () => {
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  await build({ entryPoints: ['test/support/mcpChild.ts'], outfile: program, bundle: true, platform: 'node', format: 'esm', target: 'node20', banner, logLevel: 'error' });
});
afterEach(() => {
  for (const provider of opened.splice(0)) provider.dispose();
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

function open(server: McpOptions['server'], more: Partial<McpOptions> = {}): McpProvider {
  const provider = new McpProvider({ server, version: '1', ...more });
  opened.push(provider);
  return provider;
}

function child(mode = 'good', more: Partial<McpOptions> = {}): McpProvider {
  return open({ command: [process.execPath, program, mode] }, more);
}

const tool = { name: 'suggest', description: '', inputSchema: { type: 'object' } } as const;
const composition: AIPart = { kind: 'composition', label: 'It', text: 'My text' };

function request(model: string, task: AITask = 'suggestions', parts: readonly AIPart[] = [composition]): AIRequest {
  return { task, model, system: '', messages: [{ role: 'user', parts }], ...(task === 'suggestions' && { tool }), maxOutputTokens: 100 };
}

async function answer(provider: McpProvider, asked: AIRequest, signal = new AbortController().signal): Promise<string> {
  const events: AIEvent[] = [];
  for await (const event of provider.generate(asked, { signal })) events.push(event);
  expect(events.at(-1)).toEqual({ type: 'end', reason: 'complete' });
  return events.map((event) => (event.type === 'text' ? event.text : event.type === 'toolInput' ? event.json : '')).join('');
}

async function failure(promise: Promise<unknown>): Promise<AIError> {
  const error = await promise.then(() => undefined, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AIError);
  return error as AIError;
}

const never = new AbortController().signal;

describe('McpProvider over stdio', () => {
  it('lists tools of all pages and prompts by their titles', async () => {
    const models = await child().models(never);
    expect(models.map(({ id, name }) => [id, name])).toEqual(
      expect.arrayContaining([
        ['tool:review', 'Review a Prompt'],
        ['tool:fenced', 'fenced'],
        ['tool:ask', 'Ask Back'],
        ['prompt:greet', 'Greeting'],
      ]),
    );
    expect(models).toHaveLength(11);
  });

  it('fills a tool by the names of its parameters and passes structured content on', async () => {
    const prompts: AIPart[] = ['One', 'Two'].map((text) => ({ kind: 'prompt', label: text, text }));
    const json = await answer(child(), request('tool:review', 'suggestions', [...prompts, composition]));
    expect(JSON.parse(json)).toEqual({ suggestions: [{ kind: 'gap', title: 'My text' }], given: ['One', 'Two'] });
  });

  it('finds JSON in text, passes text on, and takes a prompt for an answer', async () => {
    const provider = child();
    expect(JSON.parse(await answer(provider, request('tool:fenced')))).toEqual({ suggestions: [{ title: 'My text' }] });
    expect(await answer(provider, request('tool:prose', 'run'))).toBe('cancelled 0: My text');
    expect(await answer(provider, request('prompt:greet', 'run'))).toBe('Write about My text.\n\nWith pleasure.');
    expect(await answer(provider, request('tool:garble', 'run'))).toBe('and yet an answer');
  });

  it.each([
    ['tool:prose', 'badAnswer', 'cancelled 0: My text'],
    ['tool:fail', 'badRequest', 'The text is about nothing'],
    ['tool:compare', 'notSupported', 'compare(left, right)'],
    ['prompt:greet', 'notSupported', 'greet'],
    ['tool:gone', 'modelNotFound', 'tool:gone'],
  ])('%s: %s', async (model, reason, detail) => {
    const error = await failure(answer(child(), request(model)));
    expect([error.reason, error.detail]).toEqual([reason, detail]);
  });

  it('offers the server no model of ours to ask', async () => {
    expect(await answer(child(), request('tool:ask', 'run'))).toMatch(/^refused: .*-32601/);
  });

  it('waits as long as there is progress, and no longer', async () => {
    expect(await answer(child('good', { idleTimeout: 2000 }), request('tool:slow', 'run'))).toBe('done at last');
    const impatient = child('good', { idleTimeout: 300 });
    expect((await failure(answer(impatient, request('tool:hang', 'run')))).reason).toBe('timeout');
  });

  it('tells the server of a cancellation and goes on to serve', async () => {
    const provider = child();
    await provider.models(never);
    const abort = new AbortController();
    const hanging = failure(answer(provider, request('tool:hang', 'run'), abort.signal));
    await answer(provider, request('tool:slow', 'run'));
    abort.abort();
    expect((await hanging).reason).toBe('cancelled');
    await expect.poll(() => answer(provider, request('tool:prose', 'run')), { timeout: 15_000 }).toBe('cancelled 1: My text');
  });

  it('starts a server again that went away', async () => {
    const provider = child();
    const error = await failure(answer(provider, request('tool:die', 'run')));
    expect([error.reason, error.detail]).toEqual(['interrupted', 'Error: out of ink']);
    expect(await answer(provider, request('tool:prose', 'run'))).toBe('cancelled 0: My text');
  });

  it.each<[string, () => McpProvider, string, RegExp]>([
    ['ends at once', () => child('crash'), 'unreachable', /Cannot find module "x"/],
    ['never answers', () => child('silent', { connectTimeout: 300 }), 'timeout', /^$/],
    ['speaks another language', () => child('garbage', { connectTimeout: 4000 }), 'badAnswer', /^$/],
    ['is not there', () => open({ command: [join(base, 'no-such-program')] }), 'unreachable', /ENOENT/],
    ['is no program', () => open({ command: [] }), 'notSupported', /^$/],
    ['has no address', () => open({ url: 'file:///etc/passwd' }), 'notSupported', /file:/],
  ])('a server that %s', async (_, make, reason, detail) => {
    const error = await failure((async () => make().models(never))());
    expect(error.reason).toBe(reason);
    expect(error.detail ?? '').toMatch(detail);
  });

  it('can be given up while it is started', async () => {
    const abort = new AbortController();
    const waiting = failure(child('silent').models(abort.signal));
    abort.abort();
    expect((await waiting).reason).toBe('cancelled');
  });

  it('asks nothing when it was disposed', async () => {
    const provider = child();
    const hanging = failure(answer(provider, request('tool:hang', 'run')));
    provider.dispose();
    expect((await hanging).reason).toBe('cancelled');
    expect((await failure(provider.models(never))).reason).toBe('cancelled');
  });
});

describe('McpProvider over HTTP', () => {
  async function serve(listener: Parameters<typeof createServer>[1]): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  }

  it('asks a server at an address, and names its host', async () => {
    const url = await serve((incoming, response) => {
      const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
      void mcpServer()
        .connect(transport)
        .then(() => transport.handleRequest(incoming, response));
    });
    const provider = open({ url });
    expect(provider.destination).toBe(new URL(url).host);
    expect(await provider.models(never)).toHaveLength(11);
    expect(JSON.parse(await answer(provider, request('tool:fenced')))).toEqual({ suggestions: [{ title: 'My text' }] });
  });

  it.each<[string, (response: ServerResponse) => unknown]>([
    ['cut', (response) => response.destroy()],
    ['ended', (response) => response.end()],
  ])('notices at once that a stream was %s before its answer, and goes on with the next', async (_, end) => {
    let hung: ServerResponse | undefined;
    const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
      const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
      await mcpServer().connect(transport);
      const body = incoming.method === 'POST' ? await json(incoming) : undefined;
      if (JSON.stringify(body)?.includes('"hang"')) hung = response;
      await transport.handleRequest(incoming, response, body);
    };
    const url = await serve((incoming, response) => void handle(incoming, response));
    const provider = open({ url });
    const hanging = failure(answer(provider, request('tool:hang', 'run')));
    await expect.poll(() => hung?.headersSent, { timeout: 15_000 }).toBe(true);
    if (hung) end(hung);
    expect((await hanging).reason).toBe('interrupted');
    expect(await answer(provider, request('tool:prose', 'run'))).toBe('cancelled 0: My text');
  });

  it('does not take what is sent to another host', async () => {
    let seen = 0;
    const other = await serve((_, response) => {
      seen++;
      response.writeHead(500).end();
    });
    const url = await serve((_, response) => response.writeHead(307, { location: other }).end());
    expect((await failure(open({ url }).models(never))).reason).toBe('badRequest');
    expect(seen).toBe(0);
  });

  it('reads no endless answer', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const piece = 'x'.repeat(1_000_000);
      const go = (): void => void response.write(piece, () => (response.destroyed ? undefined : go()));
      go();
    });
    expect((await failure(open({ url }).models(never))).reason).toBe('badAnswer');
  });

  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'unreachable'],
    [429, 'rateLimited'],
    [500, 'serverError'],
    [503, 'overloaded'],
  ])('%d is %s', async (status, reason) => {
    const url = await serve((_, response) => response.writeHead(status).end('<h1>No</h1>'));
    expect((await failure(open({ url }).models(never))).reason).toBe(reason);
  });

  it('says when nobody is there, and when it is another kind of server', async () => {
    const url = await serve((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"hello": 1}'));
    expect((await failure(open({ url }).models(never))).reason).toBe('badAnswer');
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve).closeAllConnections());
    expect((await failure(open({ url }).models(never))).reason).toBe('unreachable');
  });
});
