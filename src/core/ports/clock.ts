import type { Disposable } from '../util/dispose';

/** Time, so that tests can hold it still. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `task` once after `ms` milliseconds unless disposed before. */
  schedule(ms: number, task: () => void): Disposable;
  /** Resolves in a later turn of the event loop, after pending input and I/O were served. */
  nextTurn(): Promise<void>;
}
