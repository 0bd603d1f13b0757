import type { PromptUsage, UsageOfPrompt } from '../app';
import { isPromptEvent, type PromptEvent } from '../events/promptEvents';
import type { Clock } from '../ports/clock';
import type { Journal } from '../ports/journal';
import type { Log } from '../ports/log';
import { DisposableStore } from '../util/dispose';
import { Emitter } from '../util/event';
import { isInside } from '../util/uri';

/** A use counts half after this many milliseconds. */
const halfLife = 14 * 24 * 3600 * 1000;
/** Weights are sums of powers of two that count from here, so that they can be added in any order. */
const epoch = Date.UTC(2026, 0, 1);

interface Tally {
  readonly count: number;
  readonly lastUsed: number;
  readonly weight: number;
}

/** Favourites and uses, projected from the journal. The order in which entries of several windows arrive changes nothing but moves. */
export class JournalUsage implements PromptUsage {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #owned = new DisposableStore();
  readonly #onDidChange = this.#owned.add(new Emitter<void>());
  readonly onDidChange = this.#onDidChange.event;
  readonly #tallies = new Map<string, Tally>();
  readonly #favourites = new Set<string>();
  #reading: Promise<void> | undefined;

  /** @param journal stays the caller's to dispose. */
  constructor(journal: Journal, clock: Clock, log: Log) {
    this.#journal = journal;
    this.#clock = clock;
    this.#log = log;
    this.#owned.add(journal.onDidAppend((entries) => this.#applyAll(entries)));
  }

  whenReady(): Promise<void> {
    return (this.#reading ??= this.#readAll());
  }

  of(uri: string): UsageOfPrompt {
    const tally = this.#tallies.get(uri);
    return { count: tally?.count ?? 0, lastUsed: tally?.lastUsed };
  }

  isFavourite(uri: string): boolean {
    return this.#favourites.has(uri);
  }

  favourites(): readonly string[] {
    return [...this.#favourites];
  }

  recent(limit: number): readonly string[] {
    return [...this.#tallies]
      .sort(([, a], [, b]) => b.lastUsed - a.lastUsed)
      .slice(0, limit)
      .map(([uri]) => uri);
  }

  weight(uri: string): number {
    const tally = this.#tallies.get(uri);
    return tally ? tally.weight * 2 ** ((epoch - this.#clock.now()) / halfLife) : 0;
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

  async #readAll(): Promise<void> {
    try {
      this.#applyAll(await this.#journal.readAll());
    } catch (error) {
      this.#log.error('Favourites and use counts could not be read', error);
    }
  }

  /** Known at once, also when writing it down fails; the caller learns of that. */
  async #record(event: PromptEvent): Promise<void> {
    await this.whenReady();
    this.#applyAll([event]);
    await this.#journal.append(event);
  }

  #applyAll(entries: readonly unknown[]): void {
    const events = entries.filter(isPromptEvent);
    for (const event of events) this.#apply(event);
    if (events.length > 0) this.#onDidChange.fire();
  }

  #apply(event: PromptEvent): void {
    switch (event.type) {
      case 'promptUsed':
        this.#add(event.uri, { count: 1, lastUsed: event.at, weight: 2 ** ((event.at - epoch) / halfLife) });
        break;
      case 'promptFavoured':
        if (event.favourite) this.#favourites.add(event.uri);
        else this.#favourites.delete(event.uri);
        break;
      case 'promptMoved':
        this.#move(event.from, event.to);
    }
  }

  #add(uri: string, { count, lastUsed, weight }: Tally): void {
    const known = this.#tallies.get(uri) ?? { count: 0, lastUsed: 0, weight: 0 };
    const sum = { count: known.count + count, lastUsed: Math.max(known.lastUsed, lastUsed), weight: known.weight + weight };
    this.#tallies.set(uri, sum);
  }

  /** Of a moved folder, everything in it moves along. */
  #move(from: string, to: string): void {
    if (from === to) return;
    for (const [uri, tally] of [...this.#tallies]) {
      if (!isInside(uri, from)) continue;
      this.#tallies.delete(uri);
      this.#add(to + uri.slice(from.length), tally);
    }
    for (const uri of [...this.#favourites]) {
      if (!isInside(uri, from) || !this.#favourites.delete(uri)) continue;
      this.#favourites.add(to + uri.slice(from.length));
    }
  }
}
