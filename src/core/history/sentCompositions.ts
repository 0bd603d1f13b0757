import type { CompositionSent } from '../events/aiEvents';
import type { DomainEvents } from '../events/domainEvents';
import { DisposableStore } from '../util/dispose';
import { Emitter } from '../util/event';

export interface SentComposition {
  readonly count: number;
  /** Of the last time; milliseconds since the epoch. */
  readonly at: number;
  readonly target: string;
}

/** How often compositions were sent, and where to last: what the ledger of all windows says. */
export class SentCompositions extends DisposableStore {
  readonly #sent = new Map<string, SentComposition>();
  readonly #changed = this.add(new Emitter<readonly string[]>());
  readonly #subscription;

  /** Fires with the uuids of compositions. */
  readonly onDidChange = this.#changed.event;

  constructor(events: DomainEvents) {
    super();
    this.#subscription = this.add(events.subscribe('sent compositions', ['compositionSent'], (batch) => this.#apply(batch)));
  }

  /** Resolves when what was sent before is known. @throws {FileSystemError} when the journal cannot be read */
  whenReady(): Promise<void> {
    return this.#subscription.whenReady();
  }

  /** `undefined` for a composition that was never sent. */
  of(uuid: string): SentComposition | undefined {
    return this.#sent.get(uuid);
  }

  #apply(batch: readonly CompositionSent[]): void {
    const uuids = new Set<string>();
    for (const { uuid, at, target } of batch) {
      if (uuid === undefined) continue;
      const known = this.#sent.get(uuid);
      // Events of other windows come late.
      this.#sent.set(uuid, { count: (known?.count ?? 0) + 1, ...(known && known.at > at ? { at: known.at, target: known.target } : { at, target }) });
      uuids.add(uuid);
    }
    if (uuids.size > 0) this.#changed.fire([...uuids]);
  }
}
