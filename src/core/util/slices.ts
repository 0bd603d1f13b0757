import type { Clock } from '../ports/clock';

/** Longest time without a turn of the event loop, in milliseconds. */
const sliceMs = 6;

/** Cuts long work into slices, so that the extension host stays responsive. */
export class Slices {
  readonly #clock: Clock;
  #start: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#start = clock.now();
  }

  /** Call between small pieces of work: lets the event loop turn when the slice is used up. `undefined` when there is nothing to wait for. */
  next(): Promise<void> | undefined {
    return this.#clock.now() - this.#start < sliceMs ? undefined : this.restart();
  }

  /** Lets the event loop turn, also when the slice is not used up. */
  async restart(): Promise<void> {
    await this.#clock.nextTurn();
    this.#start = this.#clock.now();
  }
}
