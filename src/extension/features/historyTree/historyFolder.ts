import * as vscode from 'vscode';
import type { App } from '../../../core/app';

/** Shows the folder with all compositions: in the file manager, else as a folder in a new window. */
export async function openHistoryFolder(app: App): Promise<void> {
  const { folder } = app.history;
  await app.fileSystem.createDirectory(folder);
  const uri = vscode.Uri.parse(folder, true);
  if (hasFileManager(uri)) await vscode.commands.executeCommand('revealFileInOS', uri);
  else await vscode.commands.executeCommand('vscode.openFolder', uri, { forceNewWindow: true });
}

/** Shows a file in the file manager; in a remote or browser window in the explorer, or in an editor when it is not there. */
export async function reveal(uri: vscode.Uri): Promise<void> {
  if (hasFileManager(uri)) await vscode.commands.executeCommand('revealFileInOS', uri);
  else if (vscode.workspace.getWorkspaceFolder(uri)) await vscode.commands.executeCommand('revealInExplorer', uri);
  else await vscode.window.showTextDocument(uri);
}

/** True where the window runs beside the files, so that the system's file manager can show them. */
function hasFileManager(uri: vscode.Uri): boolean {
  return vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined && uri.scheme === 'file';
}
