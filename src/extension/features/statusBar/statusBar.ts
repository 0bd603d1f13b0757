import * as vscode from 'vscode';
import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';
import { isPromptDocument } from '../../promptDocuments';
import type { PromptStatus } from './promptStatus';

/** How long the active prompt document is, in the status bar. Nothing of it is loaded before there is one. */
export const statusBar: Feature = (app, host) => {
  const owned = new DisposableStore();
  const waiting = owned.add(new DisposableStore());
  let loaded: Promise<PromptStatus> | undefined;

  const load = (): Promise<PromptStatus> => {
    waiting.dispose();
    return (loaded ??= import('./promptStatus').then(({ PromptStatus }) => owned.add(new PromptStatus(app, host))));
  };
  const look = (): void => {
    const editor = vscode.window.activeTextEditor;
    if (!editor || !isPromptDocument(app, host, editor.document)) return;
    load().catch((error: unknown) => host.log.error('The size of prompts is not shown', error));
  };
  waiting.add(vscode.window.onDidChangeActiveTextEditor(look));
  waiting.add(vscode.workspace.onDidOpenTextDocument(look));
  waiting.add(app.library.onDidChangeState(look));
  waiting.add(host.onDidChangeSetting(['promptstack.languages'], look));
  owned.add(
    host.registerCommand('promptstack.showPromptSize', async () => {
      const { showPromptSize } = await import('./promptSizePick');
      await showPromptSize(app, await load());
    }),
  );
  look();
  return owned;
};
