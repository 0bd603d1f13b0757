/**
 * Runs one task at a time on the newest value: values that come while one is worked on replace each other, and only the last of them is
 * worked on next.
 */
export class LatestQueue<T> {
  readonly #work: (value: T) => Promise<void>;
  #running: Promise<void> | undefined;
  #next: { value: T; readonly done: Promise<void> } | undefined;

  constructor(work: (value: T) => Promise<void>) {
    this.#work = work;
  }

  /** Resolves when this value or a newer one was worked on; fails as that work does. */
  push(value: T): Promise<void> {
    if (this.#next) {
      this.#next.value = value;
      return this.#next.done;
    }
    if (!this.#running) return this.#run(value);
    const done: Promise<void> = this.#running.then(nothing, nothing).then(() => this.#runNext());
    this.#next = { value, done };
    return done;
  }

  #runNext(): Promise<void> {
    const next = this.#next;
    this.#next = undefined;
    return next ? this.#run(next.value) : Promise.resolve();
  }

  #run(value: T): Promise<void> {
    const work = this.#work(value).finally(() => {
      if (this.#running === work) this.#running = undefined;
    });
    this.#running = work;
    return work;
  }
}

function nothing(): void {
  // What became of the work before is told to those who waited for it.
}
