import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { CategoryTarget, CommandTypes } from '../../contributions';
import { createPromptStepByStep } from './createFlow';

export function createCommands(app: App): Pick<CommandTypes, 'promptstack.createPrompt' | 'promptstack.saveSelectionAsPrompt'> {
  return {
    'promptstack.createPrompt': async (category, title) => {
      const body = selectedText();
      await createPromptStepByStep(app, { target: isTarget(category) ? category : undefined, title, body, askForBody: body !== '' });
    },
    'promptstack.saveSelectionAsPrompt': async () => {
      const body = selectedText();
      if (body === '') {
        void vscode.window.showInformationMessage(vscode.l10n.t('Select the text that is to become a prompt first.'));
        return;
      }
      await createPromptStepByStep(app, { body, askForBody: false });
    },
  };
}

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
