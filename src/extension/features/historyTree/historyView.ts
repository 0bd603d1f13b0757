import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { History } from '../../../core/history/history';
import { type HistoryNode, HistoryTreeModel } from '../../../core/history/historyTreeModel';
import { addDays, dayOf, machineOffset, startOfDay } from '../../../core/history/localDays';
import { SentCompositions } from '../../../core/history/sentCompositions';
import { type Disposable, DisposableStore, toDisposable } from '../../../core/util/dispose';
import { type CompositionTarget, viewIds } from '../../contributions';
import type { Host } from '../../host';
import { numberText } from '../../numberText';
import { CompositionActions } from './compositionActions';
import { sentBody } from './compositionBodies';
import { compositionTooltip } from './compositionTooltip';
import { FilterPick } from './filterPick';
import { filterText } from './filterTexts';
import { openHistoryFolder } from './historyFolder';
import { historyItem } from './historyItems';
import type { HistoryCommand } from './historyTree';
import { KeptFilter } from './keptFilter';
import { Refreshes } from './refreshes';

interface Opened {
  readonly history: History;
  readonly model: HistoryTreeModel;
}

/** The history as the sidebar shows it, from the moment on when somebody looks at it or runs one of its commands. */
export class HistoryView implements Disposable {
  readonly #app: App;
  readonly #host: Host;
  readonly #view: vscode.TreeView<HistoryNode>;
  readonly #show: (nodes: HistoryNode[] | undefined) => void;
  readonly #owned = new DisposableStore();
  readonly #filter: KeptFilter;
  readonly #actions: CompositionActions;
  readonly #sent: SentCompositions;
  #opening: Promise<Opened> | undefined;
  #first: HistoryNode | undefined;
  #isEmpty = false;
  #failure = '';
  #midnight: ReturnType<typeof setTimeout> | undefined;

  /** @param show tells the editor which rows to show again: those, or all. */
  constructor(app: App, host: Host, view: vscode.TreeView<HistoryNode>, show: (nodes: HistoryNode[] | undefined) => void) {
    this.#app = app;
    this.#host = host;
    this.#view = view;
    this.#show = show;
    this.#filter = new KeptFilter(host);
    this.#actions = this.#owned.add(new CompositionActions(app, host, view));
    this.#sent = this.#owned.add(new SentCompositions(app.events));
    this.#owned.add(toDisposable(() => clearTimeout(this.#midnight)));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async children(node?: HistoryNode): Promise<HistoryNode[]> {
    try {
      const { history, model } = await this.#open();
      if (node) return [...(await model.children(node))];
      const days = await model.days();
      this.#first = days[0];
      this.#isEmpty = days.length === 0;
      this.#failure = '';
      if (!this.#filter.isSet) this.#host.setContext('promptstack:hasHistory', !this.#isEmpty);
      this.#describe(history);
      return [...days];
    } catch (error) {
      this.#host.log.error('The history cannot be shown', error);
      this.#failure = error instanceof Error ? error.message : String(error);
      this.#describe();
      return [];
    }
  }

  item(node: HistoryNode): vscode.TreeItem {
    const item = historyItem(node, node === this.#first);
    if (node.kind === 'composition') item.tooltip = compositionTooltip(this.#app, node.summary, this.#sent.of(node.compositionUuid));
    return item;
  }

  /** Puts the texts on their way to an editor. */
  async drag(nodes: readonly HistoryNode[], transfer: vscode.DataTransfer): Promise<void> {
    const { history } = await this.#open();
    const uuids = nodes.flatMap((node) => (node.kind === 'composition' ? node.compositionUuid : []));
    const compositions = await Promise.all(uuids.map((uuid) => history.load(uuid)));
    const bodies = compositions.flatMap((composition) => (composition ? sentBody(composition) : []));
    if (bodies.length > 0) transfer.set('text/plain', new vscode.DataTransferItem(bodies.join('\n\n')));
  }

  /** Commands on compositions take them as arguments; see {@link CompositionActions}. */
  run(name: HistoryCommand, target?: CompositionTarget, selection?: readonly CompositionTarget[]): Promise<void> {
    switch (name) {
      case 'filterHistory':
        return this.#pickFilter();
      case 'clearHistoryFilter':
        this.#filter.set({});
        return this.#applyFilter();
      case 'refreshHistory':
        return this.#refresh();
      case 'openHistoryFolder':
        return openHistoryFolder(this.#app);
      case 'openComposition':
      case 'continueComposition':
      case 'previewComposition':
      case 'compareCompositions':
      case 'restoreComposition':
      case 'tagComposition':
      case 'copyComposition':
      case 'revealComposition':
      case 'deleteComposition':
        return this.#actions.run(name, target, selection);
    }
  }

  async #pickFilter(): Promise<void> {
    const { history } = await this.#open();
    await new FilterPick(history, this.#filter, () => this.#applyFilter()).run();
  }

  async #refresh(): Promise<void> {
    const { history } = await this.#open();
    const changed = await this.#withProgress(() => history.reconcile());
    await this.#applyFilter();
    const text = changed === 1 ? vscode.l10n.t('1 composition was brought up to date') : vscode.l10n.t('{0} compositions were brought up to date', numberText(changed));
    vscode.window.setStatusBarMessage(changed === 0 ? vscode.l10n.t('The history is up to date') : text, 4000);
  }

  #open(): Promise<Opened> {
    return (this.#opening ??= this.#follow().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    }));
  }

  async #follow(): Promise<Opened> {
    const history = await this.#app.history.load();
    await this.#withProgress(() => history.whenReady());
    const model = new HistoryTreeModel(history, machineOffset);
    model.setFilter(this.#filter.asked());
    const refreshes = this.#owned.add(new Refreshes(() => this.#view.visible, (uuids) => this.#update(model, uuids)));
    this.#owned.add(history.onDidChange(({ uuids }) => refreshes.add(uuids)));
    this.#owned.add(this.#sent.onDidChange((uuids) => refreshes.add(uuids)));
    this.#sent.whenReady().catch((error: unknown) => this.#host.log.warn(`What was sent before is not known: ${String(error)}`));
    this.#owned.add(this.#view.onDidChangeVisibility(() => refreshes.wake()));
    this.#owned.add(history.onDidChangeState(() => this.#describe(history)));
    this.#planMidnight();
    void this.#settle(history);
    return { history, model };
  }

  /** Only when the files were looked at does an empty tree mean that there is no composition. */
  async #settle(history: History): Promise<void> {
    try {
      await this.#withProgress(() => history.whenReconciled());
    } catch (error) {
      this.#host.log.warn(`The history could not be compared with its files: ${String(error)}`);
    }
    this.#host.setContext('promptstack:historyReady', true);
  }

  async #update(model: HistoryTreeModel, uuids: readonly string[] | undefined): Promise<void> {
    try {
      const rows = await model.update(uuids);
      if (rows === 'all') this.#show(undefined);
      else if (rows.length > 0) this.#show([...rows]);
    } catch (error) {
      this.#host.log.warn(`The history tree could not follow a change: ${String(error)}`);
      model.setFilter(this.#filter.asked());
      this.#show(undefined);
    }
  }

  async #applyFilter(): Promise<void> {
    const { history, model } = await this.#open();
    model.setFilter(this.#filter.asked());
    this.#describe(history);
    this.#show(undefined);
  }

  #describe(history?: History): void {
    this.#view.description = filterText(this.#filter.value);
    const progress = history?.progress;
    if (this.#failure) this.#view.message = vscode.l10n.t('The history cannot be shown: {0}', this.#failure);
    else if (progress) this.#view.message = vscode.l10n.t('Reading compositions: {0} of {1}', numberText(progress.done), numberText(progress.total));
    else this.#view.message = this.#isEmpty && this.#filter.isSet ? vscode.l10n.t('No composition matches the filter.') : undefined;
  }

  /** "Today" is another day tomorrow. */
  #planMidnight(): void {
    if (this.#owned.isDisposed) return;
    const tomorrow = startOfDay(addDays(dayOf(Date.now(), machineOffset), 1), machineOffset);
    this.#midnight = setTimeout(() => {
      this.#planMidnight();
      this.#applyFilter().catch((error: unknown) => this.#host.log.warn(`The history tree could not follow the date: ${String(error)}`));
    }, tomorrow - Date.now() + 1000);
  }

  #withProgress<T>(task: () => Promise<T>): Thenable<T> {
    return vscode.window.withProgress({ location: { viewId: viewIds.history } }, task);
  }
}
