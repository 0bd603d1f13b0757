import type { Clock } from '../../../core/ports/clock';
import type { Disposable } from '../../../core/util/dispose';

interface DebounceTiming {
  /** Pause after which something is done; asked every time, as it is a setting. Milliseconds. */
  readonly delay: () => number;
  /** It is done after this time in any case, counted from the first {@link Debounce.touch} that waits. Milliseconds. */
  readonly limit: number;
}

/** Does something when there was a pause, or when there was none for long. */
export class Debounce implements Disposable {
  readonly #clock: Pick<Clock, 'now' | 'schedule'>;
  readonly #timing: DebounceTiming;
  readonly #run: () => void;
  #timer: Disposable | undefined;
  /** When what waits began to wait. */
  #since: number | undefined;

  constructor(clock: Pick<Clock, 'now' | 'schedule'>, timing: DebounceTiming, run: () => void) {
    this.#clock = clock;
    this.#timing = timing;
    this.#run = run;
  }

  get isPending(): boolean {
    return this.#since !== undefined;
  }

  touch(): void {
    const now = this.#clock.now();
    // A clock that was set back must not make anything wait longer.
    this.#since = Math.min(this.#since ?? now, now);
    const due = Math.min(now + this.#timing.delay(), this.#since + this.#timing.limit);
    this.#timer?.dispose();
    this.#timer = this.#clock.schedule(Math.max(0, due - now), () => this.flush());
  }

  /** Does at once what waits. */
  flush(): void {
    if (!this.isPending) return;
    this.cancel();
    this.#run();
  }

  cancel(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#since = undefined;
  }

  dispose(): void {
    this.cancel();
  }
}
