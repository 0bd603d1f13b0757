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
