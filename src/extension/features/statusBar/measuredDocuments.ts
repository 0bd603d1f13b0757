import type * as vscode from 'vscode';
import { DocumentMeasure } from '../../../core/ai/documentMeasure';
import { measureText, type TextMeasure } from '../../../core/ai/textMeasure';

/** Figures of a document at one moment. */
export interface DocumentFigures {
  /** What is sent: the text behind the frontmatter, without blank lines at its beginning and end. */
  readonly body: TextMeasure;
  /** `undefined` without frontmatter. */
  readonly frontmatter: TextMeasure | undefined;
}

const NOTHING = measureText('');

/** Measures of documents, kept up to date while they are edited and forgotten with them. */
export class MeasuredDocuments {
  readonly #measures = new WeakMap<vscode.TextDocument, DocumentMeasure>();

  change({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    this.#measures.get(document)?.change(contentChanges.map(({ range, text }) => ({ startLine: range.start.line, endLine: range.end.line, text })));
  }

  /** Measures what is new, in slices. @returns whether the figures are there; false when `isCancelled` said so */
  prepare(document: vscode.TextDocument, isCancelled: () => boolean): Promise<boolean> {
    return this.#measureOf(document).prepare(() => new Promise((resolve) => setImmediate(resolve)), () => isCancelled() || document.isClosed);
  }

  figuresOf(document: vscode.TextDocument): DocumentFigures {
    const measure = this.#measureOf(document);
    const { frontmatterEnd, bodyStart, bodyEnd } = measure.parts();
    return {
      body: measure.measureLines(bodyStart, bodyEnd),
      frontmatter: frontmatterEnd > 0 ? measure.measureLines(0, frontmatterEnd) : undefined,
    };
  }

  /** Of all that is selected; `undefined` when nothing is. */
  figuresOfSelection(document: vscode.TextDocument, selections: readonly vscode.Selection[]): TextMeasure | undefined {
    const ranges = selections.filter(({ isEmpty }) => !isEmpty);
    if (ranges.length === 0) return undefined;
    const measure = this.#measureOf(document);
    return ranges.map(({ start, end }) => measure.measureRange(start, end)).reduce(added, NOTHING);
  }

  #measureOf(document: vscode.TextDocument): DocumentMeasure {
    let measure = this.#measures.get(document);
    if (!measure) {
      measure = new DocumentMeasure({
        get lineCount() {
          return document.lineCount;
        },
        lineAt: (line) => document.lineAt(line).text,
      });
      this.#measures.set(document, measure);
    }
    return measure;
  }
}

function added(one: TextMeasure, other: TextMeasure): TextMeasure {
  return {
    characters: one.characters + other.characters,
    words: one.words + other.words,
    lines: one.lines + other.lines,
    tokens: one.tokens + other.tokens,
  };
}
