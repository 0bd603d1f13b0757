import * as vscode from 'vscode';

/** Milliseconds between two writes: about twenty in a second, so that typing elsewhere stays smooth. */
const PAUSE = 50;
/** A document that refuses a write is changing just then. */
const ATTEMPTS = 40;

/** Writes a text that arrives in pieces to the end of a document, whatever else is done in it meanwhile. */
export class AnswerWriter {
  readonly #document: vscode.TextDocument;
  #waiting = '';
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #isFirst = true;

  constructor(document: vscode.TextDocument) {
    this.#document = document;
  }

  push(text: string): void {
    this.#waiting += text;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#write(false);
    }, PAUSE);
  }

  /** Resolves when everything is in the document, or the document is gone. */
  async end(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#write(true);
    await this.#writing;
  }

  #write(isLast: boolean): void {
    this.#writing = this.#writing.then(async () => {
      // The other half of a line end may be on its way.
      const held = !isLast && this.#waiting.endsWith('\r') ? '\r' : '';
      const text = this.#waiting.slice(0, this.#waiting.length - held.length);
      this.#waiting = held;
      if (text !== '') await this.#append(text);
    });
  }

  async #append(text: string): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS && !this.#document.isClosed; attempt++) {
      if (await this.#tryToAppend(text).catch(() => false)) {
        this.#isFirst = false;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  async #tryToAppend(text: string): Promise<boolean> {
    const { end } = this.#document.lineAt(this.#document.lineCount - 1).range;
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document === this.#document);
    // One undo takes the whole answer back.
    if (editor) return editor.edit((edit) => edit.insert(end, text), { undoStopBefore: this.#isFirst, undoStopAfter: false });
    const edit = new vscode.WorkspaceEdit();
    edit.insert(this.#document.uri, end, text);
    return vscode.workspace.applyEdit(edit);
  }
}
