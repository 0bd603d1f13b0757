import * as vscode from 'vscode';
import type { Log } from '../core/ports/log';
import { type Disposable, DisposableStore } from '../core/util/dispose';
import { previewScheme, previewTabs } from './insertionTarget';

/** Enough to recognise a text by. */
const MAX_CHARACTERS = 100_000;
/** Milliseconds that an item stays highlighted before its text is shown, so that nothing flickers while the user moves on. */
const PAUSE = 150;
/** Milliseconds that a document may take to show its new text. */
const UPDATE_LIMIT = 1000;

export interface PickPreviewText {
  readonly text: string;
  /** What to show of it and to select, `[start, end)`; its beginning without it. */
  readonly place?: readonly [start: number, end: number];
}

/** As the commands `vscode.getEditorLayout` and `vscode.setEditorLayout` have it: rows in columns in rows, sizes in pixels or shares. */
interface EditorLayout {
  /** 0: the groups stand side by side; 1: one below the other. */
  readonly orientation: 0 | 1;
  readonly groups: readonly LayoutGroup[];
}

interface LayoutGroup {
  readonly size?: number;
  readonly groups?: readonly LayoutGroup[];
}

/**
 * Shows the text of what is highlighted in a list, without taking the focus. It is one read-only document whose content changes, in an
 * editor group of its own, so that no tab of the user is replaced and everything can be as it was before.
 */
export class PickPreview implements Disposable {
  readonly #log: Log;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<vscode.Uri>());
  readonly #uri: vscode.Uri;
  #text = '';
  #timer: NodeJS.Timeout | undefined;
  /** What is wanted now; grows with every request, so that an answer to an older one is dropped. */
  #request = 0;
  /** What the editors were like before the preview opened; `undefined` while it is closed. */
  #layout: EditorLayout | undefined;
  #work: Promise<void> = Promise.resolve();

  /** @param title of its tab */
  constructor(log: Log, title: string) {
    this.#log = log;
    this.#uri = vscode.Uri.from({ scheme: previewScheme, path: `/${title}.md` });
    this.#owned.add(
      vscode.workspace.registerTextDocumentContentProvider(previewScheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => (uri.path === this.#uri.path ? this.#text : undefined),
      }),
    );
    // A window that was closed in the middle of a choice comes back with the tab.
    void vscode.window.tabGroups.close(previewTabs(), true);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#request++;
    this.#owned.dispose();
  }

  /** Shows what `load` gives after a short pause, unless something else is asked for before. */
  show(load: () => Promise<PickPreviewText>): void {
    const request = this.#supersede();
    this.#timer = setTimeout(() => this.#enqueue(() => this.#show(load, request)), PAUSE);
  }

  /** Resolves when the editors are as they were before. */
  close(): Promise<void> {
    this.#supersede();
    this.#enqueue(() => this.#close());
    return this.#work;
  }

  #supersede(): number {
    clearTimeout(this.#timer);
    return ++this.#request;
  }

  /** One after the other, as each changes the layout that the next one finds. */
  #enqueue(task: () => Promise<void>): void {
    this.#work = this.#work.then(task).catch((error: unknown) => this.#log.error('The preview of a list failed', error));
  }

  async #show(load: () => Promise<PickPreviewText>, request: number): Promise<void> {
    const loaded = await load();
    if (request !== this.#request) return;
    const text = loaded.text.slice(0, MAX_CHARACTERS);
    const updated = text === this.#text ? undefined : this.#whenUpdated();
    this.#text = text;
    this.#changed.fire(this.#uri);
    const editor = this.#editor() ?? (await this.#open());
    await updated;
    const [start, end] = loaded.place ?? [0, 0];
    const range = new vscode.Selection(editor.document.positionAt(start), editor.document.positionAt(end));
    editor.selection = range;
    editor.revealRange(range, start === 0 ? vscode.TextEditorRevealType.AtTop : vscode.TextEditorRevealType.InCenter);
  }

  /** Resolves when the document, where the editor still has it, shows another text. */
  #whenUpdated(): Promise<void> | undefined {
    if (!vscode.workspace.textDocuments.some(({ uri }) => uri.path === this.#uri.path && uri.scheme === previewScheme)) return undefined;
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(limit);
        subscription.dispose();
        resolve();
      };
      const limit = setTimeout(done, UPDATE_LIMIT);
      const subscription = vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.path === this.#uri.path && document.uri.scheme === previewScheme) done();
      });
    });
  }

  /** In a group of its own below all others: the list covers what is above. */
  async #open(): Promise<vscode.TextEditor> {
    this.#layout ??= await vscode.commands.executeCommand<EditorLayout>('vscode.getEditorLayout');
    const before = new Set(vscode.window.tabGroups.all);
    await setEditorLayout(withRowBelow(this.#layout));
    const added = vscode.window.tabGroups.all.find((group) => !before.has(group) && group.tabs.length === 0);
    const viewColumn = added?.viewColumn ?? vscode.window.tabGroups.all.length;
    return vscode.window.showTextDocument(this.#uri, { viewColumn, preserveFocus: true, preview: false });
  }

  async #close(): Promise<void> {
    const layout = this.#layout;
    if (!layout) return;
    this.#layout = undefined;
    await vscode.window.tabGroups.close(previewTabs(), true);
    await setEditorLayout(layout);
  }

  #editor(): vscode.TextEditor | undefined {
    return vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === previewScheme);
  }
}

function setEditorLayout(layout: EditorLayout): Thenable<unknown> {
  return vscode.commands.executeCommand('vscode.setEditorLayout', layout);
}

/** The same layout in the upper half. */
function withRowBelow(layout: EditorLayout): EditorLayout {
  const rows = rowsOf(layout);
  const share = 0.5 / rows.length;
  const total = rows.reduce((sum, { size }) => sum + (size ?? NaN), 0);
  const above = rows.map((row) => ({ ...row, size: total > 0 ? (0.5 * (row.size ?? 0)) / total : share }));
  return { orientation: 1, groups: [...above, { size: 0.5 }] };
}

/** Levels alternate between columns and rows, and a level with one member would be lost. */
function rowsOf({ orientation, groups }: EditorLayout): readonly LayoutGroup[] {
  if (orientation === 1) return groups;
  const [only, ...others] = groups;
  return only && others.length === 0 ? (only.groups ?? [{}]) : [{ groups }];
}
