import * as vscode from 'vscode';
import type { AI, DocumentMove } from '../../../core/ai/ai';
import { AIError } from '../../../core/ai/aiError';
import { EditsError } from '../../../core/ai/edits/checkEdits';
import { EditReview } from '../../../core/ai/edits/editReview';
import { proposeEdits } from '../../../core/ai/edits/proposeEdits';
import type { Suggestion } from '../../../core/ai/suggestion';
import type { App } from '../../../core/app';
import { DisposableStore } from '../../../core/util/dispose';
import { basenameOf } from '../../../core/util/uri';
import { showAIError } from '../../aiErrorText';
import { executeCommand, type Host } from '../../host';
import { forMessage } from '../../messageText';
import { AppliedEdits } from './appliedEdits';
import { conflictText, editsErrorText, statusText } from './editsTexts';
import { hunkAt, hunkLenses } from './hunkLenses';
import { insertRecommendation } from './insertRecommendation';
import { OpenReview, type ReviewEnd } from './openReview';
import { proposalSelector, reviewOfProposal, reviewOfTab, reviewTabs } from './proposalDocuments';
import { writableDocument } from './writableDocument';

/** What anybody reads of a diff beside the diff editor, in UTF-16 code units. */
const MAX_DIFF = 50_000;

/** A suggestion on its way into a document: first the model is asked, then the user. */
interface Application {
  /** Of the document, which may be renamed meanwhile. */
  uri: string;
  readonly id: string;
  readonly title: string;
  readonly abort: AbortController;
  review?: OpenReview;
}

/** All suggestions that are being applied: at most one for each document. */
export class EditReviews extends DisposableStore {
  readonly #app: App;
  readonly #host: Host;
  readonly #changed: vscode.EventEmitter<vscode.Uri>;
  readonly #lensesChanged = this.add(new vscode.EventEmitter<void>());
  readonly #applications = new Map<string, Application>();
  #applied: AppliedEdits | undefined;
  #count = 0;

  readonly commands = {
    'promptstack.applySuggestion': (uri: string, id: string) => this.#applySuggestion(uri, id),
    'promptstack.acceptEdits': (document?: unknown) => this.#accept(this.#meant(document), undefined),
    'promptstack.rejectEdits': (document?: unknown) => Promise.resolve(this.#meant(document)?.reject()),
    'promptstack.acceptHunk': (review?: number, hunk?: number) => this.#atHunk(review, hunk, (open, id) => this.#accept(open, [id])),
    'promptstack.rejectHunk': (review?: number, hunk?: number) => this.#atHunk(review, hunk, (open, id) => Promise.resolve(open.reject(id))),
  };

  /** @param changed tells the editor which proposals are to be asked for again */
  constructor(app: App, host: Host, changed: vscode.EventEmitter<vscode.Uri>) {
    super();
    this.#app = app;
    this.#host = host;
    this.#changed = changed;
    this.add({
      dispose: () => {
        for (const { abort, review } of this.#applications.values()) {
          abort.abort();
          review?.dispose();
        }
      },
    });
  }

  /** Text of a proposal. What a former window showed is not under review any longer, so its tabs are closed. */
  proposal(uri: vscode.Uri): string {
    const review = this.#byNumber(reviewOfProposal(uri));
    if (review) return review.review.proposal;
    const stale = reviewTabs().filter((tab) => !this.#byNumber(reviewOfTab(tab)));
    void Promise.resolve(vscode.window.tabGroups.close(stale, true)).catch(() => undefined);
    return vscode.l10n.t('These edits are no longer under review. Apply the suggestion again to see them.');
  }

  async #applySuggestion(uri: string, id: string): Promise<void> {
    if (typeof uri !== 'string' || typeof id !== 'string') return;
    const { suggestions } = await this.#app.ai.load();
    const suggestion = suggestions.of(uri).suggestions.find((each) => each.id === id);
    if (!suggestion || !(await this.#mayApply(uri, suggestion))) return;
    const document = await writableDocument(uri);
    if (typeof document === 'string') return this.#failed(uri, suggestion, new Error(document));
    if (suggestion.promptUri !== undefined) {
      const done = await insertRecommendation(this.#app, document, suggestion.promptUri);
      if (done) suggestions.update(uri, id, { state: 'applied' });
    } else await this.#propose(document, suggestion);
  }

  /** One suggestion after the other for each document. */
  async #mayApply(uri: string, { id }: Suggestion): Promise<boolean> {
    // A new untitled document may have the name of one that was closed under review a moment ago.
    this.#applications.get(uri)?.review?.endUnlessShown();
    const current = this.#applications.get(uri);
    if (!current) return true;
    const isOpen = current.review?.conflicts.length === 0;
    if (current.id === id) {
      if (isOpen) await current.review?.show();
      if (isOpen || !current.review) return false;
    } else {
      const show = vscode.l10n.t('Show It');
      const replace = vscode.l10n.t('Reject It and Go On');
      const message = vscode.l10n.t('"{0}" is still being applied to {1}. One suggestion after the other can be applied.', current.title, basenameOf(uri));
      const answer = await vscode.window.showInformationMessage(forMessage(message), ...(current.review ? [show, replace] : [replace]));
      if (answer === show) await current.review?.show();
      if (answer !== replace) return false;
    }
    // It may have ended meanwhile, or another one may have begun.
    if (this.#applications.get(uri) !== current) return !this.#applications.has(uri);
    this.#applications.delete(uri);
    current.abort.abort();
    current.review?.reject();
    (await this.#app.ai.load()).suggestions.update(uri, current.id, { state: 'pending' });
    return true;
  }

  async #propose(document: vscode.TextDocument, suggestion: Suggestion): Promise<void> {
    const uri = document.uri.toString();
    if (this.#applications.has(uri)) return;
    const ai = await this.#app.ai.load();
    const application: Application = { uri, id: suggestion.id, title: suggestion.title, abort: new AbortController() };
    this.#applications.set(uri, application);
    this.#follow(ai);
    ai.suggestions.update(uri, suggestion.id, { state: 'applying' });
    try {
      const proposed = await this.#ask(ai, document, suggestion, application.abort);
      const isCurrent = (): boolean => this.#applications.get(application.uri) === application;
      // It may have been closed, or have another name by now.
      const now = isCurrent() && (await writableDocument(application.uri));
      if (now === false || !isCurrent()) return;
      if (typeof now === 'string') throw new Error(now);
      const review = proposed.rebased(now.getText());
      if (!(review instanceof EditReview)) throw new Conflict(conflictText(review.conflicts));
      await this.#open(application, now, review);
    } catch (error) {
      if (this.#applications.get(application.uri) !== application) return;
      this.#applications.delete(application.uri);
      application.review?.dispose();
      await this.#failed(application.uri, suggestion, error);
    }
  }

  #ask(ai: AI, document: vscode.TextDocument, suggestion: Suggestion, abort: AbortController): Promise<EditReview> {
    const uri = document.uri.toString();
    const title = forMessage(vscode.l10n.t('Applying "{0}"', suggestion.title));
    return Promise.resolve(
      vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (progress, token) => {
        token.onCancellationRequested(() => abort.abort());
        const wanted = { uri, text: document.getText(), suggestion, advisedText: ai.suggestions.of(uri).text };
        // What did not work out once would come from the cache again.
        const cache = suggestion.state === 'error' ? 'refresh' : 'use';
        return proposeEdits(ai, wanted, { signal: abort.signal, cache, onStatus: (status) => progress.report({ message: statusText(status, Date.now()) }) });
      }),
    );
  }

  async #open(application: Application, document: vscode.TextDocument, edits: EditReview): Promise<void> {
    const review = new OpenReview(document, edits, ++this.#count, application.title, {
      changed: (open) => this.#reviewChanged(application, open),
      ended: (open, end) => void this.#reviewEnded(application, open, end),
    });
    application.review = review;
    await review.show();
    this.#reviewChanged(application, review);
    this.#tellEditor();
  }

  #reviewChanged({ uri, id }: Application, review: OpenReview): void {
    this.#changed.fire(review.uri);
    this.#lensesChanged.fire();
    const { conflicts } = review;
    const isFree = conflicts.length === 0;
    this.#app.ai.loaded?.suggestions.update(
      uri,
      id,
      isFree ? { state: 'applying', diff: shortened(review.review.unified) } : { state: 'error', error: { reason: 'conflict', detail: conflictText(conflicts) } },
    );
  }

  async #reviewEnded(application: Application, review: OpenReview, end: ReviewEnd): Promise<void> {
    const { uri, id } = application;
    if (this.#applications.get(uri) === application) {
      this.#applications.delete(uri);
      this.#app.ai.loaded?.suggestions.update(uri, id, { state: end === 'applied' ? 'applied' : 'pending' });
      if (end === 'applied') this.#applied?.note(uri, id, review.stages);
    }
    await review.close();
    this.#tellEditor();
  }

  /** The review goes on with the document under its new name. */
  #moved({ from, to }: DocumentMove): void {
    const application = this.#applications.get(from);
    if (!application) return;
    const overwritten = this.#applications.get(to);
    overwritten?.abort.abort();
    overwritten?.review?.reject();
    this.#applications.delete(from);
    this.#applications.set((application.uri = to), application);
    const { review } = application;
    if (!review) return;
    review.follow(vscode.Uri.parse(to)).catch((error: unknown) => {
      this.#app.log.error('A review could not follow its document', error);
      review.reject();
    });
  }

  async #accept(review: OpenReview | undefined, hunks: readonly number[] | undefined): Promise<void> {
    if (!review) return;
    const writable = await writableDocument(review.document.uri.toString());
    const isDone = typeof writable !== 'string' && (await review.accept(hunks));
    if (isDone || review.isDisposed) return;
    const application = [...this.#applications.values()].find((each) => each.review === review);
    if (!application) return;
    const retry = vscode.l10n.t('Retry');
    const { conflicts, document } = review;
    const refused = typeof writable === 'string' ? writable : vscode.l10n.t('{0} cannot be changed.', basenameOf(document.uri.toString()));
    const message = conflicts.length > 0 ? conflictText(conflicts) : refused;
    const again = (): Promise<void> => (conflicts.length > 0 ? this.#applySuggestion(application.uri, application.id) : this.#accept(review, hunks));
    void vscode.window.showWarningMessage(forMessage(message), retry).then((answer) => (answer === retry ? again() : undefined));
  }

  #atHunk(review: number | undefined, hunk: number | undefined, act: (open: OpenReview, hunk: number) => Promise<void>): Promise<void> {
    const open = typeof review === 'number' ? this.#byNumber(review) : this.#meant();
    if (!open) return Promise.resolve();
    const editor = vscode.window.activeTextEditor;
    const isProposal = editor?.document.uri.toString() === open.uri.toString();
    const id = typeof hunk === 'number' ? hunk : hunkAt(open, (editor?.selection.active.line ?? 0) + 1, isProposal);
    return id === undefined ? Promise.resolve() : act(open, id);
  }

  /** Nothing reaches the document; the panel says why, and so does a message. */
  async #failed(uri: string, suggestion: Suggestion, error: unknown): Promise<void> {
    const { suggestions } = await this.#app.ai.load();
    const set = (change: Pick<Suggestion, 'state' | 'error'>): void => suggestions.update(uri, suggestion.id, change);
    if (AIError.is(error, 'cancelled')) return set({ state: 'pending' });
    const retry = (): Thenable<unknown> => executeCommand('promptstack.applySuggestion', uri, suggestion.id);
    if (AIError.is(error)) {
      set({ state: 'error', error });
      return void showAIError(error, await providerName(await this.#app.ai.load()), retry);
    }
    const detail = error instanceof EditsError ? editsErrorText(error) : error instanceof Error ? error.message : String(error);
    const reason = error instanceof EditsError ? error.reason : error instanceof Conflict ? 'conflict' : 'failed';
    if (reason === 'failed') this.#app.log.error('A suggestion could not be applied', error);
    set({ state: 'error', error: { reason, detail } });
    const again = vscode.l10n.t('Retry');
    const message = forMessage(vscode.l10n.t('"{0}" was not applied. {1}', suggestion.title, detail));
    void vscode.window.showWarningMessage(message, again).then((answer) => (answer === again ? retry() : undefined));
  }

  /** From the first review on: names, what is undone, lenses, and the key that shows the buttons. */
  #follow({ suggestions }: AI): void {
    if (this.#applied) return;
    this.#applied = this.add(new AppliedEdits(suggestions));
    this.add(suggestions.onDidMove((move) => this.#moved(move)));
    const update = (): void => this.#tellEditor();
    const provideCodeLenses = (document: vscode.TextDocument): vscode.CodeLens[] => this.#lenses(document);
    this.add(vscode.window.tabGroups.onDidChangeTabs(update));
    this.add(vscode.window.tabGroups.onDidChangeTabGroups(update));
    this.add(vscode.window.onDidChangeActiveTextEditor(update));
    this.add(vscode.languages.registerCodeLensProvider(proposalSelector, { onDidChangeCodeLenses: this.#lensesChanged.event, provideCodeLenses }));
  }

  #lenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const review = this.#byNumber(reviewOfProposal(document.uri));
    const application = [...this.#applications.values()].find((each) => each.review === review);
    if (!review || !application) return [];
    const retry = { command: 'promptstack.applySuggestion', title: `$(refresh) ${vscode.l10n.t('Retry')}`, arguments: [application.uri, application.id] };
    return hunkLenses(review, document, retry);
  }

  #tellEditor(): void {
    this.#host.setContext('promptstack:reviewingEdits', this.#meant() !== undefined);
  }

  /** @param document URI; anything but a string means the active diff editor */
  #meant(document?: unknown): OpenReview | undefined {
    if (typeof document === 'string') {
      const review = this.#applications.get(document)?.review;
      if (review) review.keepsFocus = true;
      return review;
    }
    return this.#byNumber(reviewOfTab(vscode.window.tabGroups.activeTabGroup.activeTab));
  }

  #byNumber(review: number | undefined): OpenReview | undefined {
    return [...this.#applications.values()].find((each) => each.review && each.review.number === review)?.review;
  }
}

/** Whole lines. */
function shortened(diff: string): string {
  return diff.length <= MAX_DIFF ? diff : `${diff.slice(0, diff.lastIndexOf('\n', MAX_DIFF) + 1)}…\n`;
}

/** What was typed meanwhile stands in the way. */
class Conflict extends Error {}

async function providerName(ai: AI): Promise<string | undefined> {
  return ai.provider().then(
    ({ name }) => name,
    () => undefined,
  );
}
