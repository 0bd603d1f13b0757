import * as vscode from 'vscode';
import type { Disposable } from '../core/util/dispose';

/** The file that an untitled document was saved as is open after this time at the latest. Milliseconds. */
const PATIENCE = 3000;

interface Closed {
  readonly uri: string;
  /** See {@link comparable}. */
  readonly text: string;
  readonly timer: ReturnType<typeof setTimeout>;
}

/**
 * Untitled documents that were closed. One that was saved closes as well and lives on as a file, of which the editor tells nothing but that
 * a file of the same text is open.
 */
export class ClosedUntitled implements Disposable {
  readonly #livesOn: (uri: string, file: vscode.TextDocument) => void;
  readonly #isGone: (uri: string) => void;
  readonly #closed = new Map<string, Closed>();

  constructor(livesOn: (uri: string, file: vscode.TextDocument) => void, isGone: (uri: string) => void) {
    this.#livesOn = livesOn;
    this.#isGone = isGone;
  }

  /** Whether it is not known yet what became of the document that had this name. */
  has(uri: string): boolean {
    return this.#closed.has(uri);
  }

  add(uri: string, text: string): void {
    clearTimeout(this.#closed.get(uri)?.timer);
    const timer = setTimeout(() => {
      this.#closed.delete(uri);
      this.#isGone(uri);
    }, PATIENCE);
    this.#closed.set(uri, { uri, text: comparable(text), timer });
    for (const document of vscode.workspace.textDocuments) this.look(document);
  }

  /** A file was opened or saved. */
  look(file: vscode.TextDocument): void {
    if (this.#closed.size === 0 || file.isUntitled || file.isClosed) return;
    const text = comparable(file.getText());
    for (const { uri, text: before, timer } of this.#closed.values()) {
      if (before !== text || before === '') continue;
      clearTimeout(timer);
      this.#closed.delete(uri);
      this.#livesOn(uri, file);
      return;
    }
  }

  dispose(): void {
    for (const { timer } of this.#closed.values()) clearTimeout(timer);
    this.#closed.clear();
  }
}

/** Without what the editor may add or take away at line ends and at the end of the text when it saves. */
function comparable(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
