import * as vscode from 'vscode';
import { positionEdits } from '../../../core/ai/edits/lineEdits';
import { EditReview } from '../../../core/ai/edits/editReview';
import { linesOf } from '../../../core/ai/numberedBody';
import type { LineSpan } from '../../../core/ai/suggestion';
import { DisposableStore } from '../../../core/util/dispose';
import { FollowedCursor } from './followedCursor';
import { proposalUri, reviewOfTab, reviewTabs } from './proposalDocuments';

/** Changes of so many milliseconds are shown together. */
const PAUSE = 100;
/** A document that changes its language, and a tab that changes its group, is closed and opened again. Milliseconds. */
const REOPENING = 200;
/** How often an edit is tried that comes too late for what is being typed. */
const ATTEMPTS = 5;

export type ReviewEnd =
  | 'applied'
  | 'rejected'
  /** The document is not open any longer. */
  | 'gone';

interface ReviewListener {
  /** Text, changes or conflicts are others. */
  changed(review: OpenReview): void;
  ended(review: OpenReview, end: ReviewEnd): void;
}

/** Edits under review in a diff editor: on the left the document itself, on the right what they would make of it. */
export class OpenReview extends DisposableStore {
  readonly uri: vscode.Uri;
  /** What has the focus, such as the Suggestions view, keeps it when the review ends. */
  keepsFocus = false;
  readonly #title: string;
  readonly #listener: ReviewListener;
  #document: vscode.TextDocument;
  readonly #cursor: FollowedCursor | undefined;
  #review: EditReview;
  #conflicts: readonly LineSpan[] = [];
  #hasApplied = false;
  #isApplying = false;
  #pause: NodeJS.Timeout | undefined;
  #ended: ReviewEnd | undefined;

  constructor(
    document: vscode.TextDocument,
    review: EditReview,
    readonly number: number,
    title: string,
    listener: ReviewListener,
  ) {
    super();
    this.#document = document;
    this.#review = review;
    this.#title = title;
    this.#listener = listener;
    this.uri = proposalUri(document.uri, number);
    const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
    this.#cursor = editor && new FollowedCursor(editor.selection);
    this.add(vscode.workspace.onDidChangeTextDocument((event) => event.document === this.#document && this.#changed(event)));
    this.add(vscode.workspace.onDidCloseTextDocument((closed) => closed === this.#document && setTimeout(() => this.#findAgain(), REOPENING)));
    this.add(
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        if (closed.some((tab) => reviewOfTab(tab) === number)) setTimeout(() => reviewTabs(number).length === 0 && this.#end(), REOPENING);
      }),
    );
    this.add({ dispose: () => clearTimeout(this.#pause) });
  }

  get document(): vscode.TextDocument {
    return this.#document;
  }

  get review(): EditReview {
    return this.#review;
  }

  /** Lines of the document that were changed where the edits change them too; while there are any, nothing can be accepted. */
  get conflicts(): readonly LineSpan[] {
    return this.#conflicts;
  }

  async show(): Promise<void> {
    const [tab] = reviewTabs(this.number);
    const viewColumn = tab?.group.viewColumn ?? vscode.ViewColumn.Active;
    await vscode.commands.executeCommand('vscode.diff', this.#document.uri, this.uri, this.#title, { viewColumn, preview: false });
  }

  /**
   * Makes changes in the document, in one undo step.
   * @param ids default: all. Changes that are not there any longer are left out.
   * @returns false when it cannot be done: lines are in conflict, or the document cannot be changed
   */
  async accept(ids?: readonly number[]): Promise<boolean> {
    if (this.#isApplying || this.isDisposed) return true;
    this.#isApplying = true;
    try {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        this.#rebase();
        if (this.#conflicts.length > 0 || this.#document.isClosed) break;
        const wanted = (ids ?? this.#review.hunks.map(({ id }) => id)).filter((id) => this.#review.hunks.some((hunk) => hunk.id === id));
        if (await this.#make(wanted)) return true;
      }
      return false;
    } finally {
      this.#isApplying = false;
      this.#settle();
    }
  }

  /** The change will not be made. @param id default: all of them */
  reject(id?: number): void {
    if (id === undefined) return this.#end();
    this.#review = this.#review.without(id);
    this.#settle();
  }

  /** Shows the document in the place of the diff. */
  async close(): Promise<void> {
    const tabs = reviewTabs(this.number);
    const active = tabs.find(({ isActive }) => isActive);
    if (active && !this.#document.isClosed) {
      const editor = await vscode.window.showTextDocument(this.#document, { viewColumn: active.group.viewColumn, preview: false, preserveFocus: this.keepsFocus });
      this.#cursor?.restore(editor);
    }
    await vscode.window.tabGroups.close(reviewTabs(this.number), this.keepsFocus);
  }

  /** @returns false when the document became another one before the edit reached it, or cannot be changed */
  async #make(ids: readonly number[]): Promise<boolean> {
    const { hunks, text } = this.#review;
    const { uri, version, eol } = this.#document;
    if (ids.length === 0) return true;
    const edits = positionEdits(
      linesOf(text),
      hunks.filter(({ id }) => ids.includes(id)),
      eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n',
    );
    const after = this.#review.accepted(ids);
    const edit = new vscode.WorkspaceEdit();
    edit.set(
      uri,
      edits.map(({ start, end, text: added }) => vscode.TextEdit.replace(new vscode.Range(start.line, start.character, end.line, end.character), added)),
    );
    // The editor refuses an edit of another version than the one that is known here.
    if (!(await vscode.workspace.applyEdit(edit)) || this.#document.version === version) return false;
    this.#review = after;
    this.#hasApplied = true;
    return true;
  }

  #changed({ contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    this.#cursor?.follow(contentChanges);
    if (this.#isApplying || this.#pause !== undefined) return;
    this.#pause = setTimeout(() => this.#settle(), PAUSE);
  }

  /** What is under review is what can be done with the text of now. */
  #settle(): void {
    if (this.isDisposed || this.#isApplying) return;
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.#rebase();
    if (this.#review.hunks.length === 0) this.#end();
    else this.#listener.changed(this);
  }

  #rebase(): void {
    const rebased = this.#review.rebased(this.#document.getText());
    if (rebased instanceof EditReview) this.#review = rebased;
    this.#conflicts = rebased instanceof EditReview ? [] : rebased.conflicts;
  }

  #findAgain(): void {
    if (this.isDisposed) return;
    const again = vscode.workspace.textDocuments.find(({ uri, isClosed }) => !isClosed && uri.toString() === this.#document.uri.toString());
    if (!again) return this.#end('gone');
    this.#document = again;
    this.#settle();
  }

  #end(end: ReviewEnd = 'rejected'): void {
    if (this.#ended) return;
    this.#ended = this.#hasApplied ? 'applied' : end;
    this.dispose();
    this.#listener.ended(this, this.#ended);
  }
}
