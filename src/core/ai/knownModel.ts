import type { AIPorts } from '../ports/ai';
import type { Log } from '../ports/log';
import type { AIModel, ProviderId } from './provider';
import { isRecord, numberIn } from './suggestions/storedValues';

/** Where {@link AIPorts.memory} keeps it. */
const MEMORY_KEY = 'promptstack.model';

/** The model that was asked last, kept over a reload of the window: how large its context is, is known then before anything is asked again. */
export class KnownModel {
  readonly #ports: Pick<AIPorts, 'memory' | 'settings'>;
  readonly #log: Log;

  constructor(ports: Pick<AIPorts, 'memory' | 'settings'>, log: Log) {
    this.#ports = ports;
    this.#log = log;
  }

  /** `undefined` when another provider or model is set by now. */
  get(): AIModel | undefined {
    const { provider, model } = this.#ports.settings;
    return this.#kept(provider, model);
  }

  /** @param wanted id of the model that was set when it was asked for; empty: the provider's first */
  note(provider: ProviderId, wanted: string, { id, name, contextTokens, maxOutputTokens }: AIModel): void {
    const before = this.#kept(provider, wanted);
    if (before?.id === id && before.name === name && before.contextTokens === contextTokens && before.maxOutputTokens === maxOutputTokens) return;
    this.#ports.memory
      .set(MEMORY_KEY, { provider, wanted, id, name, contextTokens, maxOutputTokens })
      .catch((error: unknown) => this.#log.warn(`The size of the model could not be kept: ${String(error)}`));
  }

  #kept(provider: string, wanted: string): AIModel | undefined {
    const kept = this.#ports.memory.get(MEMORY_KEY);
    if (!isRecord(kept) || kept['provider'] !== provider || kept['wanted'] !== wanted) return undefined;
    const { id, name } = kept;
    if (typeof id !== 'string' || typeof name !== 'string') return undefined;
    return { id, name, contextTokens: numberIn(kept, 'contextTokens'), maxOutputTokens: numberIn(kept, 'maxOutputTokens') };
  }
}
