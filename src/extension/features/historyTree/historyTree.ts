import * as vscode from 'vscode';
import type { HistoryNode } from '../../../core/history/historyTreeModel';
import { DisposableStore } from '../../../core/util/dispose';
import { type CompositionTarget, viewIds } from '../../contributions';
import type { Feature } from '../../host';
import type { HistoryView } from './historyView';

const onOne = ['open', 'continue', 'preview', 'restore', 'tag', 'copy', 'reveal', 'delete'] as const;
const commands = [
  ...onOne.map((verb) => `${verb}Composition` as const),
  ...(['compareCompositions', 'filterHistory', 'clearHistoryFilter', 'refreshHistory', 'openHistoryFolder'] as const),
];

export type HistoryCommand = (typeof commands)[number];

/** The compositions in the sidebar and what one does with them. Nothing of it is loaded before the view is seen or a command runs. */
export const historyTree: Feature = (app, host) => {
  const owned = new DisposableStore();
  const changed = owned.add(new vscode.EventEmitter<HistoryNode[] | undefined>());
  let loaded: Promise<HistoryView> | undefined;
  const load = (): Promise<HistoryView> =>
    (loaded ??= import('./historyView').then(({ HistoryView }) => owned.add(new HistoryView(app, host, view, (nodes) => changed.fire(nodes)))));
  const view = owned.add(
    vscode.window.createTreeView<HistoryNode>(viewIds.history, {
      canSelectMany: true,
      showCollapseAll: true,
      treeDataProvider: {
        onDidChangeTreeData: changed.event,
        getChildren: (node) => load().then((loaded) => loaded.children(node)),
        getTreeItem: (node) => load().then((loaded) => loaded.item(node)),
      },
      dragAndDropController: {
        dragMimeTypes: ['text/plain'],
        dropMimeTypes: [],
        handleDrag: (nodes, transfer) => load().then((loaded) => loaded.drag(nodes, transfer)),
      },
    }),
  );
  for (const name of commands) {
    const run = (target?: CompositionTarget, selection?: readonly CompositionTarget[]): Promise<void> => load().then((loaded) => loaded.run(name, target, selection));
    owned.add(host.registerCommand(`promptstack.${name}`, run));
  }
  return owned;
};
