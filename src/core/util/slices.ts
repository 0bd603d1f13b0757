import type { Clock } from '../ports/clock';

/** Longest time without a turn of the event loop, in milliseconds. */
const sliceMs = 6;

/** Cuts long work into slices, so that the extension host stays responsive. Several tasks may share one: they share its slices. */
export class Slices {
  readonly #clock: Clock;
  #start: number;
  #turn: Promise<void> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#start = clock.now();
  }

  /** Call between small pieces of work: lets the event loop turn when the slice is used up. `undefined` when there is nothing to wait for. */
  next(): Promise<void> | undefined {
    return this.#turn ?? (this.#clock.now() - this.#start < sliceMs ? undefined : this.#startSlice());
  }

  #startSlice(): Promise<void> {
    this.#turn = this.#clock.nextTurn().then(() => {
      this.#start = this.#clock.now();
      this.#turn = undefined;
    });
    return this.#turn;
  }
}
