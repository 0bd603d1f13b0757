import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { setFrontmatterKey } from '../../../core/prompts/frontmatterEdit';
import type { PromptDocument } from '../../../core/prompts/promptDocument';
import { encode } from '../../../core/prompts/textEncoding';

/** The bytes of a prompt file with another title and nothing else changed. @throws when its encoding lacks a character of the title. */
export function bytesWithTitle(document: PromptDocument, title: string): Uint8Array {
  const bytes = encode(setFrontmatterKey(document.text, 'title', title).text, document.encoding);
  if (bytes) return bytes;
  const message = vscode.l10n.t('The file cannot hold all characters of the title "{0}". Save it with the encoding UTF-8 first.', title);
  throw new Error(message);
}

/**
 * Gives a prompt another title. In a document that is open the change is an edit like any other, saved only when there was nothing
 * unsaved before; else the file is rewritten in its own encoding.
 */
export async function setTitle(app: App, uri: string, title: string): Promise<void> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri && !document.isClosed);
  if (!open) {
    await app.fileSystem.write(uri, bytesWithTitle(await app.library.read(uri), title));
    await app.library.refresh([uri]);
    return;
  }
  const wasDirty = open.isDirty;
  const edit = new vscode.WorkspaceEdit();
  for (const { start, end, newText } of setFrontmatterKey(open.getText(), 'title', title).edits) {
    edit.replace(open.uri, new vscode.Range(open.positionAt(start), open.positionAt(end)), newText);
  }
  const done = (await vscode.workspace.applyEdit(edit)) && (wasDirty || (await open.save()));
  if (!done) throw new Error(vscode.l10n.t('The title could not be changed. Check that the file can be written.'));
  await app.library.refresh([uri]);
}
