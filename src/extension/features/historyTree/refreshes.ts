import type { Disposable } from '../../../core/util/dispose';

const LEAST_PAUSE_MS = 300;
/** Following changes takes at most a tenth of the time, however long one look at a large history takes. */
const PAUSE_PER_WORK = 9;

/** Gathers changes and follows them in batches, while somebody looks. */
export class Refreshes implements Disposable {
  readonly #isSeen: () => boolean;
  readonly #follow: (uuids: readonly string[] | undefined) => Promise<void>;
  #pending: Set<string> | 'all' | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isRunning = false;
  /** On the clock of `performance`. */
  #restUntil = 0;
  #isDisposed = false;

  /** @param follow takes over what changed, `undefined` for possibly all; it never rejects. */
  constructor(isSeen: () => boolean, follow: (uuids: readonly string[] | undefined) => Promise<void>) {
    this.#isSeen = isSeen;
    this.#follow = follow;
  }

  add(uuids: readonly string[] | undefined): void {
    if (!uuids || this.#pending === 'all') this.#pending = 'all';
    else this.#pending = new Set([...(this.#pending ?? []), ...uuids]);
    this.wake();
  }

  /** Somebody may look again. */
  wake(): void {
    if (this.#isDisposed || this.#isRunning || !this.#pending || !this.#isSeen()) return;
    this.#timer ??= setTimeout(() => void this.#run(), Math.max(LEAST_PAUSE_MS, this.#restUntil - performance.now()));
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    const uuids = this.#pending === 'all' ? undefined : [...(this.#pending ?? [])];
    const start = performance.now();
    this.#pending = undefined;
    this.#timer = undefined;
    this.#isRunning = true;
    await this.#follow(uuids);
    this.#isRunning = false;
    const end = performance.now();
    this.#restUntil = end + (end - start) * PAUSE_PER_WORK;
    this.wake();
  }
}
