import type { PromptLibrary, PromptUsage } from '../app';
import type { DomainEvents } from '../events/domainEvents';
import type { AIPorts, ContextSelectorId } from '../ports/ai';
import type { Clock } from '../ports/clock';
import type { FileSystem } from '../ports/fileSystem';
import type { Log } from '../ports/log';
import type { References } from '../references/references';
import { type Disposable, DisposableStore, toDisposable } from '../util/dispose';
import { Emitter } from '../util/event';
import type { AI } from './ai';
import { AIError } from './aiError';
import type { ContextSelection, ContextSelector, SelectionRequest } from './contextSelector';
import { createSelector } from './createSelector';
import { JournalAIUsage } from './journalAIUsage';
import { KnownModel } from './knownModel';
import { LiveSuggestions } from './liveSuggestions';
import type { ClearedAnswers } from './middleware/answerCache';
import { type ChainMemory, chainMemory, withMiddleware } from './middleware/withMiddleware';
import { abortable } from './middleware/wrapped';
import type { AIModel, AIProvider, ProviderId } from './provider';

/** What the AI part uses of the rest of the domain. */
export interface AIParts {
  readonly library: PromptLibrary;
  readonly usage: PromptUsage;
  readonly references: References;
  readonly events: DomainEvents;
  readonly fileSystem: FileSystem;
  readonly clock: Clock;
  readonly log: Log;
  readonly ports: AIPorts;
  /** When this window was opened, in milliseconds since the epoch; default: when the parts were put together. */
  readonly opened?: number;
}

/** Of an app that has no models. */
export const noAI: AIPorts = {
  settings: { provider: 'none', model: '', contextSelector: 'score', concurrency: 1, prices: {}, inlineTokensPerDay: 0 },
  onDidChange: () => toDisposable(() => undefined),
  createProvider: (id) => Promise.reject(new AIError('notSupported', { detail: id })),
  isTrusted: () => false,
  consent: () => Promise.resolve(false),
  findSecrets: () => Promise.resolve([]),
  decideOnSecrets: () => Promise.resolve('cancel'),
  cacheFolder: '',
  memory: { get: () => undefined, set: () => Promise.resolve() },
};

/** See {@link AI}. */
export class LiveAI extends DisposableStore implements AI {
  readonly usage: JournalAIUsage;
  readonly suggestions: LiveSuggestions;
  readonly #parts: AIParts;
  readonly #memory: ChainMemory;
  readonly #known: KnownModel;
  readonly #changed = this.add(new Emitter<void>());
  readonly #selectors = new Map<ContextSelectorId, ContextSelector & Disposable>();
  #provider: Promise<AIProvider> | undefined;
  #models: { readonly provider: AIProvider; readonly list: Promise<readonly AIModel[]> } | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(parts: AIParts) {
    super();
    this.#parts = parts;
    this.#memory = chainMemory(parts);
    this.#known = new KnownModel(parts.ports, parts.log);
    this.add(toDisposable(() => this.#forget()));
    this.usage = this.add(new JournalAIUsage(parts.events, parts.clock, () => parts.ports.settings.prices));
    this.suggestions = this.add(new LiveSuggestions(this, parts));
    this.add(
      parts.ports.onDidChange(() => {
        this.#forget();
        this.#changed.fire();
      }),
    );
  }

  get providerId(): ProviderId | 'none' {
    return this.#parts.ports.settings.provider;
  }

  provider(): Promise<AIProvider> {
    if (this.isDisposed) return Promise.reject(new AIError('cancelled'));
    if (this.#provider) return this.#provider;
    const opening = (this.#provider = this.#open());
    opening.catch(() => {
      if (this.#provider === opening) this.#provider = undefined;
    });
    return opening;
  }

  get knownModel(): AIModel | undefined {
    return this.#known.get();
  }

  async model(signal: AbortSignal, { interactive = true } = {}): Promise<AIModel> {
    const provider = await abortable(this.provider(), signal);
    await abortable(this.#requireConsent(provider, interactive), signal);
    const wanted = this.#parts.ports.settings.model;
    const model = await this.#modelOf(provider, wanted, signal);
    this.#known.note(provider.id, wanted, model);
    return model;
  }

  async #modelOf(provider: AIProvider, wanted: string, signal: AbortSignal): Promise<AIModel> {
    const named = { id: wanted, name: wanted, contextTokens: undefined, maxOutputTokens: undefined };
    try {
      const list = await abortable(this.#list(provider), signal);
      // A tool may do anything, so none is called that nobody chose.
      const first = provider.id === 'mcp' ? undefined : list[0];
      const model = wanted === '' ? first : (list.find(({ id }) => id === wanted) ?? named);
      if (!model) throw new AIError('modelNotFound');
      return model;
    } catch (error) {
      // Not every service has a list; who names a model needs none.
      if (wanted !== '' && AIError.is(error, 'modelNotFound', 'badRequest', 'notSupported')) return named;
      throw error;
    }
  }

  select(request: SelectionRequest): Promise<ContextSelection> {
    const id = this.#parts.ports.settings.contextSelector;
    let selector = this.#selectors.get(id);
    if (!selector) this.#selectors.set(id, (selector = this.add(createSelector(id, this.#parts))));
    return selector.select(request);
  }

  clearCache(): Promise<ClearedAnswers> {
    return this.#memory.answers.clear();
  }

  async #open(): Promise<AIProvider> {
    const id = this.providerId;
    if (id === 'none') throw new AIError('noProvider');
    return withMiddleware(await this.#parts.ports.createProvider(id), this.#parts, this.#memory);
  }

  /** Before the list of models, too: who was not allowed anything is not even asked for it by the way. */
  async #requireConsent(provider: AIProvider, interactive: boolean): Promise<void> {
    const { ports } = this.#parts;
    if (!ports.isTrusted()) throw new AIError('untrusted');
    if (!(await ports.consent(provider, interactive))) throw new AIError('noConsent');
  }

  /** One question for all who wait; so it goes on when one of them does not want to know any longer. */
  #list(provider: AIProvider): Promise<readonly AIModel[]> {
    if (this.#models?.provider === provider) return this.#models.list;
    const models = (this.#models = { provider, list: provider.models(new AbortController().signal) });
    models.list.catch(() => {
      if (this.#models === models) this.#models = undefined;
    });
    return models.list;
  }

  /** Calls that are under way still end well: a provider goes with its last call. */
  #forget(): void {
    const provider = this.#provider;
    this.#provider = this.#models = undefined;
    provider?.then(
      (opened) => opened.dispose(),
      () => undefined,
    );
  }
}
