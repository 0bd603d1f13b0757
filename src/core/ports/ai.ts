import type { AIProvider, ProviderId } from '../ai/provider';
import type { SecretFinding } from '../ai/secrets';
import type { Event } from '../util/event';

/** How prompts are chosen that go along with a request. */
export type ContextSelectorId = 'score' | 'bm25';

/** What the user set; read anew at every use. */
export interface AISettings {
  readonly provider: ProviderId | 'none';
  /** Empty: the first of the provider's list. */
  readonly model: string;
  readonly contextSelector: ContextSelectorId;
  /** Calls at the same time. */
  readonly concurrency: number;
  /** US dollars per million tokens, by model id, where `*` at the end stands for anything; longest match wins. Of any shape: users write it. */
  readonly prices: unknown;
  /** Tokens that ghost text may use on one day. */
  readonly inlineTokensPerDay: number;
}

/** `mask`: a mark goes in its place; `send`: it goes as it is; `cancel`: nothing is sent. */
export type SecretDecision = 'mask' | 'send' | 'cancel';

/** What the AI part of the domain needs of the world around it. */
export interface AIPorts {
  readonly settings: AISettings;
  /** One of {@link settings}, a key, or what a key or endpoint is taken from changed: providers are made anew. */
  readonly onDidChange: Event<void>;
  /** The bare service, without middleware. The caller disposes it. @throws {AIError} `noKey`, `notSupported` */
  createProvider(id: ProviderId): Promise<AIProvider>;
  /** False in a workspace whose authors are not trusted: nothing is sent from there. */
  isTrusted(): boolean;
  /** Whether the user said yes to sending texts to this provider, and asks when `interactive` and nobody asked before. */
  consent(provider: AIProvider, interactive: boolean): Promise<boolean>;
  /** Secrets in a text: keys, tokens, private keys. */
  findSecrets(text: string): Promise<readonly SecretFinding[]>;
  /** What to do about secrets in what is about to be sent. Not asked for ghost text, where they are masked. */
  decideOnSecrets(findings: readonly SecretFinding[], provider: AIProvider): Promise<SecretDecision>;
  /** URI of a folder for answers that may be asked for again. May not exist yet; may be deleted at any time. */
  readonly cacheFolder: string;
  /** Kept over a reload of the window, for this workspace. */
  readonly memory: { get(key: string): unknown; set(key: string, value: unknown): Promise<void> };
}
