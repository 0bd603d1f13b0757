import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';
import type { Host } from '../../host';
import { isPromptDocument } from '../../promptDocuments';
import { rangeOf } from './ranges';

/** Pause in typing after which the highlights follow, in milliseconds. */
const DELAY = 80;

/** Shows placeholders, and what only looks like one, in the visible editors. */
export class Highlights extends DisposableStore {
  readonly #app: App;
  readonly #host: Host;
  readonly #onDidDecorate: (document: vscode.TextDocument) => void;
  readonly #valid = this.add(vscode.window.createTextEditorDecorationType(chip('promptstack.placeholder', 'solid')));
  readonly #invalid = this.add(vscode.window.createTextEditorDecorationType(chip('promptstack.invalidPlaceholder', 'dashed')));
  readonly #timers = new Map<vscode.TextDocument, ReturnType<typeof setTimeout>>();
  /** Editors that show highlights, so that the others are not asked to clear theirs. */
  readonly #decorated = new WeakSet<vscode.TextEditor>();

  /** @param onDidDecorate is called for each visible document once it is up to date. */
  constructor(app: App, host: Host, onDidDecorate: (document: vscode.TextDocument) => void) {
    super();
    this.#app = app;
    this.#host = host;
    this.#onDidDecorate = onDidDecorate;
    this.add(vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach((editor) => this.#decorate(editor))));
    this.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#schedule(document)));
    this.add(vscode.workspace.onDidOpenTextDocument((document) => this.#schedule(document)));
    this.add(vscode.workspace.onDidCloseTextDocument((document) => this.#cancel(document)));
    this.add(host.onDidChangeSetting(['promptstack.languages'], () => this.#decorateAll()));
    this.add(app.library.onDidChangeState(() => this.#decorateAll()));
    this.add(toDisposable(() => this.#timers.forEach((timer) => clearTimeout(timer))));
    this.#decorateAll();
  }

  #schedule(document: vscode.TextDocument): void {
    if (!vscode.window.visibleTextEditors.some((editor) => editor.document === document)) return;
    this.#cancel(document);
    const update = (): void => {
      this.#timers.delete(document);
      for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) this.#decorate(editor);
    };
    this.#timers.set(document, setTimeout(update, DELAY));
  }

  #cancel(document: vscode.TextDocument): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
  }

  #decorateAll(): void {
    for (const editor of vscode.window.visibleTextEditors) this.#decorate(editor);
  }

  #decorate(editor: vscode.TextEditor): void {
    const { document } = editor;
    this.#onDidDecorate(document);
    if (!isPromptDocument(this.#app, this.#host, document)) {
      if (this.#decorated.delete(editor)) for (const type of [this.#valid, this.#invalid]) editor.setDecorations(type, []);
      return;
    }
    const { placeholders, nearMisses } = this.#host.structures.of(document);
    if (placeholders.length + nearMisses.length === 0 && !this.#decorated.has(editor)) return;
    this.#decorated.add(editor);
    editor.setDecorations(this.#valid, placeholders.map(rangeOf));
    editor.setDecorations(this.#invalid, nearMisses.map(rangeOf));
  }
}

/**
 * Looks like a chip; its colours are theme colours of the manifest. The text keeps the colour that the grammar gives it, or the one of
 * selected text.
 */
function chip(color: string, borderStyle: string): vscode.DecorationRenderOptions {
  return {
    backgroundColor: new vscode.ThemeColor(`${color}Background`),
    borderColor: new vscode.ThemeColor(`${color}Border`),
    border: `1px ${borderStyle}`,
    borderRadius: '4px',
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  };
}
