import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { FileReference, ReferenceContext } from '../../../core/references/reference';
import { forMessage } from '../../messageText';
import { textOfReference, type TextReplacement } from './inlineContents';
import type { Mention } from './mention';

/** Points a reference at another file, in its own syntax. @param uri of the file */
export function retarget(app: App, { reference, context }: Mention, uri: string): TextReplacement {
  const path = app.references.pathTo(uri, context, reference.syntax);
  return { start: reference.pathStart, end: reference.pathEnd, newText: app.references.formatPath(reference, path) };
}

/** Takes the link away and leaves its words. */
export function unlink(document: vscode.TextDocument, reference: FileReference): TextReplacement {
  return { start: reference.start, end: reference.end, newText: textOfReference(document.getText(), reference) };
}

export function editOf(document: vscode.TextDocument, replacements: readonly TextReplacement[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { start, end, newText } of replacements) {
    edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), newText);
  }
  return edit;
}

/** Changes the document in one undo step, or says that it cannot be changed. */
export async function apply(document: vscode.TextDocument, replacements: readonly TextReplacement[]): Promise<boolean> {
  const done = await vscode.workspace.applyEdit(editOf(document, replacements));
  if (!done) void vscode.window.showWarningMessage(vscode.l10n.t('The document could not be changed. It may be read-only.'));
  return done;
}

/**
 * Creates the empty file that a missing reference means and opens it.
 * @param uri where the file should be; a file that is there by now is opened as it is
 */
export async function createFile(uri: string, context: ReferenceContext): Promise<void> {
  const file = vscode.Uri.parse(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(file, { ignoreIfExists: true });
  if (!(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showErrorMessage(forMessage(vscode.l10n.t('"{0}" could not be created.', labelOf(uri, context))));
    return;
  }
  await vscode.commands.executeCommand('vscode.open', file);
}

/** A path as the user knows it: below the workspace where it is there. */
export function labelOf(uri: string, { folders }: ReferenceContext): string {
  return vscode.workspace.asRelativePath(vscode.Uri.parse(uri), folders.length > 1);
}
