import * as vscode from 'vscode';
import { DocumentStructure, type LineChange } from '../core/prompts/documentStructure';
import type { Disposable } from '../core/util/dispose';

/** The structure of open documents, read once and then followed change by change; forgotten with the document. */
export class DocumentStructures implements Disposable {
  readonly #known = new WeakMap<vscode.TextDocument, { version: number; readonly structure: DocumentStructure }>();
  readonly #subscription = vscode.workspace.onDidChangeTextDocument((event) => this.#follow(event));

  /** As the document is now. The same object until the document is changed while nobody followed it. */
  of(document: vscode.TextDocument): DocumentStructure {
    const known = this.#known.get(document);
    if (known?.version === document.version) return known.structure;
    const structure = new DocumentStructure(linesOf(document));
    this.#known.set(document, { version: document.version, structure });
    return structure;
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const known = this.#known.get(document);
    // Somebody who heard of the change earlier may have asked already.
    if (!known || known.version === document.version) return;
    known.version = document.version;
    known.structure.apply(contentChanges.map(lineChange), linesOf(document));
  }
}

function linesOf(document: vscode.TextDocument): { readonly lineCount: number; lineAt(line: number): string } {
  return { lineCount: document.lineCount, lineAt: (line) => document.lineAt(line).text };
}

function lineChange({ range, text }: vscode.TextDocumentContentChangeEvent): LineChange {
  const count = 1 + (text.match(/\r\n|\r|\n/g)?.length ?? 0);
  return { start: range.start.line, end: range.end.line, count };
}
