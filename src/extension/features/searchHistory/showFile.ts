import * as vscode from 'vscode';
import { hasFileManager, pathOf } from '../../fileManager';
import { forMessage } from '../../messageText';

/** Shows a file that is nothing for an editor: in the system's file manager, or by its path where there is none. */
export async function showFile(uri: string): Promise<void> {
  const file = vscode.Uri.parse(uri, true);
  if (hasFileManager(file)) {
    await vscode.commands.executeCommand('revealFileInOS', file);
    return;
  }
  const copy = vscode.l10n.t('Copy Path');
  if ((await vscode.window.showInformationMessage(forMessage(pathOf(file)), copy)) === copy) await copyPath(uri);
}

export function copyPath(uri: string): Thenable<void> {
  return vscode.env.clipboard.writeText(pathOf(vscode.Uri.parse(uri, true)));
}
