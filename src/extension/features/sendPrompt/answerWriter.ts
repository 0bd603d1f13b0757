import * as vscode from 'vscode';

/** Milliseconds between two writes: about twenty in a second, so that typing elsewhere stays smooth. */
const PAUSE = 50;
/** A document that refuses a write is changing just then. */
const ATTEMPTS = 40;

/** Writes a text that arrives in pieces to the end of a document, whatever else is done in it meanwhile. */
export class AnswerWriter {
  readonly #opening: Promise<vscode.TextDocument>;
  #waiting = '';
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #isFirst = true;

  /** @param opening the document, which need not be there yet: who waited for it would lose what a broken connection still holds */
  constructor(opening: Promise<vscode.TextDocument>) {
    this.#opening = opening;
    // Told by `end`.
    opening.catch(() => undefined);
  }

  push(text: string): void {
    this.#waiting += text;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#write(false);
    }, PAUSE);
  }

  /** Resolves when everything is in the document, or the document is gone. @throws when it could not be opened */
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
      if (text !== '') await this.#append(await this.#opening, text);
    });
    this.#writing.catch(() => undefined);
  }

  async #append(document: vscode.TextDocument, text: string): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS && !document.isClosed; attempt++) {
      if (await this.#tryToAppend(document, text).catch(() => false)) {
        this.#isFirst = false;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  async #tryToAppend(document: vscode.TextDocument, text: string): Promise<boolean> {
    const { end } = document.lineAt(document.lineCount - 1).range;
    const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
    // One undo takes the whole answer back.
    if (editor) return editor.edit((edit) => edit.insert(end, text), { undoStopBefore: this.#isFirst, undoStopAfter: false });
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, end, text);
    return vscode.workspace.applyEdit(edit);
  }
}
