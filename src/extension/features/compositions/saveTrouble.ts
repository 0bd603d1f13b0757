import * as vscode from 'vscode';
import { basenameOf } from '../../../core/util/uri';
import { forMessage } from '../../messageText';
import { fileErrorText } from '../../promptFileErrors';

/** Tells that a text is not on disk: once, until it is again. */
export class SaveTrouble {
  readonly #document: vscode.TextDocument;
  readonly #kind: 'file' | 'recording';
  #isTold = false;

  constructor(document: vscode.TextDocument, kind: 'file' | 'recording') {
    this.#document = document;
    this.#kind = kind;
  }

  /** It is on disk. */
  end(): void {
    this.#isTold = false;
  }

  tell(error: unknown, retry: () => Promise<void>): void {
    if (this.#isTold) return;
    this.#isTold = true;
    void this.#ask(error, retry);
  }

  /** The user asked for another attempt and wants to hear of its failure. */
  forgive(): void {
    this.#isTold = false;
  }

  async #ask(error: unknown, retry: () => Promise<void>): Promise<void> {
    const name = basenameOf(this.#document.uri.toString());
    const failure =
      this.#kind === 'file'
        ? vscode.l10n.t('"{0}" could not be saved. Its text is still in the editor.', name)
        : vscode.l10n.t('"{0}" could not be recorded in the history. Its text is still in the editor.', name);
    const message = [failure, fileErrorText(error)].filter((sentence) => sentence !== undefined).join(' ');
    const [again, copy] = [vscode.l10n.t('Retry'), vscode.l10n.t('Copy to Clipboard')];
    const answer = await vscode.window.showErrorMessage(forMessage(message), again, copy);
    if (answer === again) await retry();
    else if (answer === copy) await vscode.env.clipboard.writeText(this.#document.getText());
  }
}
