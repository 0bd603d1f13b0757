import { CallToolResultSchema, type ContentBlock, GetPromptResultSchema, ListPromptsResultSchema, ListToolsResultSchema, type Prompt, type Tool } from '@modelcontextprotocol/sdk/types.js';
import { abortable } from '../../../core/ai/abortable';
import { AIError } from '../../../core/ai/aiError';
import { jsonInText } from '../../../core/ai/jsonInText';
import { promptArguments, toolArguments, type ToolArguments } from '../../../core/ai/mcpArguments';
import type { AIEvent, AIModel, AIProvider, AIRequest, CallOptions, TokenCount } from '../../../core/ai/provider';
import { MAX_NAME, modelLine } from '../../../core/ai/modelText';
import { requestTokens } from '../../../core/ai/requestTokens';
import { singleLine } from '../../../core/util/text';
import { endpoint } from './endpoint';
import { McpConnection, type McpServer } from './mcpConnection';

export interface McpOptions {
  /** Program and arguments, or an address of the streamable HTTP transport. */
  readonly server: McpServer;
  /** Of this program. */
  readonly version: string;
  /** Milliseconds; default 30 s. */
  readonly connectTimeout?: number;
  /** Milliseconds without answer or sign of progress; default 60 s. */
  readonly idleTimeout?: number;
}

/** Lists are asked for page by page; a server that never ends them is believed no longer. */
const MAX_PAGES = 50;

interface Offers {
  readonly tools: readonly Tool[];
  readonly prompts: readonly Prompt[];
}

/**
 * An MCP server as a specialist: its tools and prompts are the models, with ids `tool:<name>` and `prompt:<name>`. A tool answers with
 * structured content or text; a prompt answers with its text, as there is no model to put it to. Connects when it is needed, and anew after the server
 * went away.
 */
export class McpProvider implements AIProvider {
  readonly id = 'mcp';
  readonly name = 'MCP server';
  readonly destination: string;
  readonly #options: McpOptions;
  readonly #closed = new AbortController();
  #connection: McpConnection | undefined;

  /** @throws {AIError} `notSupported` when the address is none */
  constructor(options: McpOptions) {
    this.#options = options;
    this.destination = destinationOf(options.server);
  }

  async models(caller: AbortSignal): Promise<readonly AIModel[]> {
    const { tools, prompts } = await this.#call(caller, (connection, signal) => this.#offers(connection, signal));
    const models = [...tools.map((tool) => modelOf('tool', tool.name, tool.title ?? tool.annotations?.title)), ...prompts.map(({ name, title }) => modelOf('prompt', name, title))];
    if (models.length === 0) throw new AIError('modelNotFound');
    return models;
  }

  async *generate(request: AIRequest, options: CallOptions): AsyncIterable<AIEvent> {
    const texts = await this.#call(options.signal, async (connection, signal) => {
      const { tools, prompts } = await this.#offers(connection, signal);
      const tool = tools.find(({ name }) => request.model === `tool:${name}`);
      const prompt = prompts.find(({ name }) => request.model === `prompt:${name}`);
      if (tool) return this.#callTool(connection, tool, request, signal);
      if (!prompt) throw new AIError('modelNotFound', { detail: request.model });
      if (request.tool) throw new AIError('notSupported', { detail: prompt.name });
      return this.#getPrompt(connection, prompt, request, signal);
    });
    for (const text of texts) yield request.tool ? { type: 'toolInput', json: text } : { type: 'text', text };
    yield { type: 'end', reason: 'complete' };
  }

  countTokens(request: AIRequest): Promise<TokenCount> {
    return Promise.resolve({ tokens: requestTokens(request), isExact: false });
  }

  dispose(): void {
    this.#closed.abort();
    this.#connection?.dispose();
  }

  /** @returns the answer in pieces: JSON where the request wants a tool's input, else text */
  async #callTool({ client }: McpConnection, tool: Tool, request: AIRequest, signal: AbortSignal): Promise<readonly string[]> {
    const params = { name: tool.name, arguments: { ...filled(tool.name, toolArguments(tool.inputSchema, request)) } };
    const result = await client.request({ method: 'tools/call', params }, CallToolResultSchema, this.#patience(signal));
    const text = textOf(result.content);
    if (result.isError) throw new AIError('badRequest', { detail: text });
    const structured = result.structuredContent === undefined ? undefined : JSON.stringify(result.structuredContent);
    if (!request.tool) return [text === '' ? (structured ?? '') : text];
    const json = structured ?? jsonInText(text);
    if (json === undefined) throw new AIError('badAnswer', { detail: text });
    return [json];
  }

  async #getPrompt({ client }: McpConnection, prompt: Prompt, request: AIRequest, signal: AbortSignal): Promise<readonly string[]> {
    const params = { name: prompt.name, arguments: filled(prompt.name, promptArguments(prompt.arguments ?? [], request)) as Record<string, string> };
    const { messages } = await client.request({ method: 'prompts/get', params }, GetPromptResultSchema, this.#patience(signal));
    return [textOf(messages.map(({ content }) => content))];
  }

  async #offers({ client }: McpConnection, signal: AbortSignal): Promise<Offers> {
    const can = client.getServerCapabilities();
    const options = this.#patience(signal);
    const [tools, prompts] = await Promise.all([
      can?.tools ? pages(async (cursor) => client.request({ method: 'tools/list', params: { cursor } }, ListToolsResultSchema, options), ({ tools }) => tools) : [],
      can?.prompts ? pages(async (cursor) => client.request({ method: 'prompts/list', params: { cursor } }, ListPromptsResultSchema, options), ({ prompts }) => prompts) : [],
    ]);
    return { tools, prompts };
  }

  #patience(signal: AbortSignal): { signal: AbortSignal; timeout: number; resetTimeoutOnProgress: true; onprogress: () => void } {
    return { signal, timeout: this.#options.idleTimeout ?? 60_000, resetTimeoutOnProgress: true, onprogress: () => undefined };
  }

  /** @throws {AIError} and nothing else */
  async #call<T>(caller: AbortSignal, ask: (connection: McpConnection, signal: AbortSignal) => Promise<T>): Promise<T> {
    const signal = AbortSignal.any([caller, this.#closed.signal]);
    if (signal.aborted) throw new AIError('cancelled');
    const connection = this.#open();
    await abortable(connection.ready, signal);
    try {
      return await abortable(ask(connection, signal), signal);
    } catch (error) {
      throw connection.failure(error, signal, true);
    }
  }

  #open(): McpConnection {
    if (this.#connection && !this.#connection.isClosed) return this.#connection;
    const { server, version, connectTimeout = 30_000 } = this.#options;
    return (this.#connection = new McpConnection(server, version, connectTimeout));
  }
}

/** @throws {AIError} `notSupported`, with the names of what cannot be filled: `tool(one, other)` */
function filled(name: string, args: ToolArguments): Readonly<Record<string, unknown>> {
  if ('missing' in args) throw new AIError('notSupported', { detail: `${name}(${args.missing.join(', ')})` });
  return args.values;
}

async function pages<P extends { readonly nextCursor?: string | undefined }, T>(ask: (cursor: string | undefined) => Promise<P>, itemsOf: (page: P) => readonly T[]): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let count = 0; count < MAX_PAGES; count++) {
    const page = await ask(cursor);
    items.push(...itemsOf(page));
    cursor = page.nextCursor;
    if (!cursor) break;
  }
  return items;
}

function modelOf(kind: 'tool' | 'prompt', name: string, title: string | undefined): AIModel {
  return { id: `${kind}:${name}`, name: modelLine(title ?? name, MAX_NAME) || name, contextTokens: undefined, maxOutputTokens: undefined };
}

/** What of the contents is text; a picture or sound is none. */
function textOf(contents: readonly ContentBlock[]): string {
  return contents
    .flatMap((content) => {
      if (content.type === 'text') return [content.text];
      return content.type === 'resource' && 'text' in content.resource ? [content.resource.text] : [];
    })
    .join('\n\n');
}

function destinationOf(server: McpServer): string {
  if ('url' in server) return endpoint(server.url).destination;
  return singleLine(server.command.join(' '), 200);
}
