import type { Clock } from '../ports/clock';
import type { Journal } from '../ports/journal';
import type { Log } from '../ports/log';
import { type Disposable, DisposableStore } from '../util/dispose';
import type { DomainEvent, DomainEvents, DomainEventType, EventOf, Subscription } from './domainEvents';

/** At most so many events are handed over at a time; between two batches the event loop turns. */
const BATCH = 1000;
/** How long after the first reading the journal may be compacted, in milliseconds. */
const COMPACTION_DELAY = 60_000;

/** Events on their way from those who publish them to subscribers and journal. The journal is read when the first subscriber asks. */
export class JournalEvents implements DomainEvents {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #owned = new DisposableStore();
  readonly #subscribers = new Set<Subscriber>();
  /** All that is known: what this window published, and once it was read what came before and from others. */
  #events: DomainEvent[] = [];
  #reading: Promise<void> | undefined;
  /** Loaded with the first reading. */
  #isDomainEvent: ((entry: unknown) => entry is DomainEvent) | undefined;
  /** What others appended before that. */
  #early: unknown[] = [];

  /** @param journal is disposed with this. */
  constructor(journal: Journal, clock: Clock, log: Log) {
    this.#journal = this.#owned.add(journal);
    this.#clock = clock;
    this.#log = log;
    this.#owned.add(
      journal.onDidAppend((entries) => {
        if (this.#isDomainEvent) void this.#add(entries.filter(this.#isDomainEvent));
        else this.#early.push(...entries);
      }),
    );
  }

  async publish(event: DomainEvent): Promise<void> {
    const handled = this.#add([event]);
    const written = this.#journal.append(event);
    await Promise.allSettled([handled, written]);
    await written;
  }

  subscribe<T extends DomainEventType>(name: string, types: readonly T[], handle: (events: readonly EventOf<T>[]) => void | Promise<void>): Subscription {
    const subscriber = new Subscriber(types, this.#clock, async (events) => {
      try {
        await handle(events as readonly EventOf<T>[]);
      } catch (error) {
        this.#log.error(`${name} could not handle ${events.length} events`, error);
      }
    });
    this.#subscribers.add(subscriber);
    return {
      whenReady: async () => {
        await (this.#reading ??= this.#read());
        await subscriber.begin(this.#events);
      },
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

  async #add(events: readonly DomainEvent[]): Promise<void> {
    for (const event of events) this.#events.push(event);
    await Promise.all([...this.#subscribers].map((subscriber) => subscriber.deliver(events)));
  }

  async #read(): Promise<void> {
    try {
      const { isDomainEvent } = await import('./isDomainEvent');
      this.#isDomainEvent = isDomainEvent;
      this.#events.push(...this.#early.splice(0).filter(isDomainEvent));
      const others = (await this.#journal.readOthers()).filter(isDomainEvent);
      this.#events = others.concat(this.#events);
      this.#owned.add(this.#clock.schedule(COMPACTION_DELAY, () => void this.#compact()));
    } catch (error) {
      this.#reading = undefined;
      this.#log.error('What happened before could not be read', error);
      throw error;
    }
  }

  async #compact(): Promise<void> {
    try {
      await this.#journal.compact(async (entries) => (await import('./foldEvents')).foldEvents(entries, this.#clock));
    } catch (error) {
      this.#log.error('The journal could not be compacted', error);
    }
  }
}

class Subscriber implements Disposable {
  readonly #types: ReadonlySet<DomainEventType>;
  readonly #clock: Clock;
  readonly #handle: (events: readonly DomainEvent[]) => Promise<void>;
  #waiting: DomainEvent[] = [];
  /** Handing over what waits; `undefined` when nothing does. */
  #next: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();
  #first: Promise<void> | undefined;
  #isDisposed = false;

  /** @param handle never fails */
  constructor(types: readonly DomainEventType[], clock: Clock, handle: (events: readonly DomainEvent[]) => Promise<void>) {
    this.#types = new Set(types);
    this.#clock = clock;
    this.#handle = handle;
  }

  /** @param past taken at the first call only. @returns when it was handled */
  begin(past: readonly DomainEvent[]): Promise<void> {
    return (this.#first ??= this.#enqueue(past));
  }

  /** @returns when they were handled; at once before {@link begin} */
  deliver(events: readonly DomainEvent[]): Promise<void> {
    return this.#first ? this.#enqueue(events) : Promise.resolve();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#waiting = [];
  }

  #enqueue(events: readonly DomainEvent[]): Promise<void> {
    const mine = events.filter(({ type }) => this.#types.has(type));
    if (mine.length === 0 || this.#isDisposed) return Promise.resolve();
    for (const event of mine) this.#waiting.push(event);
    return (this.#next ??= this.#last = this.#last.then(() => this.#handOver()));
  }

  async #handOver(): Promise<void> {
    const events = this.#waiting;
    this.#waiting = [];
    this.#next = undefined;
    for (let at = 0; at < events.length && !this.#isDisposed; at += BATCH) {
      if (at > 0) await this.#clock.nextTurn();
      await this.#handle(events.slice(at, at + BATCH));
    }
  }
}
