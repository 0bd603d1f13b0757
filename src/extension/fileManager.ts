import * as vscode from 'vscode';

/** True where the window runs beside the files, so that the system's file manager can show them. */
export function hasFileManager(uri: vscode.Uri): boolean {
  return vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined && uri.scheme === 'file';
}

/** Shows a file in the file manager; in a remote or browser window in the explorer, or in an editor when it is not there. */
export async function revealFile(uri: vscode.Uri): Promise<void> {
  if (hasFileManager(uri)) await vscode.commands.executeCommand('revealFileInOS', uri);
  else if (vscode.workspace.getWorkspaceFolder(uri)) await vscode.commands.executeCommand('revealInExplorer', uri);
  else await vscode.window.showTextDocument(uri);
}

/** Opens a folder: in the file manager, else as a folder in a new window. */
export async function openFolder(uri: vscode.Uri): Promise<void> {
  if (hasFileManager(uri)) await vscode.commands.executeCommand('revealFileInOS', uri);
  else await vscode.commands.executeCommand('vscode.openFolder', uri, { forceNewWindow: true });
}

/** Where a file is, as people write it in settings: a path where it is on disk, else the URI. */
export function pathOf(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}
