import * as vscode from 'vscode';
import type { Feature } from '../../host';
import { promptsMime, takePrompts } from '../../promptTransfer';

/** Prompts dragged from the library into any document are inserted where they are dropped, as snippets. */
export const dropIntoEditor: Feature = (app) => {
  const kind = vscode.DocumentDropOrPasteEditKind.Empty.append('promptstack', 'prompt');
  const provider: vscode.DocumentDropEditProvider = {
    async provideDocumentDropEdits(document, position, transfer, token) {
      const uris = await takePrompts(transfer);
      if (uris.length === 0) return undefined;
      const { dropEdit } = await import('./dropEdit');
      return dropEdit(app, kind, { document, position, uris }, token);
    },
  };
  return vscode.languages.registerDocumentDropEditProvider({ pattern: '**' }, provider, { dropMimeTypes: [promptsMime], providedDropEditKinds: [kind] });
};
