import { homedir } from 'node:os';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';
import { AIError } from '../../../core/ai/aiError';
import type { Disposable } from '../../../core/util/dispose';
import { singleLine } from '../../../core/util/text';
import { endpoint } from './endpoint';
import { mcpError } from './mcpErrors';
import { mcpFetch } from './mcpFetch';

/** Where the server is: a program with its arguments, or an address. */
export type McpServer = { readonly command: readonly string[] } | { readonly url: string };

/** How much of what a program said last is kept, in UTF-16 code units. */
const MAX_LAST_WORDS = 300;
/** What arrived with the end of a stream is read by then, in milliseconds. */
const READING = 500;

/** One session with an MCP server, from its beginning to its end. */
export class McpConnection implements Disposable {
  readonly client: Client;
  /** Resolves when the server can be asked. @throws {AIError} */
  readonly ready: Promise<void>;
  #lastWords = '';
  #isGarbled = false;
  #isClosed = false;

  /**
   * @param version of this program
   * @param timeout for connecting, milliseconds
   * @throws {AIError} `notSupported` when there can be no such server
   */
  constructor(server: McpServer, version: string, timeout: number) {
    // Without capabilities: the server can ask neither a model nor the user for anything, and sees no folder.
    this.client = new Client({ name: 'PromptStack', version }, { capabilities: {} });
    this.client.onerror = (error) => {
      if (error instanceof SyntaxError || error.name.endsWith('ZodError')) this.#isGarbled = true;
    };
    this.client.onclose = () => {
      this.#isClosed = true;
    };
    const transport = 'url' in server ? addressOf(server.url) : this.#program(server.command);
    this.ready = this.#connect(transport, timeout);
  }

  /** The server is gone; another connection is needed. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** What a call failed with. */
  failure(error: unknown, signal: AbortSignal, hasBegun: boolean): AIError {
    const failure = mcpError(error, { signal, hasBegun, now: Date.now(), key: undefined });
    if (failure.reason === 'timeout' && this.#isGarbled) return new AIError('badAnswer');
    if (failure.reason !== 'interrupted' && failure.reason !== 'unreachable') return failure;
    const detail = singleLine(this.#lastWords, MAX_LAST_WORDS) || failure.detail;
    return new AIError(hasBegun ? 'interrupted' : 'unreachable', { ...(detail && { detail }) });
  }

  dispose(): void {
    this.#isClosed = true;
    this.client.close().catch(() => undefined);
  }

  async #connect(transport: Transport, timeout: number): Promise<void> {
    try {
      await this.client.connect(transport, { timeout });
    } catch (error) {
      this.dispose();
      throw this.failure(error, new AbortController().signal, false);
    }
  }

  /** A program runs in the home folder: nothing that it looks for beside it may come from the workspace. */
  #program([command, ...args]: readonly string[]): Transport {
    if (!command) throw new AIError('notSupported');
    const transport = new StdioClientTransport({ command, args, cwd: homedir(), stderr: 'pipe' });
    transport.stderr?.on('data', (chunk: Buffer) => {
      this.#lastWords = (this.#lastWords + chunk.toString('utf8')).slice(-MAX_LAST_WORDS);
    });
    return transport;
  }
}

/** A request whose stream is over without an answer fails at once; one that has its answer does not notice. */
function addressOf(url: string): Transport {
  const transport = new StreamableHTTPClientTransport(new URL(endpoint(url).url), {
    fetch: mcpFetch((id) => {
      const error = { code: ErrorCode.ConnectionClosed, message: 'Connection closed' };
      setTimeout(() => transport.onmessage?.({ jsonrpc: '2.0', id, error }), READING);
    }),
  });
  return transport;
}
