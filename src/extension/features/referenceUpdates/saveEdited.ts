import * as vscode from 'vscode';
import type { Log } from '../../../core/ports/log';
import type { DocumentEdits, LineEdit } from '../../../core/references/movePlan';

/** VS Code takes a moment to carry changes over to the new place of a document that moved itself. */
const ATTEMPTS = 20;
const PAUSE_MS = 100;

/**
 * Saves documents that had no changes but these edits, as VS Code does after other refactorings; without it, every document would stay
 * behind as a changed editor. A document without the edits, or whose saving fails, is left to the user.
 */
export async function saveEdited(plans: readonly DocumentEdits[], log: Log): Promise<void> {
  if (!vscode.workspace.getConfiguration('files').get('refactoring.autoSave', true)) return;
  const open = new Map<string, vscode.TextDocument>();
  let waiting = plans;
  for (let attempt = 0; waiting.length > 0 && attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    open.clear();
    for (const document of vscode.workspace.textDocuments) if (document.isDirty) open.set(document.uri.toString(), document);
    const ready = waiting.filter(({ uri, edits }) => hasEdits(open.get(uri), edits));
    waiting = waiting.filter((plan) => !ready.includes(plan));
    for (const { uri } of ready) {
      if (!(await open.get(uri)?.save())) log.warn(`References were updated but not saved in ${uri}`);
    }
  }
}

/** Whether a document has the new texts where they belong. */
function hasEdits(document: vscode.TextDocument | undefined, edits: readonly LineEdit[]): boolean {
  if (!document) return false;
  let [line, shift] = [-1, 0];
  return edits.every((edit) => {
    if (edit.line !== line) [line, shift] = [edit.line, 0];
    if (line >= document.lineCount) return false;
    const start = edit.start + shift;
    shift += edit.text.length - (edit.end - edit.start);
    return document.lineAt(line).text.startsWith(edit.text, start);
  });
}
