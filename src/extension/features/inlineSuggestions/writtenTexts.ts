import * as vscode from 'vscode';
import type { Continuations } from '../../../core/inline/continuations';
import { checksum } from '../../../core/util/checksum';
import { DisposableStore } from '../../../core/util/dispose';

/** Shorter texts say nothing. UTF-16 code units. */
const MIN_LENGTH = 20;
/** Untitled documents with more lines are no compositions. */
const MAX_LINES = 5000;

/**
 * Learns what the user writes: documents when they are saved, and those that never were when they are closed, as a prompt is often
 * written, sent and thrown away.
 */
export class WrittenTexts extends DisposableStore {
  readonly #continuations: Continuations;
  /** Documents in which the user wrote, by URI; of untitled ones the text, as VS Code empties them before it closes them. */
  readonly #written = new Map<string, string>();

  /** @param applies whether prompts are written in a document, and suggestions wanted there */
  constructor(continuations: Continuations, applies: (document: vscode.TextDocument) => boolean) {
    super();
    this.#continuations = continuations;
    this.add(
      vscode.workspace.onDidSaveTextDocument((document) => {
        // Text of a git revision, a setting or an output is no composition, whatever its language.
        if (!this.#written.has(document.uri.toString()) || !vscode.workspace.fs.isWritableFileSystem(document.uri.scheme)) return;
        if (applies(document)) this.#learn(document.uri, document.getText());
      }),
    );
    this.add(
      vscode.workspace.onDidCloseTextDocument((document) => {
        const text = this.#written.get(document.uri.toString());
        this.#written.delete(document.uri.toString());
        if (text === undefined || !document.isUntitled || !applies(document) || isOpenAsFile(text)) return;
        // The next untitled document gets the same name.
        this.#learn(document.uri.with({ fragment: checksum(text) }), text);
      }),
    );
    this.add(vscode.workspace.onDidDeleteFiles(({ files }) => files.forEach((uri) => continuations.forget(uri.toString()))));
    this.add(vscode.workspace.onDidRenameFiles(({ files }) => files.forEach(({ oldUri }) => continuations.forget(oldUri.toString()))));
  }

  /** Call after each change of a document. */
  follow(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    const text = document.isUntitled && document.lineCount <= MAX_LINES ? document.getText() : '';
    if (text !== '' || !this.#written.has(uri)) this.#written.set(uri, text);
  }

  #learn(uri: vscode.Uri, text: string): void {
    if (text.length >= MIN_LENGTH) this.#continuations.learn(uri.toString(), text);
  }
}

/** An untitled document that is saved closes as well, and lives on as a file. */
function isOpenAsFile(text: string): boolean {
  return vscode.workspace.textDocuments.some((document) => !document.isUntitled && document.getText() === text);
}
