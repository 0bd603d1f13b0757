import { type Disposable, toDisposable } from './dispose';

/** Subscribes `listener`; dispose the result to stop listening. The same shape as VS Code's own events. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** The sending end of an {@link Event}. Whoever creates it disposes it. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<{ readonly call: (value: T) => void }>();
  readonly #onError: (error: unknown) => void;

  /** @param onError receives what a listener threw; the other listeners are called all the same. */
  constructor(onError: (error: unknown) => void = rethrowLater) {
    this.#onError = onError;
  }

  readonly event: Event<T> = (listener) => {
    const entry = { call: listener };
    this.#listeners.add(entry);
    return toDisposable(() => this.#listeners.delete(entry));
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener.call(value);
      } catch (error) {
        this.#onError(error);
      }
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

function rethrowLater(error: unknown): void {
  void Promise.reject(error instanceof Error ? error : new Error(String(error)));
}
