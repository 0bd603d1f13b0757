import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { numberedBody } from '../../../core/ai/numberedBody';
import { insertPromptAt } from '../../insertion';

/**
 * Puts a recommended prompt on a line of its own at the cursor of the document, or at its end where the cursor is in the frontmatter. What
 * is selected stays: looking at the lines of a suggestion selects them.
 * @returns false when it was not inserted; the user has been told why
 */
export async function insertRecommendation(app: App, document: vscode.TextDocument, promptUri: string): Promise<boolean> {
  const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const editor = await vscode.window.showTextDocument(document, { viewColumn: visible?.viewColumn, preview: false });
  const { active } = editor.selection;
  const isInBody = active.line + 1 >= numberedBody(document.getText()).first;
  const place = isInBody ? active : document.lineAt(document.lineCount - 1).range.end;
  editor.selection = new vscode.Selection(place, place);
  editor.revealRange(new vscode.Range(place, place));
  return insertPromptAt(app, editor, promptUri, 'newLine');
}
