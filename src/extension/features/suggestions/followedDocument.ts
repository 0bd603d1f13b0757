import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';
import { Emitter } from '../../../core/util/event';
import type { Host } from '../../host';
import { isPromptDocument } from '../../promptDocuments';

/** Pause after the last keystroke after which what is said of the text is looked at anew, in milliseconds. */
const PAUSE = 250;

/** The prompt document that the user is at, or was at last: a diff or another kind of file that gets the focus changes nothing. */
export class FollowedDocument extends DisposableStore {
  readonly #app: App;
  readonly #host: Host;
  readonly #changed = this.add(new Emitter<'document' | 'text'>());
  #document: vscode.TextDocument | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Fires when it is another document, and a moment after its text changed. */
  readonly onDidChange = this.#changed.event;

  constructor(app: App, host: Host) {
    super();
    this.#app = app;
    this.#host = host;
    const follow = (): void => this.#follow(vscode.window.activeTextEditor?.document);
    this.add(vscode.window.onDidChangeActiveTextEditor(follow));
    this.add(host.onDidChangeSetting(['promptstack.languages'], follow));
    // A file of the library is a prompt document only once the library has it.
    this.add(app.library.onDidChangeState(follow));
    this.add(vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => this.#textChanged(document, contentChanges.length > 0)));
    this.add(vscode.workspace.onDidOpenTextDocument((document) => this.#opened(document)));
    this.add(vscode.workspace.onDidCloseTextDocument((document) => this.#closed(document)));
    this.add(toDisposable(() => clearTimeout(this.#timer)));
    follow();
    if (!this.#document) this.#followVisible();
  }

  get current(): vscode.TextDocument | undefined {
    return this.#document;
  }

  #isFollowable(document: vscode.TextDocument): boolean {
    const { scheme } = document.uri;
    // What only shows other text, such as a side of a diff, cannot be written to.
    const isText = scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(scheme) === true;
    return isText && !document.isClosed && isPromptDocument(this.#app, this.#host, document);
  }

  #follow(document: vscode.TextDocument | undefined): void {
    if (!document || document === this.#document || !this.#isFollowable(document)) return;
    this.#set(document);
  }

  #followVisible(): void {
    const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
    this.#set(editors.find((editor) => editor && this.#isFollowable(editor.document))?.document);
  }

  #set(document: vscode.TextDocument | undefined): void {
    clearTimeout(this.#timer);
    if (document === this.#document) return;
    this.#document = document;
    this.#changed.fire('document');
  }

  #textChanged(document: vscode.TextDocument, isText: boolean): void {
    if (document !== this.#document || !isText) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#changed.fire('text'), PAUSE);
  }

  /** A document whose language is changed is closed and opened again. */
  #opened(document: vscode.TextDocument): void {
    const isSame = document.uri.toString() === this.#document?.uri.toString();
    if (isSame || document === vscode.window.activeTextEditor?.document) this.#follow(document);
  }

  #closed(document: vscode.TextDocument): void {
    if (document === this.#document) this.#followVisible();
  }
}
