import * as vscode from 'vscode';

/** How far the text of a document is in the history. */
export interface HistorySave {
  /** `file`: a composition in its own file, which is saved by itself; `recording`: the document is recorded, its file stays with the user. */
  readonly kind: 'file' | 'recording';
  readonly state: 'saving' | 'saved' | 'failed';
  /** Tries again at once; says itself when it fails again. */
  readonly retry: () => Promise<void>;
}

const saves = new WeakMap<vscode.TextDocument, HistorySave>();
const changed = new vscode.EventEmitter<vscode.TextDocument>();

/** Fires when {@link historySaveOf} a document is another one. */
export const onDidChangeHistorySave = changed.event;

/** `undefined` for a document that the history does not keep. */
export function historySaveOf(document: vscode.TextDocument): HistorySave | undefined {
  return saves.get(document);
}

/** Tells whoever shows it. @param save `undefined`: the history keeps the document no longer. */
export function reportHistorySave(document: vscode.TextDocument, save: HistorySave | undefined): void {
  const before = saves.get(document);
  if (before?.state === save?.state && before?.kind === save?.kind) return;
  if (save) saves.set(document, save);
  else saves.delete(document);
  changed.fire(document);
}
