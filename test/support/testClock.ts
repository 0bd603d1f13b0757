import type { Clock } from '../../src/core/ports/clock';
import { type Disposable, toDisposable } from '../../src/core/util/dispose';

/** A clock that stands still until {@link TestClock.advance}. `nextTurn` is a real turn of the event loop. */
export class TestClock implements Clock {
  #now: number;
  readonly #tasks = new Set<{ readonly at: number; readonly run: () => void }>();

  constructor(now = Date.UTC(2026, 0, 5, 14, 30)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  schedule(ms: number, task: () => void): Disposable {
    const entry = { at: this.#now + ms, run: task };
    this.#tasks.add(entry);
    return toDisposable(() => this.#tasks.delete(entry));
  }

  nextTurn(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  /** Moves time on and runs what became due, in order; then lets pending promises settle. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const due = [...this.#tasks].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#tasks.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.run();
      await this.settle();
    }
    this.#now = end;
    await this.settle();
  }

  /** Lets everything that waits for no timer run to its end. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await this.nextTurn();
  }
}
