import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { filledBody, filledItems, fillPlaceholders } from '../../../core/prompts/fillPlaceholders';
import { placeholderFields } from '../../../core/prompts/placeholderFields';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';
import { basenameOf } from '../../../core/util/uri';
import { type FillFormEvents, fillFormProtocol, type FillFormRequests, type FormState, type Taken } from '../../../protocol/fillForm';
import type { Host } from '../../host';
import { RecentFiles } from '../../recentFiles';
import { type Handlers, pageIcon, postToPage, servePage } from '../../webviewPage';
import type { Drafts } from './drafts';
import { formTexts } from './formTexts';
import type { LastSelection } from './lastSelection';
import { pickFile } from './pickFile';

/** What all forms share. */
export interface FormParts {
  readonly app: App;
  readonly host: Host;
  readonly drafts: Drafts;
  readonly selection: LastSelection;
}

/** More fields than anybody fills; the page stays quick with them. */
const MAX_FIELDS = 200;
/** Pause in typing after which the form follows its document, in milliseconds. */
const DELAY = 150;

/** The form of one document. Goes with its panel. */
export class FillForm extends DisposableStore {
  readonly #parts: FormParts;
  readonly #uri: vscode.Uri;
  readonly #panel: vscode.WebviewPanel;
  /** Of the document; its last one when it was closed. */
  #text: string;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: FormParts, document: vscode.TextDocument, panel: vscode.WebviewPanel) {
    super();
    this.#parts = parts;
    this.#uri = document.uri;
    this.#text = document.getText();
    this.#panel = this.add(panel);
    this.add(toDisposable(() => clearTimeout(this.#timer)));
    this.add(panel.onDidDispose(() => this.dispose()));
    const follow = (changed: vscode.TextDocument): void => {
      if (changed.uri.toString() === this.#uri.toString()) this.#follow();
    };
    this.add(vscode.workspace.onDidChangeTextDocument(({ document: changed }) => follow(changed)));
    this.add(vscode.workspace.onDidOpenTextDocument(follow));
    this.add(vscode.workspace.onDidCloseTextDocument(follow));
    const { context, log } = parts.host;
    panel.iconPath = pageIcon(context.extensionUri);
    this.add(servePage(panel.webview, { name: 'fillForm', extensionUri: context.extensionUri, protocol: fillFormProtocol, handlers: this.#handlers, log }));
  }

  /** Whether it has the focus. */
  get isActive(): boolean {
    return this.#panel.active;
  }

  /** Brings the form to the front. */
  reveal(): void {
    this.#panel.reveal(undefined, false);
  }

  get #document(): vscode.TextDocument | undefined {
    return vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === this.#uri.toString());
  }

  get #values(): ReadonlyMap<string, readonly string[]> {
    return this.#parts.drafts.of(this.#uri.toString());
  }

  #follow(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => postToPage<FillFormEvents>(this.#panel.webview, { event: 'changed', params: this.#state() }), DELAY);
  }

  #state(): FormState {
    const document = this.#document;
    this.#text = document?.getText() ?? this.#text;
    const { fields, total } = placeholderFields(this.#text, MAX_FIELDS);
    const previous = this.#parts.app.placeholderValues;
    return {
      document: basenameOf(this.#uri.toString()),
      closed: document === undefined,
      fields: fields.map((field) => ({ ...field, previous: previous.of(field.name), value: this.#values.get(field.name) ?? [] })),
      total,
    };
  }

  readonly #handlers: Handlers<FillFormRequests> = {
    ready: async () => {
      await this.#parts.app.placeholderValues.whenReady();
      return { uri: this.#uri.toString(), texts: formTexts(), state: this.#state() };
    },
    edit: ({ name, value }) => {
      this.#parts.drafts.set(this.#uri.toString(), name, value);
      return Promise.resolve(null);
    },
    reveal: ({ name }) => {
      this.#show(name);
      return Promise.resolve(null);
    },
    take: async ({ name, source }) => {
      if (source === 'selection') return this.#takeSelection();
      if (source === 'clipboard') return takeClipboard();
      return this.#takeFile(name);
    },
    fill: async () => ({ problem: (await this.#fill()) ?? null }),
    copy: async () => {
      const text = this.#document?.getText() ?? this.#text;
      await vscode.env.clipboard.writeText(filledBody(text, this.#values));
      this.#record(text);
      return null;
    },
    close: async () => {
      this.dispose();
      await this.#showDocument();
      return null;
    },
  };

  /** @returns what kept it from being filled; `undefined` when it was, and the form is closed. */
  async #fill(): Promise<string | undefined> {
    const document = this.#document;
    if (!document) return formTexts().closed;
    const { version } = document;
    const text = document.getText();
    const edits = fillPlaceholders(text, this.#values);
    if (edits.length === 0) return vscode.l10n.t('Nothing is filled in yet.');
    const change = new vscode.WorkspaceEdit();
    const ranged = edits.map(({ start, end, newText }) => new vscode.TextEdit(new vscode.Range(document.positionAt(start), document.positionAt(end)), newText));
    change.set(document.uri, ranged);
    const writable = vscode.workspace.fs.isWritableFileSystem(document.uri.scheme) !== false;
    // The editor refuses an edit that was made for an older version of the document; a read-only one takes it and stays as it is.
    if (!writable || !(await vscode.workspace.applyEdit(change)) || document.version === version) {
      return vscode.l10n.t('The document has changed this moment or is read-only. Nothing was filled; you can try again or copy the filled text.');
    }
    this.#record(text);
    this.#parts.drafts.forget(this.#uri.toString());
    this.dispose();
    await this.#showDocument();
    return undefined;
  }

  /** Offers what was filled in for the same names from now on. @param text with the placeholders. */
  #record(text: string): void {
    const { app } = this.#parts;
    for (const { name } of placeholderFields(text).fields) {
      const items = filledItems(this.#values.get(name));
      if (items.length === 0) continue;
      app.placeholderValues.record(name, items.join('\n')).catch((error: unknown) => app.log.error('A value was not recorded', error));
    }
  }

  #show(name: string): void {
    const editor = this.#editor;
    if (!editor) return;
    const at = editor.document.getText().search(new RegExp(`\\{\\{(?:text|list):${name.replace(/\W/g, '')}\\}\\}`));
    const position = editor.document.positionAt(Math.max(0, at));
    if (at !== -1) editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  get #editor(): vscode.TextEditor | undefined {
    return vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === this.#uri.toString());
  }

  async #showDocument(): Promise<void> {
    const document = this.#document;
    if (document) await vscode.window.showTextDocument(document, { viewColumn: this.#editor?.viewColumn ?? vscode.ViewColumn.Active });
  }

  #takeSelection(): Taken {
    const text = this.#parts.selection.text();
    return text === '' ? { text: null, message: vscode.l10n.t('No text is selected in an editor.') } : { text, message: null };
  }

  async #takeFile(name: string): Promise<Taken> {
    const { app, host } = this.#parts;
    const recent = new RecentFiles(host.context.workspaceState);
    try {
      const { fields } = placeholderFields(this.#text);
      return await pickFile(app, this.#uri, fields.find((field) => field.name === name)?.label ?? name, recent.list());
    } finally {
      recent.dispose();
      if (!this.isDisposed) this.reveal();
    }
  }
}

async function takeClipboard(): Promise<Taken> {
  const text = (await vscode.env.clipboard.readText()).replace(/(?:\r\n|\n|\r)$/, '');
  return text === '' ? { text: null, message: vscode.l10n.t('The clipboard holds no text.') } : { text, message: null };
}
