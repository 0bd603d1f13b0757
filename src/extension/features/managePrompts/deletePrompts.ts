import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { Prompt } from '../../../core/prompts/prompt';
import { forMessage } from '../../messageText';

const MAX_NAMED = 10;

/** Asks, then deletes the files as the explorer does: to the trash where there is one, editors close, Undo in the explorer works. */
export async function deletePrompts(app: App, prompts: readonly Prompt[]): Promise<void> {
  if (!(await confirm(prompts))) return;
  const edit = new vscode.WorkspaceEdit();
  for (const { uri } of prompts) edit.deleteFile(vscode.Uri.parse(uri, true), { ignoreIfNotExists: true });
  await vscode.workspace.applyEdit(edit);
  await app.library.refresh(prompts.map(({ uri }) => uri));
  const left = prompts.filter(({ uri }) => app.library.get(uri));
  if (left.length === 0) return;
  const names = left.slice(0, MAX_NAMED).map(({ title }) => `"${title}"`);
  throw new Error(forMessage(vscode.l10n.t('Could not delete {0}. Check that you may write to the folder.', names.join(', '))));
}

async function confirm(prompts: readonly Prompt[]): Promise<boolean> {
  const hasTrash = usesTrash(prompts);
  const action = hasTrash ? vscode.l10n.t('Move to Trash') : vscode.l10n.t('Delete');
  const [first] = prompts;
  const question =
    prompts.length === 1 && first
      ? vscode.l10n.t('Are you sure you want to delete the prompt "{0}"?', first.title)
      : vscode.l10n.t('Are you sure you want to delete the following {0} prompts?', prompts.length);
  const names = prompts.length === 1 ? [] : prompts.slice(0, MAX_NAMED).map(({ title }) => title);
  if (prompts.length > MAX_NAMED) names.push(vscode.l10n.t('… and {0} more', prompts.length - MAX_NAMED));
  const consequence = hasTrash ? vscode.l10n.t('You can restore the file from the trash.') : vscode.l10n.t('The file is deleted permanently.');
  const consequences = hasTrash ? vscode.l10n.t('You can restore the files from the trash.') : vscode.l10n.t('The files are deleted permanently.');
  const detail = [names.join('\n'), prompts.length === 1 ? consequence : consequences].filter(Boolean).join('\n\n');
  return (await vscode.window.showWarningMessage(forMessage(question), { modal: true, detail }, action)) === action;
}

/** Only the local disk of a desktop has a trash, and the user may have switched it off. */
function usesTrash(prompts: readonly Prompt[]): boolean {
  if (vscode.env.uiKind === vscode.UIKind.Web || vscode.env.remoteName !== undefined) return false;
  return vscode.workspace.getConfiguration('files').get('enableTrash') === true && prompts.every(({ uri }) => uri.startsWith('file:'));
}
