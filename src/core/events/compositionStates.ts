import type { CompositionEvent } from './compositionEvents';

/** Windows that were closed for longer than this learn from the folder that a composition is gone. Milliseconds. */
const REMEMBERED = 90 * 24 * 3600 * 1000;

/** What events make of compositions: of each the last time that it was saved, and that it was deleted after it; likewise of recorded documents. */
export class CompositionStates {
  /** In the order in which they came, since one composition may have the file that another one had. */
  readonly #events = new Map<string, CompositionEvent>();

  apply(event: CompositionEvent): void {
    const key = keyOf(event);
    this.#events.delete(key);
    this.#events.set(key, event);
    if (event.type === 'compositionSaved') this.#events.delete(`compositionDeleted ${event.uuid}`);
    if (event.type === 'compositionTracked') this.#events.delete(`compositionUntracked ${event.source}`);
  }

  /** The fewest events that lead here; what ended long ago is forgotten. @param now milliseconds since the epoch */
  events(now: number): readonly CompositionEvent[] {
    const kept = new Map(this.#events);
    for (const event of this.#events.values()) {
      if (now - event.at <= REMEMBERED) continue;
      if (event.type === 'compositionDeleted') kept.delete(`compositionSaved ${event.uuid}`);
      else if (event.type === 'compositionUntracked') kept.delete(`compositionTracked ${event.source}`);
      else continue;
      kept.delete(keyOf(event));
    }
    return [...kept.values()];
  }
}

function keyOf(event: CompositionEvent): string {
  const isAboutSource = event.type === 'compositionTracked' || event.type === 'compositionUntracked';
  return `${event.type} ${isAboutSource ? event.source : event.uuid}`;
}
