import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { FileReference, ReferenceContext, ReferenceTarget } from '../../../core/references/reference';
import { dirnameOf, isInside } from '../../../core/util/uri';
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

/** Whether a missing file would be one of the workspace, or lie beside its document. */
export function mayCreate({ uri, state }: ReferenceTarget, context: ReferenceContext): boolean {
  return state === 'missing' && rootsOf(context).some((root) => uri !== root && isInside(uri, root));
}

/**
 * Creates the empty file that a missing reference means and opens it; a file that is there by now is opened as it is. Never writes
 * where a link leads out of the workspace.
 */
export async function createFile(app: App, target: ReferenceTarget, context: ReferenceContext): Promise<void> {
  const file = vscode.Uri.parse(target.uri);
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(file, { ignoreIfExists: true });
  if (!mayCreate(target, context) || (await leadsOut(app, target.uri, context)) || !(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showErrorMessage(forMessage(vscode.l10n.t('"{0}" could not be created.', labelOf(target.uri, context))));
    return;
  }
  await vscode.commands.executeCommand('vscode.open', file);
}

/** Whether the nearest folder that is there really lies elsewhere. */
async function leadsOut(app: App, uri: string, context: ReferenceContext): Promise<boolean> {
  const roots = rootsOf(context).filter((root) => isInside(uri, root));
  const realRoots = (await Promise.all(roots.map((root) => app.fileSystem.realPath(root)))).filter((root) => root !== undefined);
  if (realRoots.length === 0) return false;
  for (let folder = dirnameOf(uri); roots.some((root) => isInside(folder, root)); folder = dirnameOf(folder)) {
    const real = await app.fileSystem.realPath(folder);
    if (real !== undefined) return !realRoots.some((root) => isInside(real, root));
  }
  return false;
}

function rootsOf({ documentUri, folders }: ReferenceContext): readonly string[] {
  return documentUri.startsWith('untitled:') ? folders : [...folders, dirnameOf(documentUri)];
}

/** A path as the user knows it: below the workspace where it is there. */
export function labelOf(uri: string, { folders }: ReferenceContext): string {
  return vscode.workspace.asRelativePath(vscode.Uri.parse(uri), folders.length > 1);
}
