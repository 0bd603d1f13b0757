import * as vscode from 'vscode';
import { DisposableStore } from '../../../core/util/dispose';

/** What is selected in the text editor where the user last selected something; the focus may be in a form by now. */
export class LastSelection extends DisposableStore {
  #editor: vscode.TextEditor | undefined;
  #noted = '';

  constructor() {
    super();
    this.add(vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#follow(textEditor)));
  }

  /** Remembers what is selected now, also when the selection is gone later. */
  note(editor: vscode.TextEditor): void {
    this.#follow(editor);
    const text = selectedText(editor);
    if (text !== '') this.#noted = text;
  }

  /** Several selections are joined by line ends; empty when nothing was selected. */
  text(): string {
    const now = this.#editor && !this.#editor.document.isClosed ? selectedText(this.#editor) : '';
    return now === '' ? this.#noted : now;
  }

  #follow(editor: vscode.TextEditor): void {
    if (editor.selections.some((selection) => !selection.isEmpty)) this.#editor = editor;
  }
}

function selectedText({ document, selections }: vscode.TextEditor): string {
  return selections
    .filter((selection) => !selection.isEmpty)
    .map((selection) => document.getText(selection))
    .join('\n');
}
