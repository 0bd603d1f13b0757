import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { Composition } from '../../../core/history/composition';
import type { History } from '../../../core/history/history';
import type { HistoryNode } from '../../../core/history/historyTreeModel';
import { type Disposable, DisposableStore } from '../../../core/util/dispose';
import type { CompositionTarget } from '../../contributions';
import type { Host } from '../../host';
import { forMessage } from '../../messageText';
import { fileErrorText } from '../../promptFileErrors';
import { compareCompositions } from './compareCompositions';
import { CompositionDocuments } from './compositionDocuments';
import { pickComposition } from './compositionPick';
import { targetUuids } from './compositionTargets';
import { deleteCompositions } from './deleteCompositions';
import { continueComposition, copyCompositions, openComposition, previewComposition, revealComposition } from './openComposition';
import { restoreCompositions } from './restoreCompositions';
import { tagCompositions } from './tagCompositions';

/** What the actions need beside the compositions. */
export interface ActionContext {
  readonly app: App;
  readonly host: Host;
  /** Ready to be asked. */
  readonly history: History;
  readonly documents: CompositionDocuments;
}

type Action = (context: ActionContext, compositions: readonly [Composition, ...Composition[]]) => Promise<void>;

const actions = {
  openComposition: onFirst(openComposition),
  continueComposition: onFirst(continueComposition),
  previewComposition: onFirst(previewComposition),
  revealComposition: onFirst(revealComposition),
  copyComposition: copyCompositions,
  compareCompositions,
  restoreComposition: restoreCompositions,
  tagComposition: tagCompositions,
  deleteComposition: deleteCompositions,
} as const satisfies Readonly<Record<string, Action>>;

type ActionName = keyof typeof actions;

/** Finds out which compositions a command is meant for, and does it. */
export class CompositionActions implements Disposable {
  readonly #app: App;
  readonly #host: Host;
  readonly #view: vscode.TreeView<HistoryNode>;
  readonly #owned = new DisposableStore();
  readonly #documents: CompositionDocuments;

  constructor(app: App, host: Host, view: vscode.TreeView<HistoryNode>) {
    this.#app = app;
    this.#host = host;
    this.#view = view;
    this.#documents = this.#owned.add(new CompositionDocuments(app));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Failures with files are told in plain words; the rest is thrown. */
  async run(name: ActionName, target?: CompositionTarget, selection?: readonly CompositionTarget[]): Promise<void> {
    const history = await this.#app.history.load();
    await history.whenReady();
    const uuids = await targetUuids(history, this.#view.selection, target, selection);
    const chosen = uuids ?? (await pickComposition(history));
    if (!chosen) return;
    const [first, ...others] = (await Promise.all(chosen.map((uuid) => history.load(uuid)))).filter((composition) => composition !== undefined);
    if (!first) {
      const text = chosen.length > 0 ? vscode.l10n.t('This composition is no longer in the history.') : vscode.l10n.t('Select a composition in the history first.');
      void vscode.window.showInformationMessage(text);
      return;
    }
    try {
      await actions[name]({ app: this.#app, host: this.#host, history, documents: this.#documents }, [first, ...others]);
    } catch (error) {
      const text = fileErrorText(error);
      if (text === undefined) throw error;
      void vscode.window.showErrorMessage(forMessage(text));
    }
  }
}

function onFirst(act: (context: ActionContext, composition: Composition) => Promise<void>): Action {
  return (context, [first]) => act(context, first);
}
