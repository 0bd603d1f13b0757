import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { PromptProblem } from '../../../core/prompts/problems';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';

/** Pause in typing after which a document is judged, in milliseconds. */
const DELAY = 200;

/**
 * Judges prompts as they are typed, before they are saved. While a document has unsaved changes its own problems count, not those of
 * the file.
 */
export class OpenDocuments extends DisposableStore {
  readonly #app: App;
  readonly #onProblems: (uri: string, problems: readonly PromptProblem[]) => void;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** Files whose published problems are those of a document with unsaved changes. */
  readonly #unsaved = new Set<string>();
  /** Files whose problems were those of a document at least once since it was opened. */
  readonly #judged = new Set<string>();

  /** @param onProblems receives the problems to show for a file whenever they may have changed */
  constructor(app: App, onProblems: (uri: string, problems: readonly PromptProblem[]) => void) {
    super();
    this.#app = app;
    this.#onProblems = onProblems;
    this.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#schedule(document)));
    this.add(vscode.workspace.onDidSaveTextDocument((document) => this.#schedule(document)));
    this.add(vscode.workspace.onDidCloseTextDocument((document) => this.#revert(document.uri.toString())));
    this.add(toDisposable(() => this.#timers.forEach((timer) => clearTimeout(timer))));
  }

  /** Whether the problems of the file give way to those of its document. */
  isUnsaved(uri: string): boolean {
    return this.#unsaved.has(uri);
  }

  /** Judges every open document with unsaved changes again, after something else changed than its text. */
  refresh(): void {
    for (const document of vscode.workspace.textDocuments) if (document.isDirty) this.#schedule(document);
  }

  #schedule(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    if (!this.#app.library.get(uri)) return;
    clearTimeout(this.#timers.get(uri));
    const judge = (): void => {
      this.#timers.delete(uri);
      this.#judge(document, uri).catch((error: unknown) => this.#app.log.error(`Unsaved text of ${uri} could not be checked`, error));
    };
    this.#timers.set(uri, setTimeout(judge, DELAY));
  }

  async #judge(document: vscode.TextDocument, uri: string): Promise<void> {
    if (document.isClosed) return;
    const { version } = document;
    if (document.isDirty) this.#unsaved.add(uri);
    const { prompt } = await this.#app.library.parse(uri, document.getText());
    if (document.isClosed || document.version !== version || this.isDisposed) return;
    // The library looks at the saved file by itself; until it has, this text is the same.
    if (!document.isDirty) this.#unsaved.delete(uri);
    this.#judged.add(uri);
    this.#onProblems(uri, prompt.problems);
  }

  #revert(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    this.#timers.delete(uri);
    this.#unsaved.delete(uri);
    // Closed without saving, a document may end with text that never reached the file.
    if (!this.#judged.delete(uri)) return;
    this.#onProblems(uri, this.#app.library.get(uri)?.problems ?? []);
  }
}
