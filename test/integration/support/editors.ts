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

/**
 * An untitled document with this text. Its name is that of the last one that was closed, and while the editor still keeps a backup of that
 * one, it may fill the new one with it, or with a part of it; then another is made.
 */
export async function newDocument({ language = 'markdown', content }: { readonly language?: string; readonly content: string }): Promise<vscode.TextDocument> {
  const withLineFeeds = (text: string): string => text.replaceAll('\r\n', '\n');
  for (let attempt = 1; ; attempt++) {
    const document = await vscode.workspace.openTextDocument({ language, content });
    if (attempt === 5 || withLineFeeds(document.getText()) === withLineFeeds(content)) return document;
  }
}
