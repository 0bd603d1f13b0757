import type Anthropic from '@anthropic-ai/sdk';
import { BaseAnthropic } from '@anthropic-ai/sdk/client';
import { Messages } from '@anthropic-ai/sdk/resources/messages';
import { Models } from '@anthropic-ai/sdk/resources/models';
import { AIError } from '../../../core/ai/aiError';
import type { AIEvent, AIMessage, AIModel, AIPart, AIProvider, AIRequest, CallOptions, TokenCount } from '../../../core/ai/provider';
import { MAX_NAME, modelLine } from '../../../core/ai/modelText';
import { requestTokens } from '../../../core/ai/requestTokens';
import type { Log } from '../../../core/ports/log';
import { anthropicAnswer, wholeAnthropicAnswer } from './anthropicAnswer';
import { serviceAccess } from './serviceAccess';
import { ServiceCalls, type ServiceOptions } from './serviceCalls';

/** Models per page: the most that the service gives. */
const PAGE = 1000;
/** A service that never ends its list is believed no longer. */
const MAX_MODELS = 5000;

/**
 * What some models, and services that only speak like Anthropic's, do not take: that a tool's input is streamed while it is being written,
 * and that a tool has to be called, which does not go together with every kind of thinking.
 */
const optional = ['eager_input_streaming', 'tool_choice'] as const;

/** The SDK with the two resources that are used: the whole of it is three times as long. */
class Client extends BaseAnthropic {
  readonly messages = new Messages(this);
  readonly models = new Models(this);
}

/** Anthropic's API, or one that speaks like it. */
export class AnthropicProvider implements AIProvider {
  readonly id = 'anthropic';
  readonly name = 'Anthropic';
  readonly #calls: ServiceCalls;
  readonly #client: Client;
  readonly #log: Log;
  /** What of {@link optional} a model turned out not to take: `tool_choice model-id`. */
  readonly #refused = new Set<string>();

  /** @throws {AIError} `noKey`, `notSupported` when the base URL is none */
  constructor({ apiKey, keyHost, baseUrl, log, clock }: ServiceOptions) {
    const { endpoint, key, variable, isOfEnvironment } = serviceAccess('anthropic', baseUrl, apiKey === undefined ? undefined : { key: apiKey, host: keyHost });
    if (!key) throw new AIError('noKey');
    // The SDK adds the version itself, but people copy addresses that have it.
    this.#calls = new ServiceCalls({ ...endpoint, url: endpoint.url.replace(/\/v1$/, '') }, key, clock);
    this.#log = log;
    this.#client = new Client({
      ...(variable === 'ANTHROPIC_AUTH_TOKEN' ? { authToken: key } : { apiKey: key }),
      ...(!isOfEnvironment && { defaultHeaders: withoutHeadersOfEnvironment() }),
      baseURL: this.#calls.endpoint.url,
      maxRetries: 0,
      fetch: this.#calls.fetch,
      // Either would pass contents on to whoever listens in this process.
      logLevel: 'off',
      openTelemetry: false,
    });
  }

  get destination(): string {
    return this.#calls.endpoint.destination;
  }

  models(signal: AbortSignal): Promise<readonly AIModel[]> {
    return this.#calls.once(signal, async (call) => {
      const models: AIModel[] = [];
      let listed = 0;
      for await (const model of this.#client.models.list({ limit: PAGE }, { signal: call })) {
        if (model.lifecycle !== 'retired') models.push(modelOf(model));
        if (++listed >= MAX_MODELS) break;
      }
      if (models.length === 0) throw new AIError('modelNotFound');
      return models;
    });
  }

  generate(request: AIRequest, { signal }: CallOptions): AsyncIterable<AIEvent> {
    return this.#calls.stream(signal, (call) => this.#send(request, call), anthropicAnswer);
  }

  countTokens(request: AIRequest, { signal }: CallOptions): Promise<TokenCount> {
    return this.#calls.once(signal, async (call) => {
      try {
        const { input_tokens } = await this.#client.messages.countTokens(this.#question(request), { signal: call });
        return { tokens: input_tokens, isExact: true };
      } catch (error) {
        const failure = this.#calls.failure(error, call);
        // Services that only speak like Anthropic's often do not count.
        if (failure.reason === 'badRequest' && (failure.status === 404 || failure.status === 405)) return { tokens: requestTokens(request), isExact: false };
        throw failure;
      }
    });
  }

  dispose(): void {
    this.#calls.dispose();
  }

  /** Asks again without what is refused by its name. */
  async #send(request: AIRequest, signal: AbortSignal): Promise<AsyncIterable<Anthropic.RawMessageStreamEvent>> {
    try {
      const call = this.#client.messages.create({ ...this.#question(request), max_tokens: request.maxOutputTokens, stream: true }, { signal });
      return await this.#calls.events(call, wholeAnthropicAnswer);
    } catch (error) {
      const failure = this.#calls.failure(error, signal);
      const refused = failure.reason === 'badRequest' && request.tool ? optional.find((name) => failure.detail?.includes(name)) : undefined;
      if (!refused || !this.#takes(refused, request.model)) throw failure;
      this.#log.info(`AI: ${this.destination} does not take "${refused}" for ${request.model}`);
      this.#refused.add(`${refused} ${request.model}`);
      return this.#send(request, signal);
    }
  }

  #takes(name: (typeof optional)[number], model: string): boolean {
    return !this.#refused.has(`${name} ${model}`);
  }

  #question({ model, system, messages, tool }: AIRequest): Anthropic.MessageCountTokensParams & Pick<Anthropic.MessageCreateParams, 'tools'> {
    const lastStable = messages.flatMap(({ parts }) => parts).findLast((part) => part.stable && isSaying(part));
    return {
      model,
      ...(system !== '' && { system: [{ type: 'text', text: system.toWellFormed(), cache_control: { type: 'ephemeral' } }] }),
      messages: messages.map((message) => messageOf(message, lastStable)).filter(({ content }) => content.length > 0),
      ...(tool && {
        tools: [{ name: tool.name, description: tool.description, input_schema: tool.inputSchema, ...(this.#takes('eager_input_streaming', model) && { eager_input_streaming: true }) }],
        tool_choice: this.#takes('tool_choice', model) ? { type: 'tool', name: tool.name, disable_parallel_tool_use: true } : { type: 'auto' },
      }),
    };
  }
}

/** The SDK sends what this variable holds to any address. */
function withoutHeadersOfEnvironment(): Record<string, null> {
  const lines = (process.env['ANTHROPIC_CUSTOM_HEADERS'] ?? '').split('\n').filter((line) => line.includes(':'));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).trim(), null]));
}

function messageOf({ role, parts }: AIMessage, lastStable: AIPart | undefined): Anthropic.MessageParam & { content: Anthropic.TextBlockParam[] } {
  const content = parts.filter(isSaying).map((part): Anthropic.TextBlockParam => ({
    type: 'text',
    text: part.text.toWellFormed(),
    ...(part === lastStable && { cache_control: { type: 'ephemeral' } }),
  }));
  return { role, content };
}

/** The service takes no text without anything to read. */
function isSaying({ text }: AIPart): boolean {
  return text.trim() !== '';
}

function modelOf({ id, display_name, max_input_tokens, max_tokens }: Partial<Anthropic.ModelInfo> & Pick<Anthropic.ModelInfo, 'id'>): AIModel {
  return { id, name: modelLine(display_name || id, MAX_NAME), contextTokens: max_input_tokens || undefined, maxOutputTokens: max_tokens || undefined };
}
