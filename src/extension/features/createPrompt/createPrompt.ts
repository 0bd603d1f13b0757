import * as vscode from 'vscode';
import { DisposableStore } from '../../../core/util/dispose';
import type { CategoryTarget } from '../../contributions';
import type { Feature } from '../../host';

/** Guides through the making of a new prompt, empty or from what is selected in the editor. */
export const createPrompt: Feature = (app, host) => {
  const owned = new DisposableStore();
  owned.add(
    host.registerCommand('promptstack.createPrompt', async (category, title) => {
      const body = selectedText();
      const { createPromptStepByStep } = await import('./createFlow');
      await createPromptStepByStep(app, { target: isTarget(category) ? category : undefined, title, body, askForBody: body !== '' });
    }),
  );
  owned.add(
    host.registerCommand('promptstack.saveSelectionAsPrompt', async () => {
      const body = selectedText();
      if (body === '') {
        void vscode.window.showInformationMessage(vscode.l10n.t('Select the text that is to become a prompt first.'));
        return;
      }
      const { createPromptStepByStep } = await import('./createFlow');
      await createPromptStepByStep(app, { body, askForBody: false });
    }),
  );
  return owned;
};

/** Everything that is selected in the active editor, from top to bottom; whole indentation where only blanks precede a selection. */
function selectedText(): string {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return '';
  const { document } = editor;
  const parts = editor.selections
    .filter((selection) => !selection.isEmpty)
    .sort((a, b) => a.start.compareTo(b.start))
    .map((selection) => {
      const { firstNonWhitespaceCharacterIndex } = document.lineAt(selection.start.line);
      const atIndent = selection.start.character <= firstNonWhitespaceCharacterIndex;
      return document.getText(atIndent ? selection.with(selection.start.with({ character: 0 })) : selection);
    });
  return parts.some((part) => part.trim() !== '') ? parts.join('\n\n') : '';
}

/** Menus may pass rows of the tree that are no category. */
function isTarget(value: unknown): value is CategoryTarget {
  return typeof value === 'object' && value !== null && 'sourceId' in value && 'category' in value && typeof value.category === 'string';
}
