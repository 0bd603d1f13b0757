import * as vscode from 'vscode';
import type { Suggestion } from '../../../core/ai/suggestion';
import { currentLines } from '../../../core/ai/suggestions/currentLines';

/** Shows a document where it is shown already, else in the active column. */
export function showDocument(document: vscode.TextDocument, preserveFocus: boolean): Thenable<vscode.TextEditor> {
  const uri = document.uri.toString();
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document && editor.viewColumn !== undefined);
  const group = vscode.window.tabGroups.all.find(({ tabs }) => tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri));
  const viewColumn = shown?.viewColumn ?? group?.viewColumn ?? vscode.ViewColumn.Active;
  return vscode.window.showTextDocument(document, { viewColumn, preserveFocus });
}

/**
 * Selects the lines of a suggestion where they stand now; the focus stays where it is.
 * @param text that the suggestion is on
 * @param index among its lines as they are now
 */
export async function showLines(document: vscode.TextDocument, suggestion: Suggestion, text: string | undefined, index: number): Promise<void> {
  const editor = await showDocument(document, true);
  const lines = currentLines(suggestion, text, document.getText())[index];
  if (!lines) return;
  const range = document.validateRange(new vscode.Range(lines.first - 1, 0, lines.last - 1, Number.MAX_SAFE_INTEGER));
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
