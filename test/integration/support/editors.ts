import * as vscode from 'vscode';
import { until } from './libraryFolder';

/**
 * Shows a document and waits until it is known to be in front. On a busy machine `showTextDocument` resolves a moment earlier, and what
 * acts on the active editor would then act on the one before.
 */
export async function showEditor(document: vscode.TextDocument | vscode.Uri, options: vscode.TextDocumentShowOptions = {}): Promise<vscode.TextEditor> {
  const editor = await ('languageId' in document ? vscode.window.showTextDocument(document, options) : vscode.window.showTextDocument(document, options));
  await until(() => vscode.window.activeTextEditor?.document.uri.toString() === editor.document.uri.toString(), 'the editor is in front');
  return editor;
}

/** Closes all editors without saving, and waits until their tabs are gone: a tab that is still there counts in the next test. */
export async function closeEditors(): Promise<void> {
  const end = Date.now() + 15_000;
  do {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (let look = 0; look < 20 && hasTabs(); look++) await new Promise((resolve) => setTimeout(resolve, 20));
  } while (hasTabs() && Date.now() < end);
}

function hasTabs(): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0);
}
