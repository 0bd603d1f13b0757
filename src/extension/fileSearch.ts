import * as vscode from 'vscode';
import type { App } from '../core/app';
import type { FileHit, FileSearchOptions } from '../core/references/workspaceFiles';
import { DisposableStore, toDisposable } from '../core/util/dispose';
import { keepOrder } from './quickPickOrder';

/** Rows that fit a glance and stay cheap to send to the window at every keystroke. */
const LIMIT = 100;
/** Milliseconds between two looks at a workspace that is still being listed. */
const RELOAD_PAUSE = 250;

/** Searches the files of the workspace for what is typed into a Quick Pick, and again as they are listed and change. */
export class FileSearch extends DisposableStore {
  readonly #app: App;
  readonly #pick: vscode.QuickPick<vscode.QuickPickItem>;
  readonly #options: () => FileSearchOptions;
  readonly #show: (hits: readonly FileHit[], query: string) => void;
  #abort = new AbortController();
  #reload: NodeJS.Timeout | undefined;
  #shown: Promise<void> = Promise.resolve();

  /**
   * @param pick stays the caller's to show and dispose
   * @param options asked for every search
   * @param show gets what was found for what is typed now; results of an older search are dropped
   */
  constructor(
    app: App,
    pick: vscode.QuickPick<vscode.QuickPickItem>,
    options: () => FileSearchOptions,
    show: (hits: readonly FileHit[], query: string) => void,
  ) {
    super();
    this.#app = app;
    this.#pick = pick;
    this.#options = options;
    this.#show = show;
    pick.placeholder = vscode.l10n.t('Search files by name or path');
    keepOrder(pick);
    this.add(pick.onDidChangeValue(() => this.update()));
    this.add(app.references.files.onDidChange(() => this.#updateLater()));
    this.add(
      toDisposable(() => {
        clearTimeout(this.#reload);
        this.#abort.abort();
      }),
    );
  }

  /** Settles when the rows are those of what is typed. */
  get shown(): Promise<void> {
    return this.#shown;
  }

  update(): void {
    if (this.isDisposed) return;
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#pick.busy = true;
    this.#shown = this.#find(this.#pick.value, this.#abort.signal).catch((error: unknown) => this.#app.log.error('Searching files failed', error));
  }

  async #find(query: string, signal: AbortSignal): Promise<void> {
    const { files } = this.#app.references;
    if (files.state === 'idle') {
      void files.whenReady().then(
        () => this.#updateLater(),
        () => undefined,
      );
    }
    const hits = await files.search(query, { ...this.#options(), limit: LIMIT, signal });
    if (signal.aborted) return;
    this.#show(hits, query);
    this.#pick.busy = files.state !== 'ready';
  }

  /** The list fills as the workspace is listed, without being built for every file. */
  #updateLater(): void {
    if (this.isDisposed) return;
    this.#reload ??= setTimeout(() => {
      this.#reload = undefined;
      this.update();
    }, RELOAD_PAUSE);
  }
}
