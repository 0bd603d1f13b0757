import type { CompositionEvent } from './compositionEvents';

/** Windows that were closed for longer than this learn from the folder that a composition is gone. Milliseconds. */
const REMEMBERED = 90 * 24 * 3600 * 1000;

/** What events make of compositions: of each its last event, and of each recorded document. */
export class CompositionStates {
  readonly #compositions = new Map<string, CompositionEvent>();
  readonly #sources = new Map<string, CompositionEvent>();

  apply(event: CompositionEvent): void {
    switch (event.type) {
      case 'compositionSaved':
      case 'compositionDeleted':
        setLast(this.#compositions, event.uuid, event);
        break;
      case 'compositionTracked':
      case 'compositionUntracked':
        setLast(this.#sources, event.source, event);
    }
  }

  /** The fewest events that lead here; what ended long ago is forgotten. @param now milliseconds since the epoch */
  events(now: number): readonly CompositionEvent[] {
    const isOver = ({ type, at }: CompositionEvent): boolean => (type === 'compositionDeleted' || type === 'compositionUntracked') && now - at > REMEMBERED;
    return [...this.#compositions.values(), ...this.#sources.values()].filter((event) => !isOver(event));
  }
}

/** Keys stay in the order of their last events. */
function setLast<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
}
