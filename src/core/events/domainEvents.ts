import type { Disposable } from '../util/dispose';
import type { AIJournalEvent } from './aiEvents';
import type { CompositionEvent } from './compositionEvents';
import type { InlineEvent } from './inlineEvents';
import type { PlaceholderFilled } from './placeholderEvents';
import type { PromptEvent } from './promptEvents';

/** Everything that happens and is worth remembering: one line of the journal each. */
export type DomainEvent = PromptEvent | PlaceholderFilled | InlineEvent | CompositionEvent | AIJournalEvent;

export type DomainEventType = DomainEvent['type'];

export type EventOf<T extends DomainEventType> = Extract<DomainEvent, { readonly type: T }>;

/** A projection's place among the events. Disposing it ends the delivery. */
export interface Subscription extends Disposable {
  /**
   * Begins to deliver, with what the journal holds; resolves when the subscriber has handled all of that. Until then nothing is delivered,
   * so that nobody reads the journal who does not need it. What comes afterwards is delivered on its own.
   * @throws {FileSystemError} when the journal cannot be read; calling it again tries again.
   */
  whenReady(): Promise<void>;
}

/** The dispatcher between those who do something and those who keep account of it, in all windows of the user. */
export interface DomainEvents extends Disposable {
  /**
   * Delivers the event to the subscribers, later but in this order, and writes it to the journal.
   * Resolves when it is on disk and every subscriber that is ready has handled it. @throws {FileSystemError} when it could not be written; subscribers know of it all the same.
   * Whoever handles events must not wait here for one that comes to it as well: it would wait for itself.
   */
  publish(event: DomainEvent): Promise<void>;

  /**
   * @param name appears in the log when `handle` fails; a failure ends neither its subscription nor the delivery to others.
   * @param handle receives every event of these types once, of this window and of others, in batches: the next one comes when it has returned or its promise has settled.
   */
  subscribe<T extends DomainEventType>(name: string, types: readonly T[], handle: (events: readonly EventOf<T>[]) => void | Promise<void>): Subscription;
}
