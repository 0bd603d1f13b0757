import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';
import { plainMarkdown } from '../../plainMarkdown';
import type { Feature, Host } from '../../host';
import { isPromptDocument } from '../../promptDocuments';
import { nearMissMessage } from '../../problemText';
import { DocumentPlaceholders } from './documentPlaceholders';
import { spanToSelect } from './jump';

/** Pause in typing after which the highlights follow, in milliseconds. */
const DELAY = 80;

/** Highlights placeholders in the visible editors and moves between them. */
export const placeholders: Feature = (app, host) => new Placeholders(app, host);

class Placeholders extends DisposableStore {
  readonly #app: App;
  readonly #host: Host;
  readonly #documents = new DocumentPlaceholders();
  readonly #valid = this.add(vscode.window.createTextEditorDecorationType(chip('promptstack.placeholder', 'solid')));
  readonly #invalid = this.add(vscode.window.createTextEditorDecorationType(chip('promptstack.invalidPlaceholder', 'dashed')));
  readonly #timers = new Map<vscode.TextDocument, ReturnType<typeof setTimeout>>();
  /** Editors that show highlights, so that the others are not asked to clear theirs. */
  readonly #decorated = new WeakSet<vscode.TextEditor>();

  constructor(app: App, host: Host) {
    super();
    this.#app = app;
    this.#host = host;
    this.add(host.registerCommand('promptstack.nextPlaceholder', () => this.#jump('next')));
    this.add(host.registerCommand('promptstack.previousPlaceholder', () => this.#jump('previous')));
    this.add(vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach((editor) => this.#decorate(editor))));
    this.add(vscode.window.onDidChangeActiveTextEditor(() => this.#updateContext()));
    this.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#schedule(document)));
    this.add(vscode.workspace.onDidOpenTextDocument((document) => this.#schedule(document)));
    this.add(vscode.workspace.onDidCloseTextDocument((document) => this.#cancel(document)));
    this.add(host.onDidChangeSetting(['promptstack.languages'], () => this.#decorateAll()));
    this.add(app.library.onDidChangeState(() => this.#decorateAll()));
    this.add(toDisposable(() => this.#timers.forEach((timer) => clearTimeout(timer))));
    this.#decorateAll();
  }

  /** Placeholders mean something in the languages of prompts, and in every file of the library. */
  #applies(document: vscode.TextDocument): boolean {
    return isPromptDocument(this.#app, this.#host, document);
  }

  #isPrompt(document: vscode.TextDocument): boolean {
    return this.#app.library.get(document.uri.toString()) !== undefined;
  }

  #schedule(document: vscode.TextDocument): void {
    if (!vscode.window.visibleTextEditors.some((editor) => editor.document === document)) return;
    this.#cancel(document);
    const update = (): void => {
      this.#timers.delete(document);
      for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) this.#decorate(editor);
      this.#updateContext();
    };
    this.#timers.set(document, setTimeout(update, DELAY));
  }

  #cancel(document: vscode.TextDocument): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
  }

  #decorateAll(): void {
    for (const editor of vscode.window.visibleTextEditors) this.#decorate(editor);
    this.#updateContext();
  }

  #decorate(editor: vscode.TextEditor): void {
    const { document } = editor;
    if (!this.#applies(document)) {
      if (this.#decorated.delete(editor)) for (const type of [this.#valid, this.#invalid]) editor.setDecorations(type, []);
      return;
    }
    const { placeholders: valid, nearMisses } = this.#documents.of(document);
    if (valid.length + nearMisses.length === 0 && !this.#decorated.has(editor)) return;
    this.#decorated.add(editor);
    const rangeOf = (span: { start: number; end: number }): vscode.Range =>
      new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
    editor.setDecorations(this.#valid, valid.map(rangeOf));
    // In a file of the library the diagnostic says it already.
    const silent = this.#isPrompt(document);
    editor.setDecorations(
      this.#invalid,
      nearMisses.map((miss) => ({ range: rangeOf(miss), hoverMessage: silent ? undefined : plain(nearMissMessage(miss.reason, miss.suggestion)) })),
    );
  }

  #updateContext(): void {
    const document = vscode.window.activeTextEditor?.document;
    const has = document !== undefined && this.#applies(document) && this.#documents.of(document).placeholders.length > 0;
    this.#host.setContext('promptstack:hasPlaceholders', has);
  }

  #jump(direction: 'next' | 'previous'): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return Promise.resolve();
    const { document, selection } = editor;
    const at = { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
    const found = spanToSelect(this.#documents.of(document).placeholders, at, direction);
    if (!found) {
      vscode.window.setStatusBarMessage(vscode.l10n.t('There are no placeholders in this document.'), 4000);
      return Promise.resolve();
    }
    editor.selection = new vscode.Selection(document.positionAt(found.start), document.positionAt(found.end));
    editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    return Promise.resolve();
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

function plain(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString(plainMarkdown(text));
}
