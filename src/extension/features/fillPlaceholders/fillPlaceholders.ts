import * as vscode from 'vscode';
import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';
import type { FillForms } from './fillForms';

/** One form for all placeholders of a prompt document. It is loaded on first use. */
export const fillPlaceholders: Feature = (app, host) => {
  const owned = new DisposableStore();
  let loading: Promise<FillForms> | undefined;
  const forms = (): Promise<FillForms> => (loading ??= import('./fillForms').then((module) => owned.add(new module.FillForms(app, host))));
  owned.add(
    host.registerCommand('promptstack.fillPlaceholders', async () => {
      const editor = vscode.window.activeTextEditor;
      (await forms()).open(editor);
    }),
  );
  owned.add(
    vscode.window.registerWebviewPanelSerializer('promptstack.fillPlaceholders', {
      deserializeWebviewPanel: async (panel, saved: unknown) => (await forms()).restore(panel, saved),
    }),
  );
  return owned;
};
