import * as vscode from 'vscode';
import type { App } from '../core/app';
import type { FileReference, ReferenceContext } from '../core/references/reference';

interface Parsed {
  readonly version: number;
  readonly references: readonly FileReference[];
}

const parsed = new WeakMap<vscode.TextDocument, Parsed>();

/** The references of a document, parsed once per version and forgotten with the document; in order of appearance. */
export function referencesOf(app: App, document: vscode.TextDocument): readonly FileReference[] {
  const known = parsed.get(document);
  if (known?.version === document.version) return known.references;
  const references = app.references.parse(document.getText());
  parsed.set(document, { version: document.version, references });
  return references;
}

/** The reference that an offset is in or at the end of: the inner one of two, and of two that touch the one that begins there. */
export function referenceAt(app: App, document: vscode.TextDocument, offset: number): FileReference | undefined {
  return referencesOf(app, document).findLast(({ start, end }) => start <= offset && offset <= end);
}

/** Where the references of a document are looked for. */
export function referenceContext(documentUri: vscode.Uri): ReferenceContext {
  return { documentUri: documentUri.toString(), folders: (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString()) };
}

/** The whole mention in its document. */
export function rangeOfReference(document: vscode.TextDocument, { start, end }: FileReference): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
