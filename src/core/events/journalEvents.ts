import type { Journal } from '../ports/journal';
import type { Log } from '../ports/log';
import { DisposableStore } from '../util/dispose';
import type { DomainEvent, DomainEvents, DomainEventType, EventOf, Subscription } from './domainEvents';
import type { SharedJournal } from './sharedJournal';

/** Events on their way from those who publish them to subscribers and journal. */
export class JournalEvents implements DomainEvents {
  readonly #shared: SharedJournal;
  readonly #log: Log;
  readonly #journal: Journal;
  readonly #owned = new DisposableStore();
  readonly #subscribers = new Set<Subscriber>();

  constructor(shared: SharedJournal, log: Log) {
    this.#shared = shared;
    this.#log = log;
    this.#journal = this.#owned.add(shared.view());
  }

  async publish(event: DomainEvent): Promise<void> {
    const handled = [...this.#subscribers].map((subscriber) => subscriber.deliver([event]));
    await this.#journal.append(event);
    await Promise.all(handled);
  }

  subscribe<T extends DomainEventType>(name: string, types: readonly T[], handle: (events: readonly EventOf<T>[]) => void | Promise<void>): Subscription {
    const types_ = new Set<string>(types);
    const subscriber = new Subscriber(this.#shared.view(), types_, async (events) => {
      try {
        await handle(events as readonly EventOf<T>[]);
      } catch (error) {
        this.#log.error(`${name} could not handle ${events.length} events`, error);
      }
    });
    this.#subscribers.add(subscriber);
    return {
      whenReady: () => subscriber.whenReady(),
      dispose: () => {
        this.#subscribers.delete(subscriber);
        subscriber.dispose();
      },
    };
  }

  dispose(): void {
    for (const subscriber of this.#subscribers) subscriber.dispose();
    this.#owned.dispose();
  }
}

class Subscriber extends DisposableStore {
  readonly #journal: Journal;
  readonly #types: ReadonlySet<string>;
  readonly #handle: (events: readonly DomainEvent[]) => Promise<void>;
  #reading: Promise<void> | undefined;
  #chain: Promise<void> = Promise.resolve();
  #isReady = false;

  constructor(journal: Journal, types: ReadonlySet<string>, handle: (events: readonly DomainEvent[]) => Promise<void>) {
    super();
    this.#journal = this.add(journal);
    this.#types = types;
    this.#handle = handle;
    this.add(journal.onDidAppend((entries) => void this.deliver(entries)));
  }

  whenReady(): Promise<void> {
    return (this.#reading ??= this.#read());
  }

  deliver(entries: readonly unknown[]): Promise<void> {
    const events = entries.filter((entry): entry is DomainEvent => this.#types.has((entry as DomainEvent | undefined)?.type ?? ''));
    if (!this.#isReady || events.length === 0) return Promise.resolve();
    return (this.#chain = this.#chain.then(() => (this.isDisposed ? undefined : this.#handle(events))));
  }

  async #read(): Promise<void> {
    try {
      const entries = await this.#journal.readAll();
      this.#isReady = true;
      await this.deliver(entries);
    } catch (error) {
      this.#reading = undefined;
      throw error;
    }
  }
}
