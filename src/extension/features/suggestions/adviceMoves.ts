import * as vscode from 'vscode';
import type { AI } from '../../../core/ai/ai';
import { ADVICE_KEY } from '../../../core/ai/suggestions/storedValues';
import type { App } from '../../../core/app';
import { DisposableStore } from '../../../core/util/dispose';
import { ClosedUntitled } from '../../closedUntitled';
import type { Host } from '../../host';

/** Lets advice go along with documents that get another name: files that are renamed or moved, and untitled documents that are saved as files. */
export class AdviceMoves extends DisposableStore {
  readonly #ai: AI;
  readonly #closed: ClosedUntitled;
  /** Last text of untitled documents on which there is advice, by URI: the editor empties them before it closes them. */
  readonly #texts = new Map<string, string>();

  constructor(ai: AI) {
    super();
    this.#ai = ai;
    const { suggestions } = ai;
    this.#closed = this.add(
      new ClosedUntitled(
        (uri, file) => {
          this.#texts.delete(uri);
          suggestions.moved(uri, file.uri.toString());
        },
        (uri) => openDocument(uri) ?? this.#forget(uri),
      ),
    );
    this.add(suggestions.onDidChange((uri) => this.#note(openDocument(uri), true)));
    this.add(vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => contentChanges.length > 0 && this.#note(document)));
    this.add(vscode.workspace.onDidOpenTextDocument((document) => this.#opened(document)));
    this.add(vscode.workspace.onDidSaveTextDocument((document) => this.#closed.look(document)));
    this.add(vscode.workspace.onDidCloseTextDocument((document) => this.#wasClosed(document)));
    for (const document of vscode.workspace.textDocuments) this.#note(document);
  }

  #note(document: vscode.TextDocument | undefined, isKnown = false): void {
    if (!document?.isUntitled) return;
    const uri = document.uri.toString();
    if (!isKnown && !this.#texts.has(uri) && this.#ai.suggestions.of(uri).text === undefined) return;
    const text = document.getText();
    if (text !== '') this.#texts.set(uri, text);
  }

  #forget(uri: string): void {
    this.#texts.delete(uri);
    this.#ai.suggestions.forget(uri);
  }

  /** A document whose language is changed is closed and opened again; another one of that name has another text. */
  #opened(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    if (document.isUntitled && this.#closed.has(uri) && document.getText() !== this.#texts.get(uri)) this.#forget(uri);
    this.#note(document);
    this.#closed.look(document);
  }

  #wasClosed(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    const text = this.#texts.get(uri);
    if (document.isUntitled && text !== undefined) this.#closed.add(uri, text);
  }
}

/** What an earlier window was told belongs to a file as well; where there is nothing of it, nothing is loaded. */
export async function followRenames(app: App, host: Host, { files }: vscode.FileRenameEvent): Promise<void> {
  if (!app.ai.loaded && host.context.workspaceState.get(ADVICE_KEY) === undefined) return;
  const { suggestions } = await app.ai.load();
  for (const { oldUri, newUri } of files) suggestions.moved(oldUri.toString(), newUri.toString());
}

function openDocument(uri: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri);
}
