import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTLSServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { anthropicError, anthropicEvents, anthropicMessage, anthropicModel } from './anthropicShapes';
import { openAIChunks, openAICompletion, openAIError, openAIModel } from './openAIShapes';
import type { Reply, ServerAPI, ServerRequest } from './reply';
import { sampleInput } from './sampleInput';
import { type SentAnswer, send, wait } from './transport';

export type { Reply, ServerRequest } from './reply';

export interface ServerModel {
  readonly id: string;
  readonly name: string;
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
  readonly retired?: boolean;
}

export interface AIServerOptions {
  /** Newest first. */
  readonly models?: readonly ServerModel[];
  /** Asks for no key, as local servers do. */
  readonly keyless?: boolean;
  /** Models per page of the Anthropic list. Default: what the client asks for. */
  readonly pageSize?: number;
  /** Field of the OpenAI list that tells the size of the context. */
  readonly contextField?: string;
  /** Keys of a request's body that this server does not know: it answers 400, as many compatible servers do. */
  readonly refusedKeys?: readonly string[];
  /** Answers in one piece of JSON, whatever is asked for. */
  readonly neverStreams?: boolean;
  /** PEM; the server then speaks TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** Answers to one or more requests: a reply, or what makes one of a request. */
type ReplyMaker = Reply | ((request: ServerRequest) => Reply);

/**
 * The services behind both HTTP APIs, on 127.0.0.1: Messages, token counting and models of Anthropic, Chat Completions and models of OpenAI.
 * `sk-good…` is a key, `sk-forbidden…` one that may do nothing, all else none.
 */
export interface AIServer {
  /** `http://127.0.0.1:12345`: base URL of the Anthropic API; the OpenAI API's is {@link openAIUrl}. */
  readonly url: string;
  /** {@link url} with `/v1`. */
  readonly openAIUrl: string;
  /** In order of arrival, those of the current answers included. */
  readonly requests: readonly ServerRequest[];
  /** Requests to a model alone, without those for models and counts. */
  readonly questions: readonly ServerRequest[];
  models: readonly ServerModel[];
  /** What a tool of this name is called with by default; other tools get a sample that fits their schema. */
  readonly toolInputs: Map<string, unknown>;
  /** The next questions to a model are answered by these, one each; those after them as before. */
  reply(...replies: readonly ReplyMaker[]): void;
  /** All questions that {@link reply} says nothing of are answered so. */
  always(reply: ReplyMaker): void;
  /** Looks at every request of any kind first; `undefined` leaves it to the others. */
  intercept(answer: ((request: ServerRequest) => Reply | undefined) | undefined): void;
  /** Forgets requests, replies and what was set. */
  reset(): void;
  /** Cuts all connections. */
  close(): Promise<void>;
}

const someModels: readonly ServerModel[] = [
  { id: 'model-large', name: 'Model Large', contextTokens: 200_000, maxOutputTokens: 32_000 },
  { id: 'model-small', name: 'Model Small', contextTokens: 100_000, maxOutputTokens: 8000 },
];

type Recorded = { -readonly [K in keyof ServerRequest]: ServerRequest[K] };

export async function startAIServer(options: AIServerOptions = {}): Promise<AIServer> {
  const server = new LoopbackServer(options);
  await server.listen();
  return server;
}

class LoopbackServer implements AIServer {
  readonly requests: Recorded[] = [];
  readonly toolInputs = new Map<string, unknown>();
  models: readonly ServerModel[];
  readonly #options: AIServerOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #closing = new AbortController();
  #replies: ReplyMaker[] = [];
  #usual: ReplyMaker = {};
  #intercept: ((request: ServerRequest) => Reply | undefined) | undefined;

  constructor(options: AIServerOptions) {
    this.#options = options;
    this.models = options.models ?? someModels;
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      this.#serve(request, response).catch(() => response.destroy());
    };
    this.#server = options.tls ? createTLSServer({ ...options.tls }, listener) : createServer(listener);
    this.#server.on('connection', (socket) => {
      socket.setNoDelay(true);
      this.#sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('tlsClientError', () => undefined);
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => this.#server.once('error', reject).listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `${this.#options.tls ? 'https' : 'http'}://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get openAIUrl(): string {
    return `${this.url}/v1`;
  }

  get questions(): readonly ServerRequest[] {
    return this.requests.filter(({ path }) => path === '/v1/messages' || path === '/v1/chat/completions');
  }

  reply(...replies: readonly ReplyMaker[]): void {
    this.#replies.push(...replies);
  }

  always(reply: ReplyMaker): void {
    this.#usual = reply;
  }

  intercept(answer: ((request: ServerRequest) => Reply | undefined) | undefined): void {
    this.#intercept = answer;
  }

  reset(): void {
    this.requests.length = 0;
    this.toolInputs.clear();
    this.models = this.#options.models ?? someModels;
    this.#replies = [];
    this.#usual = {};
    this.#intercept = undefined;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await recorded(incoming);
    this.requests.push(request);
    const over = new AbortController();
    let cutHere = false;
    response.on('close', () => {
      request.closedByClient = !response.writableFinished && !cutHere && !this.#closing.signal.aborted;
      request.ended = true;
      over.abort();
    });
    const answer = this.#answer(request, new URL(incoming.url ?? '/', this.url));
    await send(response, answer, { signal: over.signal, onCut: () => (cutHere = true) });
  }

  #answer(request: ServerRequest, url: URL): SentAnswer {
    const intercepted = this.#intercept?.(request);
    if (intercepted) return this.#replyTo(request, intercepted);
    const status = this.#options.keyless ? 200 : keyStatus(request);
    if (status !== 200) return this.#replyTo(request, { status });
    if (url.pathname === '/v1/models') return { status: 200, reply: {}, json: this.#modelList(request.api, url) };
    if (url.pathname === '/v1/messages/count_tokens') return { status: 200, reply: {}, json: { input_tokens: countedTokens(request.body) } };
    if (url.pathname !== (request.api === 'anthropic' ? '/v1/messages' : '/v1/chat/completions')) return this.#replyTo(request, { status: 404 });
    const maker = this.#replies.shift() ?? this.#usual;
    return this.#replyTo(request, typeof maker === 'function' ? maker(request) : maker);
  }

  #replyTo(request: ServerRequest, given: Reply): SentAnswer {
    const body = (request.body ?? {}) as AskedBody;
    const failure = request.api === 'anthropic' ? anthropicError : openAIError;
    if (given.status !== undefined) return { status: given.status, reply: given, json: given.body ?? failure(given.status) };
    const refused = this.#options.refusedKeys?.find((key) => key in body);
    if (refused) return { status: 400, reply: given, json: failure(400, `Unrecognized request argument supplied: ${refused}`) };
    const model = body.model ?? '';
    if (!this.models.some(({ id }) => id === model)) return { status: 404, reply: given, json: failure(404, `model: ${model}`) };
    const tool = toolOf(body);
    const says = given.text !== undefined || given.tool !== undefined;
    const reply = says || !tool ? given : { ...given, tool: this.toolInputs.get(tool.name) ?? sampleInput(tool.schema) };
    return { status: 200, reply, ...streamed(request.api, this.#options.neverStreams ? { ...body, stream: false } : body, reply, model, tool?.name ?? 'tool') };
  }

  #modelList(api: ServerAPI, url: URL): unknown {
    if (api === 'openai') return { object: 'list', data: this.models.map((model) => openAIModel(model, this.#options.contextField)) };
    const after = url.searchParams.get('after_id');
    const start = after === null ? 0 : this.models.findIndex(({ id }) => id === after) + 1;
    const page = this.models.slice(start, start + (this.#options.pageSize ?? Number(url.searchParams.get('limit') ?? 20)));
    return { data: page.map(anthropicModel), has_more: start + page.length < this.models.length, first_id: page[0]?.id ?? null, last_id: page.at(-1)?.id ?? null };
  }
}

/** The keys of a question that decide what is answered; both APIs use these names. */
interface AskedBody {
  readonly model?: string;
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
  readonly tools?: readonly { readonly name?: string; readonly input_schema?: unknown; readonly function?: { readonly name: string; readonly parameters?: unknown } }[];
}

function toolOf({ tools }: AskedBody): { readonly name: string; readonly schema: unknown } | undefined {
  const tool = tools?.[0];
  if (!tool) return undefined;
  return tool.function ? { name: tool.function.name, schema: tool.function.parameters } : { name: tool.name ?? '', schema: tool.input_schema };
}

function streamed(api: ServerAPI, body: AskedBody, reply: Reply, model: string, tool: string): Pick<SentAnswer, 'json' | 'events'> {
  if (api === 'anthropic') {
    if (!body.stream) return { json: anthropicMessage(reply, model, tool) };
    const events = anthropicEvents(reply, model, tool).map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    const failure = reply.errorAfter;
    if (failure) events.splice(failure.events, Infinity, `event: error\ndata: ${JSON.stringify({ type: 'error', error: { type: failure.type, message: failure.message } })}\n\n`);
    return { events };
  }
  if (!body.stream) return { json: openAICompletion(reply, model, tool) };
  const events = openAIChunks(reply, model, tool, body.stream_options?.include_usage === true).map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`);
  const failure = reply.errorAfter;
  if (failure) events.splice(failure.events, Infinity, `data: ${JSON.stringify({ error: { message: failure.message, type: failure.type, param: null, code: failure.type } })}\n\n`);
  else events.push('data: [DONE]\n\n');
  return { events };
}

function keyStatus({ headers }: ServerRequest): number {
  const authorization = headers['authorization'];
  const key = headers['x-api-key'] ?? (typeof authorization === 'string' ? authorization.replace(/^Bearer /i, '') : '');
  if (typeof key !== 'string') return 401;
  if (key.startsWith('sk-forbidden')) return 403;
  return key.startsWith('sk-good') ? 200 : 401;
}

/** A figure of the right size: a quarter of the characters. */
function countedTokens(body: unknown): number {
  return Math.ceil(JSON.stringify(body).length / 4);
}

async function recorded(incoming: IncomingMessage): Promise<Recorded> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const path = (incoming.url ?? '/').replace(/\?.*/, '');
  const api = 'anthropic-version' in incoming.headers ? 'anthropic' : 'openai';
  return { method: incoming.method ?? 'GET', path, headers: incoming.headers, body: text === '' ? undefined : JSON.parse(text), api, closedByClient: false, ended: false };
}

/** A URL on 127.0.0.1 that nobody listens at. */
export async function refusedUrl(): Promise<string> {
  const server = await startAIServer();
  const { url } = server;
  await server.close();
  await wait(0, undefined);
  return url;
}

/** A URL whose host has no address: the name is reserved for that. */
export const unknownHostUrl = 'https://models.invalid';
