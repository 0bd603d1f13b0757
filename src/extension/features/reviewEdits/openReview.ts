import * as vscode from 'vscode';
import { positionEdits } from '../../../core/ai/edits/lineEdits';
import { EditReview } from '../../../core/ai/edits/editReview';
import { linesOf } from '../../../core/ai/numberedBody';
import type { LineSpan } from '../../../core/ai/suggestion';
import { DisposableStore } from '../../../core/util/dispose';
import { singleLine } from '../../../core/util/text';
import { basenameOf, isInside } from '../../../core/util/uri';
import { FollowedCursor } from './followedCursor';
import { proposalUri, reviewOfTab, reviewTabs } from './proposalDocuments';

/** Changes of so many milliseconds are shown together. */
const PAUSE = 100;
/** A tab that changes its group is closed and opened again. Milliseconds. */
const REOPENING = 200;
/** The same for a document that changes its language; one that gets another name is closed before that is told. */
const REAPPEARING = 3000;
/** How often an edit is tried that comes too late for what is being typed. */
const ATTEMPTS = 5;
/** What a tab has room for, in UTF-16 code units. */
const MAX_TITLE = 60;

/** What was under review on a text that the document had. */
export interface Stage {
  readonly review: EditReview;
  /** How many changes were made already. */
  readonly accepted: number;
}

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
  /** What has the focus, such as the Suggestions view, keeps it when the review ends. */
  keepsFocus = false;
  readonly #title: string;
  readonly #listener: ReviewListener;
  #document: vscode.TextDocument;
  readonly #cursor: FollowedCursor | undefined;
  #review: EditReview;
  #conflicts: readonly LineSpan[] = [];
  /** How many changes of this review are made in the document. */
  #accepted = 0;
  #stages: readonly Stage[] = [];
  #isApplying = false;
  #isMoving = false;
  #isOpening = false;
  #moving: NodeJS.Timeout | undefined;
  #pause: NodeJS.Timeout | undefined;
  #ended: ReviewEnd | undefined;

  constructor(
    document: vscode.TextDocument,
    review: EditReview,
    readonly number: number,
    /** Of the suggestion. */
    title: string,
    listener: ReviewListener,
  ) {
    super();
    this.#document = document;
    this.#review = review;
    this.#title = title;
    this.#listener = listener;
    const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
    this.#cursor = editor && new FollowedCursor(editor.selection);
    this.add(vscode.workspace.onDidChangeTextDocument((event) => event.document === this.#document && this.#changed(event)));
    this.add(vscode.workspace.onDidCloseTextDocument((closed) => closed === this.#document && setTimeout(() => this.#findAgain(), REAPPEARING)));
    this.add(
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        if (closed.some((tab) => reviewOfTab(tab) === number)) setTimeout(() => this.endUnlessShown(), REOPENING);
      }),
    );
    this.add(vscode.workspace.onWillRenameFiles(({ files }) => this.#willRename(files.map(({ oldUri }) => oldUri.toString()))));
    this.add({ dispose: () => [this.#pause, this.#moving].forEach((timer) => clearTimeout(timer)) });
  }

  get document(): vscode.TextDocument {
    return this.#document;
  }

  /** Before and after each acceptance. */
  get stages(): readonly Stage[] {
    return this.#stages;
  }

  /** Of the proposal. */
  get uri(): vscode.Uri {
    return proposalUri(this.#document.uri, this.number);
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
    const title = vscode.l10n.t('Suggestion: {0} ({1})', singleLine(this.#title, MAX_TITLE), basenameOf(this.#document.uri.toString()));
    this.#isOpening = true;
    try {
      await vscode.commands.executeCommand('vscode.diff', this.#document.uri, this.uri, title, { viewColumn, preview: false });
    } finally {
      this.#isOpening = false;
    }
  }

  /** Ends the review at once when its diff was closed, which is otherwise noticed a moment later. */
  endUnlessShown(): void {
    if (!this.#isMoving && !this.#isOpening && reviewTabs(this.number).length === 0) this.#end();
  }

  /** Goes on with the document that has another name now. */
  async follow(uri: vscode.Uri): Promise<void> {
    this.#isMoving = true;
    clearTimeout(this.#moving);
    try {
      this.#document = await vscode.workspace.openTextDocument(uri);
      if (this.isDisposed) return;
      const former = reviewTabs(this.number);
      await this.show();
      await vscode.window.tabGroups.close(former, true);
    } finally {
      this.#isMoving = false;
    }
    this.#settle();
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
    this.#stages = this.#stages.map(({ review, accepted }) => ({ review: review.without(id), accepted }));
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
    const before = { review: this.#review, accepted: this.#accepted };
    this.#review = after;
    this.#accepted += ids.length;
    this.#stages = [...this.#stages, before, { review: after, accepted: this.#accepted }];
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
    const text = this.#document.getText();
    // Undo and redo of an acceptance lead to a text that was under review before.
    const stage = text === this.#review.text ? undefined : this.#stages.findLast(({ review }) => review.text === text);
    if (stage) [this.#review, this.#accepted] = [stage.review, stage.accepted];
    const rebased = this.#review.rebased(text);
    if (rebased instanceof EditReview) this.#review = rebased;
    this.#conflicts = rebased instanceof EditReview ? [] : rebased.conflicts;
  }

  /** The editor closes a diff whose file is about to get another name, before it tells that name. */
  #willRename(uris: readonly string[]): void {
    if (!uris.some((uri) => isInside(this.#document.uri.toString(), uri))) return;
    this.#isMoving = true;
    clearTimeout(this.#moving);
    this.#moving = setTimeout(() => {
      this.#isMoving = false;
      this.#findAgain();
      this.endUnlessShown();
    }, REAPPEARING);
  }

  #findAgain(): void {
    if (this.isDisposed || this.#isMoving) return;
    const again = vscode.workspace.textDocuments.find(({ uri, isClosed }) => !isClosed && uri.toString() === this.#document.uri.toString());
    if (!again) return this.#end('gone');
    this.#document = again;
    this.#settle();
  }

  #end(end: ReviewEnd = 'rejected'): void {
    if (this.#ended) return;
    this.#ended = this.#accepted > 0 ? 'applied' : end;
    this.dispose();
    this.#listener.ended(this, this.#ended);
  }
}
