import type { PromptEvent } from '../events/promptEvents';
import { isInside } from '../util/uri';

/** A use counts half after this many milliseconds. */
const HALF_LIFE = 14 * 24 * 3600 * 1000;

interface Tally {
  readonly count: number;
  readonly lastUsed: number;
  /** Of all uses together at {@link lastUsed}. */
  readonly weight: number;
}

/** What events make of uses and favourites. The order in which those of several windows arrive changes nothing but moves. */
export class PromptTallies {
  readonly #tallies = new Map<string, Tally>();
  readonly #favourites = new Map<string, number>();

  apply(event: PromptEvent): void {
    switch (event.type) {
      case 'promptUsed':
        this.#add(event.uri, { count: 1, lastUsed: event.at, weight: 1 });
        break;
      case 'promptUses':
        this.#add(event.uri, { count: event.count, lastUsed: event.at, weight: event.weight });
        break;
      case 'promptFavoured':
        if (event.favourite) this.#favourites.set(event.uri, event.at);
        else this.#favourites.delete(event.uri);
        break;
      case 'promptMoved':
        this.#move(event.from, event.to);
    }
  }

  of(uri: string): Tally | undefined {
    return this.#tallies.get(uri);
  }

  isFavourite(uri: string): boolean {
    return this.#favourites.has(uri);
  }

  favourites(): readonly string[] {
    return [...this.#favourites.keys()];
  }

  /** URIs, most recently used first. */
  recent(limit: number): readonly string[] {
    return [...this.#tallies]
      .sort(([, a], [, b]) => b.lastUsed - a.lastUsed)
      .slice(0, limit)
      .map(([uri]) => uri);
  }

  /** @param now milliseconds since the epoch */
  weight(uri: string, now: number): number {
    const tally = this.#tallies.get(uri);
    return tally ? tally.weight * decay(now - tally.lastUsed) : 0;
  }

  /** The fewest events that lead here. */
  events(): readonly PromptEvent[] {
    const uses = [...this.#tallies].map(([uri, { count, weight, lastUsed }]) => ({ type: 'promptUses' as const, uri, count, weight, at: lastUsed }));
    const favourites = [...this.#favourites].map(([uri, at]) => ({ type: 'promptFavoured' as const, uri, favourite: true, at }));
    return [...uses, ...favourites];
  }

  #add(uri: string, { count, lastUsed, weight }: Tally): void {
    const known = this.#tallies.get(uri) ?? { count: 0, lastUsed, weight: 0 };
    const latest = Math.max(known.lastUsed, lastUsed);
    const sum = known.weight * decay(latest - known.lastUsed) + weight * decay(latest - lastUsed);
    this.#tallies.set(uri, { count: known.count + count, lastUsed: latest, weight: sum });
  }

  /** Of a moved folder, everything in it moves along. */
  #move(from: string, to: string): void {
    if (from === to) return;
    for (const [uri, tally] of [...this.#tallies]) {
      if (!isInside(uri, from)) continue;
      this.#tallies.delete(uri);
      this.#add(to + uri.slice(from.length), tally);
    }
    for (const [uri, at] of [...this.#favourites]) {
      if (!isInside(uri, from)) continue;
      this.#favourites.delete(uri);
      this.#favourites.set(to + uri.slice(from.length), at);
    }
  }
}

/** Times in the future come from clocks that were wrong; they weigh as much as now. */
function decay(ms: number): number {
  return 2 ** (-Math.max(0, ms) / HALF_LIFE);
}
