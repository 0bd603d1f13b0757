import type { Clock } from '../../core/ports/clock';
import { type Disposable, toDisposable } from '../../core/util/dispose';

/** The clock of this machine. Pending tasks do not keep the process alive. */
export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }

  schedule(ms: number, task: () => void): Disposable {
    const timer = setTimeout(task, ms);
    timer.unref();
    return toDisposable(() => clearTimeout(timer));
  }

  nextTurn(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}
