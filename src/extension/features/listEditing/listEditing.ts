import * as vscode from 'vscode';
import { continuesList, itemLineOf } from '../../../core/prompts/listLine';
import { DisposableStore } from '../../../core/util/dispose';
import { followPromptEditor } from '../../activeEditor';
import type { Feature, Host } from '../../host';

/** Enter goes on with a list, and a Quick Pick edits its items. */
export const listEditing: Feature = (app, host) => {
  const owned = new DisposableStore();
  owned.add(
    followPromptEditor(app, host, (editor) => {
      const continues = editor !== undefined && continuesAt(host, editor);
      host.setContext('promptstack:continuesList', continues);
      // Enter may come next, and nobody waits for a key.
      if (continues) void import('./continueList');
      host.setContext('promptstack:atList', editor !== undefined && isAtList(host, editor));
    }),
  );
  owned.add(
    host.registerCommand('promptstack.editListPlaceholder', async (at) => {
      const { editListItems } = await import('./editListItems');
      await editListItems(app, host, at);
    }),
  );
  owned.add(
    host.registerCommand('promptstack.continueList', async () => {
      const editor = vscode.window.activeTextEditor;
      const { continueListAt, typeEnter } = await import('./continueList');
      // The context key may be older than the cursor's place.
      if (editor && continuesAt(host, editor)) await continueListAt(editor);
      else await typeEnter();
    }),
  );
  return owned;
};

function continuesAt(host: Host, { document, selection, selections }: vscode.TextEditor): boolean {
  if (!selection.isEmpty || selections.length > 1 || !host.setting('promptstack.lists.continueOnEnter')) return false;
  const { line, character } = selection.active;
  return continuesList(document.lineAt(line).text, character) && !host.structures.of(document).isCodeOrFrontmatter(line);
}

function isAtList(host: Host, { document, selection }: vscode.TextEditor): boolean {
  const structure = host.structures.of(document);
  if (structure.placeholderAt(selection.active)?.type === 'list') return true;
  const { line } = selection.active;
  return !structure.isCodeOrFrontmatter(line) && itemLineOf({ lineAt: (at) => document.lineAt(at).text }, line) !== undefined;
}
