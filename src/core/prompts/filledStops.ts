/** A place that somebody fills in: a tab stop of an inserted prompt, or a placeholder that is written over. */
export interface FilledStop {
  readonly name: string;
  /** What stands there until it is filled in. */
  readonly unfilled: string;
  /** Offsets in the document as it is now, UTF-16 code units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** `length` code units at `offset` gave way to `text`. */
interface TextChange {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** Older ones are forgotten. */
const MAX_STOPS = 500;

type OpenStop = { -readonly [K in keyof FilledStop]: FilledStop[K] };

/**
 * Follows the stops of one document through its changes. The one that the cursor is in grows with what is typed at its edges, as in the
 * editor's own snippets; a change that goes beyond a stop ends it.
 */
export class FilledStops {
  #stops: OpenStop[] = [];
  #active: OpenStop | undefined;

  /** The stop that the selection is in. */
  get active(): FilledStop | undefined {
    return this.#active;
  }

  get size(): number {
    return this.#stops.length;
  }

  add(stop: FilledStop): void {
    this.#stops = this.#stops.filter((other) => other.end <= stop.start || other.start >= stop.end).slice(-MAX_STOPS + 1);
    this.#stops.push({ ...stop });
    if (this.#active && !this.#stops.includes(this.#active)) this.#active = undefined;
  }

  remove(stop: FilledStop): void {
    this.#stops = this.#stops.filter((other) => other !== stop);
    if (this.#active === stop) this.#active = undefined;
  }

  change({ offset, length, text }: TextChange): void {
    const by = text.length - length;
    const end = offset + length;
    this.#stops = this.#stops.filter((stop) => {
      const growsAtEdges = stop === this.#active;
      if (growsAtEdges ? offset >= stop.start && end <= stop.end : offset > stop.start && end < stop.end) stop.end += by;
      else if (end <= stop.start) {
        stop.start += by;
        stop.end += by;
      } else if (offset < stop.end) return isExactly(stop, offset, end) && length > 0 && text !== '' ? grow(stop, by) : false;
      return true;
    });
    if (this.#active && !this.#stops.includes(this.#active)) this.#active = undefined;
  }

  /** Takes note of where the selection is now. @returns the stop that it left */
  select(start: number, end: number): FilledStop | undefined {
    const isIn = (stop: OpenStop): boolean => stop.start <= start && end <= stop.end;
    const before = this.#active;
    // Of two that touch, the one that somebody is in stays it.
    if (before && isIn(before) && !this.#stops.some((stop) => stop.start === start && stop.end === end && start < end)) return undefined;
    this.#active = this.#stops.find((stop) => stop.start === start && stop.end === end) ?? this.#stops.find(isIn);
    return before === this.#active ? undefined : before;
  }
}

function isExactly(stop: FilledStop, start: number, end: number): boolean {
  return stop.start === start && stop.end === end;
}

function grow(stop: OpenStop, by: number): true {
  stop.end += by;
  return true;
}
