import * as vscode from 'vscode';
import type { AI } from '../../../core/ai/ai';
import { AIError } from '../../../core/ai/aiError';
import type { AICallStatus, AIEvent, AIModel, AIProvider, AIRequest, AllowedSecrets, TokenUsage } from '../../../core/ai/provider';
import { Emitter } from '../../../core/util/event';
import { AnswerWriter } from './answerWriter';

type RunState =
  /** `status` is absent before anything is known of it. */
  | { readonly kind: 'asking'; readonly status?: AICallStatus }
  | { readonly kind: 'writing' }
  | { readonly kind: 'done'; readonly isCut: boolean }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Models that do not tell how much they may say. */
const DEFAULT_OUTPUT = 8192;
const MAX_OUTPUT = 32_000;

interface RunOptions {
  readonly ai: AI;
  /** For people: what was sent. */
  readonly name: string;
  /** Exactly what is sent. */
  readonly text: string;
  readonly allowed: AllowedSecrets;
  /** Goes on in this document instead of a new one. */
  readonly document?: vscode.TextDocument | undefined;
  /** The service has the text now. */
  readonly onSent: (provider: AIProvider, model: AIModel) => void;
}

/** One question to a model, whose answer is written into a document beside while it arrives. */
export class Run {
  readonly #options: RunOptions;
  readonly #abort = new AbortController();
  readonly #changed = new Emitter<void>();
  readonly #began = Date.now();
  #state: RunState = { kind: 'asking' };
  #writer: AnswerWriter | undefined;
  #isSent = false;

  readonly onDidChange = this.#changed.event;
  document: vscode.TextDocument | undefined;
  provider: AIProvider | undefined;
  model: AIModel | undefined;
  usage: TokenUsage | undefined;
  /** UTF-16 code units of the answer so far. */
  length = 0;

  constructor(options: RunOptions) {
    this.#options = options;
    this.document = options.document;
  }

  get state(): RunState {
    return this.#state;
  }

  get isRunning(): boolean {
    return this.#state.kind === 'asking' || this.#state.kind === 'writing';
  }

  /** Milliseconds so far, or of all of it. */
  elapsed = (): number => (this.isRunning ? Date.now() : this.#ended) - this.#began;
  #ended = this.#began;

  /** What arrived stays. */
  stop(): void {
    this.#abort.abort();
  }

  /** Ends with the answer. Never fails: see {@link state}. */
  async start(): Promise<void> {
    try {
      const end = await this.#ask();
      await this.#writer?.end();
      if (end === 'refused') throw new AIError('refused');
      this.#finish({ kind: 'done', isCut: end === 'length' });
    } catch (error) {
      await this.#writer?.end().catch(() => undefined);
      this.#finish(this.#abort.signal.aborted || AIError.is(error, 'cancelled') ? { kind: 'stopped' } : { kind: 'failed', error });
    }
  }

  async #ask(): Promise<(AIEvent & { type: 'end' })['reason']> {
    const { ai, text, allowed } = this.#options;
    const { signal } = this.#abort;
    const provider = (this.provider = await ai.provider());
    const model = (this.model = await ai.model(signal));
    const request: AIRequest = {
      task: 'run',
      model: model.id,
      system: '',
      messages: [{ role: 'user', parts: [{ kind: 'composition', label: this.#options.name, text }] }],
      maxOutputTokens: Math.min(model.maxOutputTokens ?? DEFAULT_OUTPUT, MAX_OUTPUT),
    };
    // The same question asked again is meant to have another answer.
    for await (const event of provider.generate(request, { signal, allowed, cache: 'none', onStatus: (status) => this.#follow(status) })) {
      this.#tellSent();
      if (event.type === 'text') this.#take(event.text);
      else if (event.type === 'usage') this.usage = event.usage;
      else if (event.type === 'end') return event.reason;
    }
    throw new AIError('interrupted');
  }

  #follow(status: AICallStatus): void {
    if (status.kind === 'sent') this.#tellSent();
    if (this.#state.kind === 'asking') this.#become({ kind: 'asking', status });
  }

  #tellSent(): void {
    if (this.#isSent || !this.provider || !this.model) return;
    this.#isSent = true;
    this.#options.onSent(this.provider, this.model);
  }

  #take(text: string): void {
    if (!this.#writer) {
      this.#writer = new AnswerWriter(this.#open());
      this.#become({ kind: 'writing' });
    }
    if (this.document?.isClosed) this.stop();
    this.#abort.signal.throwIfAborted();
    this.length += text.length;
    this.#writer.push(text);
  }

  async #open(): Promise<vscode.TextDocument> {
    this.document ??= await newDocument();
    this.#changed.fire();
    return this.document;
  }

  #finish(state: RunState): void {
    this.#ended = Date.now();
    this.#become(state);
  }

  #become(state: RunState): void {
    this.#state = state;
    this.#changed.fire();
  }
}

/** Beside, without taking the cursor away from where the user writes. */
async function newDocument(): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: '' });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: false });
  return document;
}
