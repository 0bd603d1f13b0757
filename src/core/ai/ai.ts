import type { Disposable } from '../util/dispose';
import type { Event } from '../util/event';
import type { ContextSelection, SelectionRequest } from './contextSelector';
import type { ClearedAnswers } from './middleware/answerCache';
import type { AIModel, AIProvider, CallOptions, ProviderId } from './provider';
import type { SuggestionList, Suggestion } from './suggestion';
import type { AIUsage } from './usage';

/** Everything that language models are asked for. Nothing is sent before a member says so. */
export interface AI extends Disposable {
  /** Fires when provider, model, key or consent may have changed. */
  readonly onDidChange: Event<void>;
  readonly providerId: ProviderId | 'none';

  /**
   * The provider with all middleware around it; the same one until {@link onDidChange}. It is not the caller's to dispose.
   * @throws {AIError} `noProvider`, `noKey`, `notSupported`
   */
  provider(): Promise<AIProvider>;
  /**
   * The model that is set, or the first of the provider's list. Asks the service once, with the user's consent.
   * @param options.interactive whether the user may be asked for it; default: true. @throws {AIError}
   */
  model(signal: AbortSignal, options?: Pick<CallOptions, 'interactive'>): Promise<AIModel>;
  /** What {@link model} gave when it was asked last for the provider and model that are set, also before a reload of the window; asks nobody. */
  readonly knownModel: AIModel | undefined;

  /** The prompts that say most about a composition, by the selector that is set. */
  select(request: SelectionRequest): Promise<ContextSelection>;

  /** Deletes the answers that are kept for the same question, here and on disk. @throws {FileSystemError} when a file stays */
  clearCache(): Promise<ClearedAnswers>;

  readonly suggestions: Suggestions;
  readonly usage: AIUsage;
}

export interface GetSuggestionsOptions {
  readonly signal: AbortSignal;
  /** Ask anew although neither text nor context changed. */
  readonly refresh?: boolean;
}

/** `error` and `diff` are taken away unless given. */
export type SuggestionChange = Pick<Suggestion, 'state' | 'error' | 'diff'>;

/** A document has another URI than before. */
export interface DocumentMove {
  readonly from: string;
  readonly to: string;
}

/** Advice on compositions, by document. It survives a reload of the window. */
export interface Suggestions extends Disposable {
  /** Fires with the URI of the document whose list changed. */
  readonly onDidChange: Event<string>;
  /** Fires for each document whose advice went along with it. */
  readonly onDidMove: Event<DocumentMove>;
  /** Never fails; an empty list where nobody asked yet. */
  of(uri: string): SuggestionList;
  /** The prompts that would be sent along, before anything is sent. */
  context(uri: string, text: string, signal: AbortSignal): Promise<ContextSelection>;
  /** The user's choice of prompts for a document; holds until it changes. */
  chooseContext(uri: string, wanted: readonly string[], unwanted: readonly string[]): void;
  /**
   * Asks for advice on a text; results arrive one by one through {@link onDidChange}. A run that is under way for the document ends first.
   * Never fails: what went wrong stands in the list.
   */
  get(uri: string, text: string, options: GetSuggestionsOptions): Promise<void>;
  /** Ends the run of a document; what arrived stays. */
  stop(uri: string): void;
  /** Changes what is known of one piece of advice; nothing happens when it is gone. Recorded as an outcome when it becomes `applied` or `dismissed`. */
  update(uri: string, id: string, change: SuggestionChange): void;
  /** Documents have other names now: their advice goes along, and runs go on. @param from a document or a folder */
  moved(from: string, to: string): void;
  /** The document is gone for good, and its URI will be that of another one: ends its run and remembers nothing of it. */
  forget(uri: string): void;
}
