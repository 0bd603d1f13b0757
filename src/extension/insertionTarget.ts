import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../core/util/dispose';

/** `none`: nothing is open, a new file is wanted. `notText`: something else than text is active. */
export type InsertionTarget = vscode.TextEditor | 'none' | 'notText';

/** Scheme of the read-only document that shows a prompt while the user chooses one. */
export const previewScheme = 'promptstack-preview';

/** The tabs that show it, also those of an earlier session. */
export function previewTabs(): readonly vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === previewScheme);
}

/** What is shown in text editors but is nothing that a user writes. */
const PANELS: ReadonlySet<string> = new Set(['output', 'debug', previewScheme]);

/**
 * Finds the editor that the user means by "insert" although the focus may be somewhere else: in the library tree, the output panel, or
 * the preview of the very prompt that is to be inserted.
 */
export class EditorOfUser implements Disposable {
  readonly #owned = new DisposableStore();
  #last: vscode.TextEditor | undefined;

  constructor() {
    this.#remember(vscode.window.activeTextEditor);
    this.#owned.add(vscode.window.onDidChangeActiveTextEditor((editor) => this.#remember(editor)));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /**
   * Takes note of where the user is now; call the result when the text is to be inserted there. That may bring an editor to the front
   * that a preview hides, and gives back the selections of this moment.
   */
  capture(): () => Promise<InsertionTarget> {
    const found = this.#find();
    if (typeof found === 'string') return () => Promise.resolve(found);
    const { selections } = found;
    return () => shown(found, selections);
  }

  #find(): InsertionTarget {
    const active = vscode.window.activeTextEditor;
    if (active && isDocument(active)) return active;
    const { activeTab, tabs } = vscode.window.tabGroups.activeTabGroup;
    if (!activeTab) return tabs.length === 0 ? 'none' : 'notText';
    const { input } = activeTab;
    if (isMarkdownPreview(input)) return this.#last && !this.#last.document.isClosed ? this.#last : 'none';
    const uri = input instanceof vscode.TabInputText ? input.uri : input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
    const editor = uri && vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
    return editor ?? 'notText';
  }

  #remember(editor: vscode.TextEditor | undefined): void {
    if (editor && isDocument(editor)) this.#last = editor;
  }
}

async function shown(editor: vscode.TextEditor, selections: readonly vscode.Selection[]): Promise<vscode.TextEditor> {
  if (vscode.window.visibleTextEditors.includes(editor)) return editor;
  const again = await vscode.window.showTextDocument(editor.document, { viewColumn: editor.viewColumn ?? vscode.ViewColumn.Active });
  again.selections = selections;
  return again;
}

function isDocument({ document }: vscode.TextEditor): boolean {
  return !PANELS.has(document.uri.scheme);
}

function isMarkdownPreview(input: unknown): boolean {
  if (input instanceof vscode.TabInputWebview) return input.viewType.endsWith('markdown.preview');
  return input instanceof vscode.TabInputCustom && input.viewType.startsWith('vscode.markdown.preview');
}
