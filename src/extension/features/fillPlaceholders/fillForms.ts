import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { placeholderFields } from '../../../core/prompts/placeholderFields';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';
import { isSavedForm } from '../../../protocol/fillForm';
import type { Host } from '../../host';
import { isPromptDocument } from '../../promptDocuments';
import { Drafts } from './drafts';
import { FillForm, type FormParts } from './fillForm';
import { LastSelection } from './lastSelection';

/** The forms that are open, at most one for each document. */
export class FillForms extends DisposableStore {
  readonly #parts: FormParts;
  /** By URI of the document. */
  readonly #forms = new Map<string, FillForm>();

  constructor(app: App, host: Host) {
    super();
    this.#parts = { app, host, drafts: new Drafts(), selection: this.add(new LastSelection()) };
    // The name of an untitled document goes to the next one.
    this.add(
      vscode.workspace.onDidCloseTextDocument(({ uri, isUntitled }) => {
        if (isUntitled && !this.#forms.has(uri.toString())) this.#parts.drafts.forget(uri.toString());
      }),
    );
    this.add(toDisposable(() => [...this.#forms.values()].forEach((form) => form.dispose())));
  }

  /** Shows the form of a document beside it. @param editor the active one; without one, nothing can be filled. */
  open(editor: vscode.TextEditor | undefined): void {
    const { app, host, selection } = this.#parts;
    if (!editor && [...this.#forms.values()].some((form) => form.isActive)) return;
    if (!editor || !isPromptDocument(app, host, editor.document)) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open a prompt to fill its placeholders.'));
      return;
    }
    const { document } = editor;
    selection.note(editor);
    const open = this.#forms.get(document.uri.toString());
    if (open) open.reveal();
    else if (placeholderFields(document.getText(), 1).total === 0) {
      vscode.window.setStatusBarMessage(vscode.l10n.t('There are no placeholders in this document.'), 4000);
    } else {
      const panel = vscode.window.createWebviewPanel('promptstack.fillPlaceholders', vscode.l10n.t('Fill Placeholders'), vscode.ViewColumn.Beside, {
        retainContextWhenHidden: true,
      });
      this.#show(document, panel);
    }
  }

  /** Brings a form back after the window was loaded again. @param saved what the page kept, of any shape. */
  async restore(panel: vscode.WebviewPanel, saved: unknown): Promise<void> {
    const document = isSavedForm(saved) ? await openDocument(saved.uri) : undefined;
    if (!document || !isSavedForm(saved) || this.#forms.has(document.uri.toString())) {
      panel.dispose();
      return;
    }
    for (const { name, value } of saved.values) this.#parts.drafts.set(document.uri.toString(), name, value);
    this.#show(document, panel);
  }

  #show(document: vscode.TextDocument, panel: vscode.WebviewPanel): void {
    const uri = document.uri.toString();
    const form = new FillForm(this.#parts, document, panel);
    this.#forms.set(uri, form);
    form.add(toDisposable(() => this.#forms.delete(uri)));
  }
}

/** @returns `undefined` for a document that is gone. */
async function openDocument(uri: string): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  } catch {
    return undefined;
  }
}
