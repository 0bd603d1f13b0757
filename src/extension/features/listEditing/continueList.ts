import * as vscode from 'vscode';
import { listEnter } from '../../../core/prompts/listEnter';
import { toRange } from '../../textRange';

/**
 * Enter in a list. The edit replaces empty ranges instead of inserting, so that a tab stop of a snippet grows around it and the snippet
 * goes on; one undo takes it back.
 */
export async function continueListAt(editor: vscode.TextEditor): Promise<void> {
  const { document, selection } = editor;
  const result = listEnter({ lineCount: document.lineCount, lineAt: (line) => document.lineAt(line).text }, selection.active);
  if (!result) return typeEnter();
  const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const done = await editor.edit(
    (edit) => {
      for (const { range, newText } of result.edits) edit.replace(toRange(range), newText.replaceAll('\n', eol));
    },
    { undoStopBefore: true, undoStopAfter: true },
  );
  // Somebody typed on meanwhile: the key must not get lost.
  if (!done) return typeEnter();
  const { line, character } = result.cursor;
  editor.selection = new vscode.Selection(line, character, line, character);
  editor.revealRange(editor.selection);
}

/** What Enter does where it means nothing special. */
export async function typeEnter(): Promise<void> {
  await vscode.commands.executeCommand('type', { text: '\n' });
}
