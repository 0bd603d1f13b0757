import * as vscode from 'vscode';
import { type Disposable, DisposableStore, toDisposable } from '../core/util/dispose';
import type { CommandTypes } from './contributions';
import type { Host } from './host';

/** What is shown in a panel. */
export interface PanelContent {
  title(): string;
  /** Fills the panel. @returns what goes with it */
  open(panel: vscode.WebviewPanel): Disposable;
}

type Parameterless = { [K in keyof CommandTypes]: CommandTypes[K] extends () => Promise<void> ? K : never }[keyof CommandTypes];

/**
 * A page among the editors, of which there is one at most: a command opens it, and the window brings it back after a reload. Its code is
 * loaded then.
 */
export function lazyPanel(host: Host, command: Parameterless, viewType: string, load: () => Promise<PanelContent>): Disposable {
  const owned = new DisposableStore();
  let shown: vscode.WebviewPanel | undefined;
  const show = async (restored?: vscode.WebviewPanel): Promise<void> => {
    const content = await load();
    if (shown) {
      if (restored) restored.dispose();
      else shown.reveal(undefined, false);
      return;
    }
    shown = restored ?? vscode.window.createWebviewPanel(viewType, content.title(), vscode.ViewColumn.Active);
    const open = content.open(shown);
    shown.onDidDispose(() => {
      shown = undefined;
      open.dispose();
    });
  };
  owned.add(host.registerCommand(command, () => show()));
  owned.add(vscode.window.registerWebviewPanelSerializer(viewType, { deserializeWebviewPanel: show }));
  owned.add(toDisposable(() => void shown?.dispose()));
  return owned;
}
