import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../core/util/dispose';

const KEY = 'recentFiles';
const LIMIT = 200;
/** Milliseconds: whoever steps through files does not write at every step. */
const WRITE_PAUSE = 1000;

/** The files of the workspace that the user opened or referred to, remembered with the workspace. */
export class RecentFiles implements Disposable {
  readonly #memento: vscode.Memento;
  readonly #owned = new DisposableStore();
  /** URIs, most recent last; read on first use. */
  #uris: Set<string> | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param memento of the workspace */
  constructor(memento: vscode.Memento) {
    this.#memento = memento;
    this.#owned.add(vscode.window.onDidChangeActiveTextEditor((editor) => this.#opened(editor)));
    this.#opened(vscode.window.activeTextEditor);
  }

  dispose(): void {
    if (this.#timer) this.#write();
    this.#owned.dispose();
  }

  /** Makes this file the most recent one. */
  add(uri: string): void {
    const uris = this.#known();
    uris.delete(uri);
    uris.add(uri);
    for (const oldest of uris) {
      if (uris.size <= LIMIT) break;
      uris.delete(oldest);
    }
    this.#timer ??= setTimeout(() => this.#write(), WRITE_PAUSE);
  }

  /** URIs: what is in front in the editor groups, then what was opened last, then the other open tabs. Some may be gone by now. */
  list(): readonly string[] {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const inFront = tabs.filter(({ isActive }) => isActive);
    return [...new Set([...urisOf(inFront), ...[...this.#known()].reverse(), ...urisOf(tabs)])];
  }

  #opened(editor: vscode.TextEditor | undefined): void {
    const uri = editor?.document.uri;
    if (uri && vscode.workspace.getWorkspaceFolder(uri)) this.add(uri.toString());
  }

  #known(): Set<string> {
    if (this.#uris) return this.#uris;
    const stored: unknown = this.#memento.get(KEY);
    const uris = Array.isArray(stored) ? stored.filter((uri): uri is string => typeof uri === 'string') : [];
    return (this.#uris = new Set(uris.slice(-LIMIT)));
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    void this.#memento.update(KEY, [...this.#known()]);
  }
}

function urisOf(tabs: readonly vscode.Tab[]): string[] {
  return tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri.toString()] : []));
}
