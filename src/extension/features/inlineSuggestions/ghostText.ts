import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { Continuation, ContinuationRequest } from '../../../core/inline/continuations';
import { promptTriggerAt } from '../../../core/prompts/promptTrigger';
import { DisposableStore } from '../../../core/util/dispose';
import type { Host } from '../../host';
import type { AIContinuation, AIGhostText } from './aiGhostText';
import { firstBodyLine } from './documentBody';
import { WrittenTexts } from './writtenTexts';
import { ShownSuggestion } from './shownSuggestion';

/** Text before the cursor that is passed on, in UTF-16 code units. */
const REACH = 6000;

/** Shows continuations as ghost text, and follows what becomes of them. */
export class GhostText extends DisposableStore {
  readonly #app: App;
  readonly #host: Host;
  readonly #acceptedCommand: string;
  readonly #written: WrittenTexts;
  #ai: Promise<AIGhostText> | undefined;
  #shown: ShownSuggestion | undefined;
  #shownByAI: AIContinuation | undefined;

  /**
   * @param acceptedCommand runs after a suggestion was accepted as a whole
   * @param applies whether prompts are written in a document, and suggestions wanted there
   */
  constructor(app: App, host: Host, acceptedCommand: string, applies: (document: vscode.TextDocument) => boolean) {
    super();
    this.#app = app;
    this.#host = host;
    this.#acceptedCommand = acceptedCommand;
    // Compositions are learned from the history.
    const isWritten = (document: vscode.TextDocument): boolean => applies(document) && !app.history.isCompositionFile(document.uri.toString());
    this.#written = this.add(new WrittenTexts(app.continuations, isWritten));
  }

  async provide(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[] | undefined> {
    // A list of suggestions is open: its selected item is what the user looks at.
    if (context.selectedCompletionInfo || hasSeveralCursors(document)) return undefined;
    await this.#app.continuations.whenReady();
    if (token.isCancellationRequested || this.isDisposed) return undefined;
    const shown = this.#shown;
    if (shown?.restAt(document, position) !== undefined) return [this.#item(shown, position)];
    const asked = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
    const request = requestAt(document, position, asked);
    if (!request) return undefined;
    const own = this.#app.continuations.suggest(request);
    if (own) return [this.#show(document, position, request, own)];
    const asksAI = this.#host.setting('promptstack.inline.ai', document);
    const byAI = asksAI ? await (await this.#loadAI()).suggest(document, position, request, token) : undefined;
    if (!byAI || token.isCancellationRequested || this.isDisposed) return undefined;
    const item = this.#show(document, position, request, byAI);
    this.#shownByAI = byAI;
    return [item];
  }

  followEdit({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    this.#written.follow(document);
    if (this.#shown?.follow(document, contentChanges, reason) === 'ended') this.#finish();
  }

  /** The suggestion on show was accepted as a whole. */
  accepted(): void {
    this.#shown?.acceptAll();
    this.#finish();
  }

  #loadAI(): Promise<AIGhostText> {
    return (this.#ai ??= import('./aiGhostText').then(({ AIGhostText }) => this.add(new AIGhostText(this.#app, this.#host))));
  }

  #show(document: vscode.TextDocument, position: vscode.Position, request: ContinuationRequest, suggestion: Continuation): vscode.InlineCompletionItem {
    this.#finish();
    this.#shown = new ShownSuggestion(document, position, request, suggestion);
    return this.#item(this.#shown, position);
  }

  #item(shown: ShownSuggestion, position: vscode.Position): vscode.InlineCompletionItem {
    return new vscode.InlineCompletionItem(shown.wholeText, new vscode.Range(shown.start, position), { command: this.#acceptedCommand, title: '' });
  }

  #finish(): void {
    const outcome = this.#shown?.outcome();
    if (outcome) this.#app.continuations.record(outcome.suggestion, outcome.request, outcome.accepted);
    const byAI = this.#shownByAI;
    if (byAI && outcome?.accepted === '') void this.#ai?.then((ai) => ai.dismiss(byAI));
    this.#shown = this.#shownByAI = undefined;
  }
}

function requestAt(document: vscode.TextDocument, position: vscode.Position, asked: boolean): ContinuationRequest | undefined {
  const line = document.lineAt(position.line).text;
  if (promptTriggerAt(line.slice(0, position.character))) return undefined;
  const body = firstBodyLine(document);
  if (position.line < body) return undefined;
  const end = document.offsetAt(position);
  const start = Math.max(document.offsetAt(new vscode.Position(body, 0)), end - REACH);
  const before = document.getText(new vscode.Range(document.positionAt(start), position));
  return { uri: document.uri.toString(), before, after: line.slice(position.character), asked };
}

/** The editor would insert a suggestion at the first cursor alone. */
function hasSeveralCursors(document: vscode.TextDocument): boolean {
  const editor = vscode.window.activeTextEditor;
  return editor?.document === document && editor.selections.length > 1;
}
