import * as vscode from 'vscode';
import type { PlacedPlaceholder } from '../../../core/prompts/documentStructure';
import type { Host } from '../../host';

/** @throws an error for the user where there is no placeholder; the editor shows it when nobody else can rename what is there. */
export function prepareRename(host: Host, document: vscode.TextDocument, position: vscode.Position): { range: vscode.Range; placeholder: string } {
  const found = host.structures.of(document).placeholderAt(position);
  if (!found) throw new Error(vscode.l10n.t('There is no placeholder here.'));
  return { range: nameRange(found), placeholder: found.name };
}

/**
 * Renames a placeholder wherever it stands in the body of its document. Elsewhere than on a placeholder others may rename.
 * @throws an error for the user when the name cannot be one or is taken.
 */
export function renamePlaceholder(host: Host, document: vscode.TextDocument, position: vscode.Position, newName: string): vscode.WorkspaceEdit | undefined {
  const structure = host.structures.of(document);
  const found = structure.placeholderAt(position);
  if (!found) return undefined;
  const name = newName.trim();
  if (!/^[A-Za-z0-9_]+$/.test(name)) throw new Error(vscode.l10n.t('Names of placeholders have only letters A to Z, digits and underscores.'));
  if (name !== found.name && structure.placeholders.some((other) => other.name === name)) {
    throw new Error(vscode.l10n.t('There is a placeholder "{0}" already in this document.', name));
  }
  const edit = new vscode.WorkspaceEdit();
  for (const each of structure.placeholders) if (each.name === found.name) edit.replace(document.uri, nameRange(each), name);
  return edit;
}

/** Between `{{type:` and `}}`. */
function nameRange({ line, end, name }: PlacedPlaceholder): vscode.Range {
  return new vscode.Range(line, end - 2 - name.length, line, end - 2);
}
