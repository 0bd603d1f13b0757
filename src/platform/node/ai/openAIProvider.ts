import OpenAI from 'openai';
import { AIError } from '../../../core/ai/aiError';
import type { AIEvent, AIModel, AIPart, AIProvider, AIRequest, AITool, CallOptions, TokenCount } from '../../../core/ai/provider';
import { requestTokens } from '../../../core/ai/requestTokens';
import type { Log } from '../../../core/ports/log';
import { openAIAnswer, wholeOpenAIAnswer } from './openAIAnswer';
import { openAIModels } from './openAIModels';
import { ownHost, serviceAccess } from './serviceAccess';
import { ServiceCalls, type ServiceOptions } from './serviceCalls';

const OPENAI_HOST = ownHost('openai');

/** What a server may not know, with what it says when it does not. */
const optional = {
  tools: /\btools?\b|tool_choice|function.?call/i,
  stream_options: /stream_options|include_usage/i,
  max_completion_tokens: /max_completion_tokens/i,
  max_tokens: /max_tokens/i,
} as const;
type Optional = keyof typeof optional;

/** OpenAI's API, or any that speaks like it, on this machine as well. */
export class OpenAIProvider implements AIProvider {
  readonly id = 'openai';
  readonly #calls: ServiceCalls;
  readonly #client: OpenAI;
  readonly #log: Log;
  /** What the server turned out not to know: for all models, and for single ones. */
  readonly #unknown = new Set<string>();

  /** @throws {AIError} `noKey` when OpenAI's own service is asked, `notSupported` when the base URL is none */
  constructor({ apiKey, keyHost, baseUrl, log, clock }: ServiceOptions) {
    const { endpoint, key, isOfEnvironment } = serviceAccess('openai', baseUrl, apiKey === undefined ? undefined : { key: apiKey, host: keyHost });
    if (!key && endpoint.host === OPENAI_HOST) throw new AIError('noKey');
    this.#calls = new ServiceCalls(endpoint, key, clock);
    this.#log = log;
    this.#client = new OpenAI({
      // The SDK insists on a key; servers without one do not get the header.
      apiKey: key ?? 'none',
      ...(!key && { defaultHeaders: { Authorization: null } }),
      baseURL: endpoint.url,
      ...(!isOfEnvironment && { organization: null, project: null }),
      maxRetries: 0,
      fetch: this.#calls.fetch,
      logLevel: 'off',
    });
  }

  get name(): string {
    return this.destination === OPENAI_HOST ? 'OpenAI' : this.destination;
  }

  get destination(): string {
    return this.#calls.endpoint.destination;
  }

  models(signal: AbortSignal): Promise<readonly AIModel[]> {
    return this.#calls.once(signal, async (call) => {
      const listed: unknown[] = [];
      for await (const model of this.#client.models.list({ signal: call })) listed.push(model);
      const models = openAIModels(listed);
      if (models.length === 0) throw new AIError('modelNotFound');
      return models;
    });
  }

  generate(request: AIRequest, { signal }: CallOptions): AsyncIterable<AIEvent> {
    return this.#calls.stream(
      signal,
      (call) => this.#send(request, call),
      (stream) => openAIAnswer(stream, request.tool !== undefined),
    );
  }

  countTokens(request: AIRequest): Promise<TokenCount> {
    return Promise.resolve({ tokens: requestTokens(request), isExact: false });
  }

  dispose(): void {
    this.#calls.dispose();
  }

  /** Asks again without what the server says that it does not know. */
  async #send(request: AIRequest, signal: AbortSignal): Promise<AsyncIterable<OpenAI.ChatCompletionChunk>> {
    const question = this.#question(request);
    try {
      return await this.#calls.events(this.#client.chat.completions.create(question, { signal }), wholeOpenAIAnswer);
    } catch (error) {
      const failure = this.#calls.failure(error, signal);
      const unknown = unknownOf(failure, question);
      if (!unknown) throw failure;
      this.#log.info(`AI: ${this.destination} does not know "${unknown}"`);
      this.#unknown.add(unknown === 'tools' ? `tools ${request.model}` : unknown);
      return this.#send(request, signal);
    }
  }

  #question({ model, system, messages, tool, maxOutputTokens }: AIRequest): OpenAI.ChatCompletionCreateParamsStreaming {
    const hasTools = tool !== undefined && !this.#unknown.has(`tools ${model}`);
    const rules = [system, tool && !hasTools ? jsonRule(tool) : ''].filter((text) => text !== '').join('\n\n');
    return {
      model,
      stream: true,
      messages: [
        ...(rules === '' ? [] : [{ role: 'system' as const, content: rules.toWellFormed() }]),
        ...messages.map(({ role, parts }) => ({ role, content: textOf(parts).toWellFormed() })),
      ],
      ...(hasTools && {
        tools: [{ type: 'function', function: { name: tool.name, description: tool.description, parameters: tool.inputSchema } }],
        tool_choice: { type: 'function', function: { name: tool.name } },
      }),
      ...(!this.#unknown.has('stream_options') && { stream_options: { include_usage: true } }),
      ...this.#limit(maxOutputTokens),
    };
  }

  /** OpenAI's newer models refuse the old name of the limit; most compatible servers know nothing but the old one. */
  #limit(tokens: number): Pick<OpenAI.ChatCompletionCreateParamsStreaming, 'max_tokens' | 'max_completion_tokens'> {
    const names = this.destination === OPENAI_HOST ? (['max_completion_tokens', 'max_tokens'] as const) : (['max_tokens', 'max_completion_tokens'] as const);
    const known = names.find((name) => !this.#unknown.has(name));
    return known ? { [known]: tokens } : {};
  }
}

function unknownOf({ reason, status = 0, detail = '' }: AIError, question: object): Optional | undefined {
  if (reason !== 'badRequest' && !(reason === 'serverError' && status <= 501)) return undefined;
  const named = (Object.keys(optional) as Optional[]).find((name) => name in question && optional[name].test(detail));
  if (named) return named;
  return status === 400 && detail === '' && 'tools' in question ? 'tools' : undefined;
}

/** The texts of a message in one, since many servers take nothing else. */
function textOf(parts: readonly AIPart[]): string {
  return parts.reduce((all, { text }) => (all === '' || all.endsWith('\n') ? all + text : `${all}\n${text}`), '');
}

function jsonRule({ name, description, inputSchema }: AITool): string {
  return [
    `You have no tools. Where you are told to use the tool ${name} (${description}), write its input instead:`,
    'your whole answer is one JSON object, without a code fence and without words around it, that fits this JSON Schema:',
    JSON.stringify(inputSchema),
  ].join('\n');
}
