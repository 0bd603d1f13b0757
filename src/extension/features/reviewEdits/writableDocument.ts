import * as vscode from 'vscode';
import { basenameOf } from '../../../core/util/uri';

/** The document, opened; or in words why it cannot be changed. */
export async function writableDocument(uri: string): Promise<vscode.TextDocument | string> {
  const parsed = vscode.Uri.parse(uri);
  const name = basenameOf(uri);
  if (await isReadOnly(parsed)) return vscode.l10n.t('{0} is read-only.', name);
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri);
  if (open) return open;
  const missing = vscode.l10n.t('{0} is no longer there.', name);
  // Opening an untitled document would make a new one.
  if (parsed.scheme === 'untitled') return missing;
  try {
    return await vscode.workspace.openTextDocument(parsed);
  } catch {
    return missing;
  }
}

async function isReadOnly(uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme === 'untitled') return false;
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false) return true;
  try {
    const { permissions } = await vscode.workspace.fs.stat(uri);
    return permissions !== undefined && (permissions & vscode.FilePermission.Readonly) !== 0;
  } catch {
    return false;
  }
}
