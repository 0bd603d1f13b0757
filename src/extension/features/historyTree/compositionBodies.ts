import * as vscode from 'vscode';
import type { Composition } from '../../../core/history/composition';
import { compositionBody } from '../../../core/history/compositionText';

/** The text of a composition behind its frontmatter, with what is not saved yet. */
export function bodyOf(composition: Pick<Composition, 'uri' | 'text'>): string {
  return compositionBody(openDocument(composition.uri)?.getText() ?? composition.text);
}

/** {@link bodyOf} without blank lines around it, as one would send it. */
export function sentBody(composition: Pick<Composition, 'uri' | 'text'>): string {
  return bodyOf(composition).replace(/^(?:[^\S\r\n]*(?:\r\n|\r|\n))+/, '').trimEnd();
}

export function openDocument(uri: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri && !document.isClosed);
}
