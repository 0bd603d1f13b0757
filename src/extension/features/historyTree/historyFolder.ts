import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { openFolder } from '../../fileManager';

/** Shows the folder with all compositions. */
export async function openHistoryFolder(app: App): Promise<void> {
  const { folder } = app.history;
  await app.fileSystem.createDirectory(folder);
  await openFolder(vscode.Uri.parse(folder, true));
}
