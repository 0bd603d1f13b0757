import * as vscode from 'vscode';
import type { App } from '../core/app';
import { type Disposable, DisposableStore } from '../core/util/dispose';
import type { Host } from './host';
import { isPromptDocument } from './promptDocuments';

/**
 * Calls `update` with the active editor now and whenever its cursor, its text, or whether it shows a prompt document may have changed;
 * with `undefined` while none does. Runs on every keystroke: keep it short.
 */
export function followPromptEditor(app: App, host: Host, update: (editor: vscode.TextEditor | undefined) => void): Disposable {
  const owned = new DisposableStore();
  const run = (): void => {
    const editor = vscode.window.activeTextEditor;
    update(editor && isPromptDocument(app, host, editor.document) ? editor : undefined);
  };
  owned.add(vscode.window.onDidChangeActiveTextEditor(run));
  owned.add(
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor === vscode.window.activeTextEditor) run();
    }),
  );
  owned.add(
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document === vscode.window.activeTextEditor?.document) run();
    }),
  );
  owned.add(host.onDidChangeSetting(['promptstack.languages', 'promptstack.placeholders.tabNavigation', 'promptstack.lists.continueOnEnter'], run));
  owned.add(vscode.workspace.onDidOpenTextDocument(run));
  owned.add(app.library.onDidChangeState(run));
  run();
  return owned;
}
