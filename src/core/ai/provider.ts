import type { Disposable } from '../util/dispose';

/** The kinds of services that language models can be asked through. */
export const providerIds = ['anthropic', 'vscode', 'openai', 'mcp'] as const;
export type ProviderId = (typeof providerIds)[number];

/** What an answer is for. Providers of specialised tools choose the tool by it; others need not look at it. */
export type AITask = 'suggestions' | 'edit' | 'completion' | 'run';

/** What a part of a request is. */
export type AIPartKind = 'instructions' | 'composition' | 'prompt' | 'file' | 'suggestion' | 'before' | 'after';

/** A piece of what is sent, so that it can be shown, counted and searched for secrets by itself. */
export interface AIPart {
  readonly kind: AIPartKind;
  /** What a person calls it: a title, a path. Not sent. */
  readonly label: string;
  /** Exactly what is sent. */
  readonly text: string;
  /** The same in the next requests: everything up to here may be kept by the provider (prompt caching). */
  readonly stable?: boolean;
}

export interface AIMessage {
  readonly role: 'user' | 'assistant';
  readonly parts: readonly AIPart[];
}

/** A tool that the model has to call: its input is the answer. */
export interface AITool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema (2020-12) of an object. */
  readonly inputSchema: { readonly type: 'object'; readonly [keyword: string]: unknown };
}

/** One question to a model. Plain JSON: equal requests are equal texts. */
export interface AIRequest {
  readonly task: AITask;
  /** {@link AIModel.id} */
  readonly model: string;
  /** What the model is and may do; the same for every request of a task, so that it can be cached. Empty for none. */
  readonly system: string;
  readonly messages: readonly AIMessage[];
  /** Absent: the answer is text. */
  readonly tool?: AITool;
  readonly maxOutputTokens: number;
}

export interface AIModel {
  /** As the service names it in requests. */
  readonly id: string;
  /** As the service names it for people. */
  readonly name: string;
  /** Size of the context in tokens; `undefined` where the service does not tell. */
  readonly contextTokens: number | undefined;
  readonly maxOutputTokens: number | undefined;
}

/** Tokens of one call, as far as the service told; all of them parts of no other. */
export interface TokenUsage {
  readonly input: number;
  readonly output: number;
  /** Read from the provider's cache instead of {@link input}. */
  readonly cacheRead: number;
  /** Written to the provider's cache instead of {@link input}. */
  readonly cacheWrite: number;
}

/** What arrives while a model answers. */
export type AIEvent =
  | { readonly type: 'text'; readonly text: string }
  /** A further piece of the JSON text of the tool's input. May break anywhere, but never inside of a code point. */
  | { readonly type: 'toolInput'; readonly json: string }
  /** The figures so far; the last one counts. */
  | { readonly type: 'usage'; readonly usage: TokenUsage }
  /** Always the last one. `length`: {@link AIRequest.maxOutputTokens} was reached. `refused`: the model declined. */
  | { readonly type: 'end'; readonly reason: 'complete' | 'length' | 'refused' };

/** What a call is waiting for. Times are milliseconds since the epoch. */
export type AICallStatus =
  | { readonly kind: 'queued' }
  | { readonly kind: 'sent' }
  | { readonly kind: 'streaming' }
  /** It failed and is tried again at {@link until}. */
  | { readonly kind: 'waiting'; readonly until: number; readonly attempt: number; readonly attempts: number; readonly reason: string };

export interface CallOptions {
  /** Aborting ends the HTTP request; the call then fails with reason `cancelled`. */
  readonly signal: AbortSignal;
  readonly onStatus?: (status: AICallStatus) => void;
  /** `refresh` asks anew and keeps the answer; `none` leaves the cache alone. Default: `use`. */
  readonly cache?: 'use' | 'refresh' | 'none';
  /** Somebody waits for it and can be asked questions. Default: true. */
  readonly interactive?: boolean;
  /** The user saw these secrets in this very request and wants them sent: nobody is asked about them again. */
  readonly allowed?: AllowedSecrets;
}

/** A yes to sending secrets, to one recipient and with one request. */
export interface AllowedSecrets {
  /** {@link AIProvider.destination} */
  readonly destination: string;
  readonly secrets: readonly string[];
}

export interface TokenCount {
  readonly tokens: number;
  /** Counted by the service and not estimated here. */
  readonly isExact: boolean;
}

/**
 * A service that answers by language models. All failures are {@link AIError}s. Middleware wraps a provider in another one of the same
 * shape.
 */
export interface AIProvider extends Disposable {
  readonly id: ProviderId;
  /** Product or service, for people: `Anthropic`. */
  readonly name: string;
  /** Who receives what is sent, for people and as the key of their consent: `api.anthropic.com`, `localhost:11434`. */
  readonly destination: string;
  /** Newest first where the service tells; never empty. */
  models(signal: AbortSignal): Promise<readonly AIModel[]>;
  /** Nothing is sent before the first event is asked for. Leaving the loop early ends the request. */
  generate(request: AIRequest, options: CallOptions): AsyncIterable<AIEvent>;
  /** Size of the request: exact where the service has an endpoint for it, else an estimate. */
  countTokens(request: AIRequest, options: CallOptions): Promise<TokenCount>;
}

/** Wraps a provider; disposing the wrapper disposes what it wraps. */
export type AIMiddleware = (inner: AIProvider) => AIProvider;
