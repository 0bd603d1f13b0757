import { l10n } from 'vscode';
import type { App } from '../../../core/app';
import type { History } from '../../../core/history/history';
import { type Disposable, DisposableStore } from '../../../core/util/dispose';
import { PickPreview } from '../../pickPreview';
import { cleanUpHistory } from './cleanUpHistory';
import { followNotices } from './historyNotices';
import { searchHistory } from './historySearch';
import { rebuildHistory } from './rebuildHistory';

/** What the feature does once it is needed; its lists share one preview. */
export class HistoryLists implements Disposable {
  readonly #app: App;
  readonly #owned = new DisposableStore();
  readonly #preview: PickPreview;

  constructor(app: App) {
    this.#app = app;
    this.#preview = this.#owned.add(new PickPreview(app.log, l10n.t('Composition Preview')));
  }

  /** @param query what is searched at first; anything but text is ignored */
  search(query: unknown): Promise<void> {
    return searchHistory(this.#app, this.#preview, typeof query === 'string' ? query : '');
  }

  cleanUp(): Promise<void> {
    return cleanUpHistory(this.#app, this.#preview);
  }

  rebuild(): Promise<void> {
    return rebuildHistory(this.#app);
  }

  follow(history: History): void {
    this.#owned.add(followNotices(this.#app, history));
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
