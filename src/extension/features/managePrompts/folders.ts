import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { PromptSource } from '../../../core/library/promptSource';
import type { Prompt } from '../../../core/prompts/prompt';
import { viewIds } from '../../contributions';
import { openFolder, pathOf, revealFile } from '../../fileManager';
import type { Host } from '../../host';

/** Shows the file of a prompt. */
export async function revealPrompt(prompt: Prompt): Promise<void> {
  await revealFile(vscode.Uri.parse(prompt.uri, true));
}

/** Opens the folder of a source. */
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
  await openFolder(vscode.Uri.parse(source.root, true));
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
