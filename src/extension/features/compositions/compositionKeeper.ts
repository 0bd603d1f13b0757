import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { History, NewComposition } from '../../../core/history/history';
import { FileSystemError } from '../../../core/ports/fileSystem';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';
import { joinUri } from '../../../core/util/uri';
import { SystemClock } from '../../../platform/node/systemClock';
import { ClosedUntitled } from '../../closedUntitled';
import type { Host } from '../../host';
import { CompositionFile } from './compositionFile';
import { registerFrontmatterFolding } from './frontmatterFolding';
import type { KeeperParts, KeptDocument } from './keptDocument';
import { RecordedDocument } from './recordedDocument';
import { followRenames } from './renames';
import { isTrackable, isTrackedByInsertion } from './trackable';

/** Keeps what is written in open documents: compositions in their own files, and documents that are recorded. */
export class CompositionKeeper extends DisposableStore {
  readonly history: History;
  readonly #parts: KeeperParts;
  readonly #kept = new Map<vscode.TextDocument, KeptDocument>();
  readonly #closedUntitled: ClosedUntitled;
  /** The folder that {@link #folding} is for. */
  #folder = '';
  #folding: vscode.Disposable | undefined;

  static async load(app: App, host: Host): Promise<CompositionKeeper> {
    return new CompositionKeeper(app, host, await app.history.load());
  }

  private constructor(app: App, host: Host, history: History) {
    super();
    this.history = history;
    this.#parts = { app, host, history, clock: new SystemClock() };
    this.#closedUntitled = this.add(
      new ClosedUntitled(
        (uri, file) => void this.#livesOn(uri, file),
        (uri) => this.#guard(history.recorder.untrack(uri), `${uri} is gone but still recorded`),
      ),
    );
    this.#followDocuments();
    this.add(followRenames(history, host.log, () => this.#lookAgain()));
    this.add(history.onDidChangeState(() => this.#lookAgain()));
    this.add(toDisposable(() => this.#end()));
    this.#lookAgain();
    this.#guard(this.#recover(), 'It is not known whether a crash left drafts');
    this.#guard(history.recorder.whenReady().then(() => this.#lookAgain()), 'It is not known which documents are recorded');
  }

  #followDocuments(): void {
    this.add(vscode.workspace.onDidChangeTextDocument((event) => this.#keptOf(event.document)?.edited(event)));
    this.add(vscode.workspace.onDidOpenTextDocument((document) => this.#opened(document)));
    this.add(vscode.workspace.onDidCloseTextDocument((document) => this.#closed(document)));
    this.add(
      vscode.workspace.onWillSaveTextDocument((event) => {
        const kept = this.#keptOf(event.document);
        if (kept) event.waitUntil(kept.willSave());
      }),
    );
    this.add(
      vscode.workspace.onDidSaveTextDocument((document) => {
        this.#closedUntitled.look(document);
        this.#keptOf(document)?.saved();
      }),
    );
    this.add(
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.flush();
        this.#showContext();
      }),
    );
    this.add(vscode.window.onDidChangeWindowState(({ focused }) => focused || this.flush()));
    this.add(vscode.workspace.onDidOpenTextDocument(() => this.#showContext()));
  }

  /** Saves and records at once what waits for a pause in typing. */
  flush(): void {
    for (const kept of this.#kept.values()) kept.flush();
  }

  isTracked(document: vscode.TextDocument): boolean {
    return this.history.recorder.isTracked(document.uri.toString());
  }

  /** Begins to record a document. @throws {FileSystemError} */
  async track(document: vscode.TextDocument, init: NewComposition = {}): Promise<void> {
    const { recorder } = this.history;
    await recorder.whenReady();
    const { version } = document;
    await recorder.track(document.uri.toString(), document.getText(), init);
    this.#forget(document);
    if (!document.isClosed) this.#kept.set(document, new RecordedDocument(this.#parts, document, document.version === version));
    this.#showContext();
  }

  async untrack(document: vscode.TextDocument): Promise<void> {
    await this.#kept.get(document)?.closed();
    this.#forget(document);
    await this.history.recorder.untrack(document.uri.toString());
    this.#showContext();
  }

  /** Prompts were inserted into a document: it is recorded from now on, if the user wants that. @returns whether that is new */
  async inserted(document: vscode.TextDocument, prompts: readonly string[]): Promise<boolean> {
    const { app, host } = this.#parts;
    const uri = document.uri.toString();
    const { recorder } = this.history;
    await recorder.whenReady();
    if (recorder.isTracked(uri)) {
      for (const prompt of prompts) recorder.promptInserted(uri, prompt);
      this.#keptOf(document)?.flush();
      return false;
    }
    if (document.isClosed || !isTrackedByInsertion(app, host, document)) return false;
    const directory = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.toString();
    await this.track(document, { prompts, ...(directory !== undefined && { directory }) });
    return true;
  }

  #opened(document: vscode.TextDocument): void {
    this.#closedUntitled.look(document);
    this.#keptOf(document);
  }

  #closed(document: vscode.TextDocument): void {
    const kept = this.#kept.get(document);
    this.#kept.delete(document);
    if (!kept) return;
    this.#guard(kept.closed(), `What was written last in ${document.uri.toString()} was not recorded`);
    if (kept instanceof RecordedDocument && document.isUntitled) this.#closedUntitled.add(document.uri.toString(), kept.lastText);
  }

  async #livesOn(untitled: string, file: vscode.TextDocument): Promise<void> {
    const uri = file.uri.toString();
    try {
      if (this.#parts.app.history.isCompositionFile(uri)) await this.history.recorder.untrack(untitled);
      else await this.history.recorder.moved(untitled, uri);
    } catch (error) {
      this.#parts.host.log.error(`${uri} is not recorded as the document that it was`, error);
    }
    this.#lookAgain();
  }

  /** How a document is kept now; another way than before when it was renamed, tracked in another window, or the folder changed. */
  #keptOf(document: vscode.TextDocument): KeptDocument | undefined {
    const known = this.#kept.get(document);
    if (known?.isCurrent) return known;
    if (known) this.#forget(document);
    const uri = document.uri.toString();
    let kept: KeptDocument | undefined;
    if (this.#parts.app.history.isCompositionFile(uri)) kept = new CompositionFile(this.#parts, document);
    else if (this.isTracked(document) && !this.#closedUntitled.has(uri)) kept = new RecordedDocument(this.#parts, document);
    if (kept) this.#kept.set(document, kept);
    return kept;
  }

  #forget(document: vscode.TextDocument): void {
    this.#kept.get(document)?.dispose();
    this.#kept.delete(document);
  }

  #lookAgain(): void {
    if (this.isDisposed) return;
    const { history } = this.#parts.app;
    if (history.folder !== this.#folder) {
      this.#folder = history.folder;
      this.#folding?.dispose();
      this.#folding = registerFrontmatterFolding(history);
    }
    for (const document of vscode.workspace.textDocuments) this.#keptOf(document);
    this.#showContext();
  }

  #showContext(): void {
    const { app, host } = this.#parts;
    const document = vscode.window.activeTextEditor?.document;
    const isComposition = document !== undefined && app.history.isCompositionFile(document.uri.toString());
    const isTracked = document !== undefined && !isComposition && this.isTracked(document);
    host.setContext('promptstack:isComposition', isComposition);
    host.setContext('promptstack:isTracked', isTracked);
    host.setContext('promptstack:canTrack', document !== undefined && !isTracked && isTrackable(app, host, document));
  }

  /** Opening the history brings back what a crash left; without such drafts it is opened when somebody asks for it. */
  async #recover(): Promise<void> {
    const { app } = this.#parts;
    try {
      if ((await app.fileSystem.readDirectory(joinUri(app.history.folder, '.drafts'))).length > 0) await this.history.whenReady();
    } catch (error) {
      if (!FileSystemError.is(error)) throw error;
    }
  }

  #end(): void {
    // The window closes: what is begun now is still written.
    this.flush();
    this.#folding?.dispose();
    for (const kept of this.#kept.values()) kept.dispose();
    this.#kept.clear();
  }

  #guard(work: Promise<void>, failure: string): void {
    work.catch((error: unknown) => this.#parts.host.log.error(failure, error));
  }
}
