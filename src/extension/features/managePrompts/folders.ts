import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { PromptSource } from '../../../core/library/promptSource';
import type { Prompt } from '../../../core/prompts/prompt';
import { viewIds } from '../../contributions';
import type { Host } from '../../host';

/** True where the window runs beside the files, so that the system's file manager can show them. */
function hasFileManager(uri: vscode.Uri): boolean {
  return vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined && uri.scheme === 'file';
}

/** Shows the file in the system's file manager; in a remote or browser window in the explorer, or in an editor when it is not there. */
export async function revealPrompt(prompt: Prompt): Promise<void> {
  const uri = vscode.Uri.parse(prompt.uri, true);
  if (hasFileManager(uri)) await vscode.commands.executeCommand('revealFileInOS', uri);
  else if (vscode.workspace.getWorkspaceFolder(uri)) await vscode.commands.executeCommand('revealInExplorer', uri);
  else await vscode.window.showTextDocument(uri);
}

/** Opens the folder of a source: in the file manager, else as a folder in a new window. */
export async function openLibraryFolder(app: App): Promise<void> {
  const existing: PromptSource[] = [];
  for (const source of app.library.sources) {
    if ((await app.fileSystem.stat(source.root).catch(() => undefined))?.type === 'directory') existing.push(source);
  }
  const source = existing.length > 1 ? await pickSource(existing) : existing[0];
  if (!source) {
    if (existing.length === 0) void vscode.window.showInformationMessage(vscode.l10n.t('There is no library folder yet. Create a prompt to get one.'));
    return;
  }
  const root = vscode.Uri.parse(source.root, true);
  if (hasFileManager(root)) await vscode.commands.executeCommand('revealFileInOS', root);
  else await vscode.commands.executeCommand('vscode.openFolder', root, { forceNewWindow: true });
}

async function pickSource(sources: readonly PromptSource[]): Promise<PromptSource | undefined> {
  const items = sources.map((source) => ({ label: source.label, description: pathOf(vscode.Uri.parse(source.root, true)), source }));
  const placeHolder = vscode.l10n.t('Folder to open');
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Open Library Folder'), placeHolder, matchOnDescription: true }))?.source;
}

/** Adds a folder to the user's setting; the library follows the setting. */
export async function addLibraryFolder(app: App, host: Host): Promise<void> {
  const title = vscode.l10n.t('Add Library Folder');
  const picked = await vscode.window.showOpenDialog({
    title,
    openLabel: vscode.l10n.t('Add to Library'),
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: true,
  });
  if (!picked?.length) return;
  const known = new Set(app.library.sources.map(({ root }) => root));
  const added = picked.filter((uri) => !known.has(uri.toString())).map(pathOf);
  if (added.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('This folder is in the library already.'));
    return;
  }
  const settings = vscode.workspace.getConfiguration('promptstack');
  const before = settings.inspect<unknown>('library.folders')?.globalValue;
  const folders = Array.isArray(before) ? before.filter((folder) => typeof folder === 'string') : [];
  await settings.update('library.folders', [...new Set([...folders, ...added])], vscode.ConfigurationTarget.Global);
  host.log.info(`${added.length} library folders added`);
  await vscode.commands.executeCommand(`${viewIds.library}.focus`);
}

/** As people write it in settings. */
function pathOf(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}
