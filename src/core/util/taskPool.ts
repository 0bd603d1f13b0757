import type { Clock } from '../ports/clock';

/** Longest time without a turn of the event loop, in milliseconds. */
const sliceMs = 6;

/**
 * Works items off, several at a time, the newest first: with files pushed after folders, a walk finishes what it found before it looks
 * further, and the list of open items stays short. Lets the event loop turn every few milliseconds.
 */
export class TaskPool<T> {
  readonly #limit: number;
  readonly #clock: Clock;
  readonly #work: (item: T) => Promise<void>;
  readonly #open: T[] = [];
  #active = 0;
  #sliceStart: number;
  #turn: Promise<void> | undefined;
  #errors: unknown[] = [];
  #idle: (() => void) | undefined;

  /**
   * @param limit how many items at a time
   * @param work may push further items; what it throws comes out of {@link drain}.
   */
  constructor(limit: number, clock: Clock, work: (item: T) => Promise<void>) {
    this.#limit = limit;
    this.#clock = clock;
    this.#work = work;
    this.#sliceStart = clock.now();
  }

  push(item: T): void {
    this.#open.push(item);
    if (this.#active < this.#limit) this.#next();
  }

  /** Gives up what was not begun yet. */
  clear(): void {
    this.#open.length = 0;
  }

  /** Resolves when nothing is left, also nothing that was pushed meanwhile. @throws {AggregateError} of what the work threw */
  async drain(): Promise<void> {
    if (this.#active > 0 || this.#open.length > 0) await new Promise<void>((resolve) => (this.#idle = resolve));
    const errors = this.#errors;
    this.#errors = [];
    if (errors.length > 0) throw new AggregateError(errors, 'Some of the work failed');
  }

  #next(): void {
    if (this.#open.length === 0) {
      if (this.#active > 0) return;
      this.#idle?.();
      this.#idle = undefined;
      return;
    }
    // In bursts: a thread that does the work is woken once for many items instead of for each.
    if (this.#active > this.#limit / 2) return;
    while (this.#active < this.#limit && this.#open.length > 0) {
      this.#active++;
      void this.#run(this.#open.pop() as T);
    }
  }

  async #run(item: T): Promise<void> {
    try {
      if (this.#clock.now() - this.#sliceStart >= sliceMs) await (this.#turn ??= this.#startSlice());
      await this.#work(item);
    } catch (error) {
      this.#errors.push(error);
    }
    this.#active--;
    this.#next();
  }

  async #startSlice(): Promise<void> {
    await this.#clock.nextTurn();
    this.#sliceStart = this.#clock.now();
    this.#turn = undefined;
  }
}
