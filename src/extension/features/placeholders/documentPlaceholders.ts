import type * as vscode from 'vscode';
import { findBlock } from '../../../core/prompts/frontmatterBlock';
import { type ParsedPlaceholders, parsePlaceholders } from '../../../core/prompts/placeholders';

/** The placeholders of open documents, parsed once per version and forgotten with the document. */
export class DocumentPlaceholders {
  readonly #parsed = new WeakMap<vscode.TextDocument, { readonly version: number; readonly result: ParsedPlaceholders }>();

  /** Those of the body: what stands in the frontmatter is never inserted. Offsets count from the beginning of the document. */
  of(document: vscode.TextDocument): ParsedPlaceholders {
    const known = this.#parsed.get(document);
    if (known?.version === document.version) return known.result;
    const text = document.getText();
    const result = parsePlaceholders(text, findBlock(text)?.bodyStart ?? 0);
    this.#parsed.set(document, { version: document.version, result });
    return result;
  }
}
