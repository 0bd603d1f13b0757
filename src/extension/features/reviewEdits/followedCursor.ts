import * as vscode from 'vscode';

/**
 * Where the cursor of an editor belongs whose document changes while a diff stands in its place: an editor that is not shown does not follow
 * by itself, but comes back with the line number that it had.
 */
export class FollowedCursor {
  readonly #before: vscode.Selection;
  #now: vscode.Position;

  constructor(before: vscode.Selection) {
    this.#before = before;
    this.#now = before.active;
  }

  /** @param changes of one event: from the end of the document to its beginning */
  follow(changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    for (const { range, text } of changes) {
      if (range.start.isAfterOrEqual(this.#now)) continue;
      if (range.end.isAfter(this.#now)) {
        this.#now = range.start;
        continue;
      }
      const lines = text.split(/\r\n|\n|\r/);
      const line = range.start.line + lines.length - 1;
      const end = (lines.at(-1) ?? '').length + (lines.length === 1 ? range.start.character : 0);
      const isOnLine = range.end.line === this.#now.line;
      this.#now = isOnLine ? new vscode.Position(line, end + this.#now.character - range.end.character) : this.#now.translate(line - range.end.line);
    }
  }

  /** @param editor that is shown again; one whose cursor is somewhere else by now was moved by the user, or has followed by itself */
  restore(editor: vscode.TextEditor): void {
    if (!editor.selection.isEqual(this.#before) || this.#now.isEqual(this.#before.active)) return;
    editor.selection = new vscode.Selection(this.#now, this.#now);
    editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
}
