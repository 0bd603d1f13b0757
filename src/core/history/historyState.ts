import { Emitter } from '../util/event';
import type { Disposable } from '../util/dispose';
import type { HistoryNotice, HistoryProgress } from './history';

/** What the user may want to know of the history as a whole. */
export class HistoryState implements Disposable {
  readonly #onDidChange = new Emitter<void>();
  readonly onDidChange = this.#onDidChange.event;
  #state: 'idle' | 'opening' | 'ready' = 'idle';
  #progress: HistoryProgress | undefined;
  #notices: readonly HistoryNotice[] = [];

  get state(): 'idle' | 'opening' | 'ready' {
    return this.#state;
  }

  get progress(): HistoryProgress | undefined {
    return this.#progress;
  }

  get notices(): readonly HistoryNotice[] {
    return this.#notices;
  }

  setState(state: 'idle' | 'opening' | 'ready'): void {
    this.#state = state;
    this.fire();
  }

  setProgress(progress: HistoryProgress | undefined): void {
    if (progress === undefined && this.#progress === undefined) return;
    this.#progress = progress;
    this.fire();
  }

  /** Only the first one of its reason. */
  notice(notice: HistoryNotice): void {
    if (this.#notices.some(({ reason }) => reason === notice.reason)) return;
    this.#notices = [...this.#notices, notice];
    this.fire();
  }

  fire(): void {
    this.#onDidChange.fire();
  }

  dispose(): void {
    this.#onDidChange.dispose();
  }
}
