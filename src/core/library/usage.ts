import type { PromptUsage, UsageOfPrompt } from '../app';
import type { DomainEvents, Subscription } from '../events/domainEvents';
import { type PromptEvent, promptEventTypes } from '../events/promptEvents';
import type { Clock } from '../ports/clock';
import { DisposableStore } from '../util/dispose';
import { Emitter } from '../util/event';
import { PromptTallies } from './promptTallies';

/** Favourites and uses, projected from the events of all windows. */
export class JournalUsage implements PromptUsage {
  readonly #events: DomainEvents;
  readonly #clock: Clock;
  readonly #owned = new DisposableStore();
  readonly #onDidChange = this.#owned.add(new Emitter<void>());
  readonly onDidChange = this.#onDidChange.event;
  readonly #tallies = new PromptTallies();
  readonly #subscription: Subscription;

  constructor(events: DomainEvents, clock: Clock) {
    this.#events = events;
    this.#clock = clock;
    this.#subscription = this.#owned.add(
      events.subscribe('The use of prompts', promptEventTypes, (batch) => {
        for (const event of batch) this.#tallies.apply(event);
        this.#onDidChange.fire();
      }),
    );
  }

  /** What cannot be read is logged by the dispatcher; the next call tries again. */
  whenReady(): Promise<void> {
    return this.#subscription.whenReady().catch(() => undefined);
  }

  of(uri: string): UsageOfPrompt {
    const tally = this.#tallies.of(uri);
    return { count: tally?.count ?? 0, lastUsed: tally?.lastUsed };
  }

  isFavourite(uri: string): boolean {
    return this.#tallies.isFavourite(uri);
  }

  favourites(): readonly string[] {
    return this.#tallies.favourites();
  }

  recent(limit: number): readonly string[] {
    return this.#tallies.recent(limit);
  }

  weight(uri: string): number {
    return this.#tallies.weight(uri, this.#clock.now());
  }

  recordUse(uri: string): Promise<void> {
    return this.#record({ type: 'promptUsed', uri, at: this.#clock.now() });
  }

  setFavourite(uri: string, favourite: boolean): Promise<void> {
    return this.#record({ type: 'promptFavoured', uri, favourite, at: this.#clock.now() });
  }

  recordMove(from: string, to: string): Promise<void> {
    return this.#record({ type: 'promptMoved', from, to, at: this.#clock.now() });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Known at once, also when writing it down fails; the caller learns of that. */
  async #record(event: PromptEvent): Promise<void> {
    await this.whenReady();
    await this.#events.publish(event);
  }
}
