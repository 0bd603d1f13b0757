import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';
import { plainMarkdown } from '../../plainMarkdown';
import type { Host } from '../../host';
import { historySaveOf, onDidChangeHistorySave } from '../../historySaves';
import { isPromptDocument } from '../../promptDocuments';
import { AIState } from './aiState';
import { severityOf } from './figures';
import { type DocumentFigures, MeasuredDocuments } from './measuredDocuments';
import { SaveTracker } from './saveTracker';
import type { SaveState } from './saveTracker';
import { percent, recordingIcon, recordingText, saveIcon, saveText, shortText, spokenText, thresholdsText, whole } from './sizeTexts';

/** Pause in typing after which the figures follow, in milliseconds. */
const TYPING_DELAY = 250;
/** The same for moving the selection. */
const SELECTION_DELAY = 60;
/** Left of the position of the cursor. */
const PRIORITY = 101;

/** The item of the status bar: how long the active prompt document is, and whether it is saved. */
export class PromptStatus extends DisposableStore {
  readonly documents = new MeasuredDocuments();
  readonly saves: SaveTracker<vscode.TextDocument>;
  readonly ai: AIState;
  readonly #app: App;
  readonly #host: Host;
  readonly #item = this.add(vscode.window.createStatusBarItem('promptstack.size', vscode.StatusBarAlignment.Right, PRIORITY));
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = 0;
  #run = 0;
  /** Whose figures the item shows. */
  #shown: vscode.TextDocument | undefined;

  constructor(app: App, host: Host) {
    super();
    this.#app = app;
    this.#host = host;
    this.saves = this.add(new SaveTracker((ms, task) => later(ms, task), (document) => this.#changed(document, 0)));
    this.ai = this.add(new AIState(app, host, (uri) => this.#aiChanged(uri)));
    this.#item.name = vscode.l10n.t('PromptStack: Prompt Size');
    this.#item.command = 'promptstack.showPromptSize';
    this.add(vscode.window.onDidChangeActiveTextEditor(() => this.#schedule(0)));
    this.add(vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#changed(textEditor.document, SELECTION_DELAY)));
    this.add(
      vscode.workspace.onDidChangeTextDocument((event) => {
        this.documents.change(event);
        this.#changed(event.document, TYPING_DELAY);
      }),
    );
    this.add(vscode.workspace.onWillSaveTextDocument(({ document }) => this.saves.willSave(document)));
    this.add(vscode.workspace.onDidSaveTextDocument((document) => this.saves.didSave(document)));
    this.add(vscode.workspace.onDidOpenTextDocument((document) => this.#changed(document, 0)));
    this.add(vscode.workspace.onDidCloseTextDocument((document) => this.saves.forget(document)));
    this.add(onDidChangeHistorySave((document) => this.#changed(document, 0)));
    this.add(host.onDidChangeSetting(['promptstack.languages', 'promptstack.context.tokens'], () => this.#schedule(0)));
    this.add(app.library.onDidChangeState(() => this.#schedule(0)));
    this.add(toDisposable(() => clearTimeout(this.#timer)));
    this.#schedule(0);
  }

  /** The active editor, when it shows a prompt document. */
  get editor(): vscode.TextEditor | undefined {
    const editor = vscode.window.activeTextEditor;
    return editor && isPromptDocument(this.#app, this.#host, editor.document) ? editor : undefined;
  }

  /** How far the file of a document is saved. A composition saves itself, of which the editor tells less. */
  saveStateOf(document: vscode.TextDocument): SaveState {
    const state = this.saves.stateOf(document);
    const own = historySaveOf(document);
    const isTold = own?.kind === 'file' && (own.state === 'failed' || (own.state === 'saving' && state === 'unsaved'));
    return isTold ? own.state : state;
  }

  get contextTokens(): number {
    return this.#host.setting('promptstack.context.tokens', this.editor?.document);
  }

  get host(): Host {
    return this.#host;
  }

  #aiChanged(uri: string | undefined): void {
    if (uri === undefined || uri === vscode.window.activeTextEditor?.document.uri.toString()) this.#schedule(0);
  }

  #changed(document: vscode.TextDocument, delay: number): void {
    if (document === vscode.window.activeTextEditor?.document) this.#schedule(delay);
  }

  /** Typing waits for its end; the movement of the cursor that comes with it does not cut that short. */
  #schedule(delay: number): void {
    if (this.isDisposed) return;
    const now = Date.now();
    if (this.#timer !== undefined && delay === SELECTION_DELAY && this.#due > now) return;
    clearTimeout(this.#timer);
    this.#due = now + delay;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#update().catch((error: unknown) => this.#host.log.error('The size of the prompt could not be shown', error));
    }, delay);
  }

  async #update(): Promise<void> {
    const run = ++this.#run;
    const editor = this.editor;
    if (!editor) {
      this.#shown = undefined;
      this.#item.hide();
      return;
    }
    const { document } = editor;
    if (this.#shown !== document) this.#begin(document);
    if (!(await this.documents.prepare(document, () => run !== this.#run)) || run !== this.#run) return;
    const figures = this.documents.figuresOf(document);
    this.#show(document, figures, this.documents.figuresOfSelection(document, editor.selections));
  }

  /** Figures of another document would be wrong, and those of a large one take a moment. */
  #begin(document: vscode.TextDocument): void {
    this.#shown = document;
    this.#item.text = '$(book) …';
    this.#item.tooltip = undefined;
    this.#item.backgroundColor = undefined;
    this.#item.accessibilityInformation = { label: vscode.l10n.t('Prompt size is being measured'), role: 'button' };
    this.#item.show();
  }

  #show(document: vscode.TextDocument, figures: DocumentFigures, selected: DocumentFigures['body'] | undefined): void {
    const contextTokens = this.contextTokens;
    const state = this.saveStateOf(document);
    const history = historySaveOf(document);
    const recording = history?.kind === 'recording' ? history.state : undefined;
    const ai = this.ai.of(document.uri.toString());
    const states = [saveText(state), recording && recordingText(recording), ai.sentence].filter((text) => text !== undefined);
    const severity = state === 'failed' || recording === 'failed' ? 'error' : severityOf(figures.body.tokens / contextTokens);
    const text = shortText(selected ?? figures.body, contextTokens);
    const spoken = spokenText(selected ?? figures.body, contextTokens);
    this.#item.text = `${selected ? '$(list-selection)' : '$(book)'} ${text}${saveIcon(state)}${recording ? recordingIcon(recording) : ''}${ai.short}`;
    this.#item.backgroundColor = severity === 'none' ? undefined : new vscode.ThemeColor(`statusBarItem.${severity}Background`);
    this.#item.tooltip = tooltip(figures, selected, contextTokens, [...states, ...(this.ai.provider === undefined ? [] : [this.ai.provider])]);
    const label = [selected ? vscode.l10n.t('Selection: {0}', spoken) : vscode.l10n.t('Prompt: {0}', spoken), ...states];
    this.#item.accessibilityInformation = { label: label.join('. '), role: 'button' };
  }
}

function tooltip({ body, frontmatter }: DocumentFigures, selected: DocumentFigures['body'] | undefined, contextTokens: number, states: readonly string[]): vscode.MarkdownString {
  const columns = selected ? [body, selected] : [body];
  const head = selected ? ['', vscode.l10n.t('Prompt'), vscode.l10n.t('Selection')] : ['', vscode.l10n.t('Prompt')];
  const rows = [
    [vscode.l10n.t('Characters'), ...columns.map(({ characters }) => whole(characters))],
    [vscode.l10n.t('Words'), ...columns.map(({ words }) => whole(words))],
    [vscode.l10n.t('Lines'), ...columns.map(({ lines }) => whole(lines))],
    [vscode.l10n.t('Tokens, estimated'), ...columns.map(({ tokens }) => whole(tokens))],
    [vscode.l10n.t('Share of the context'), ...columns.map(({ tokens }) => percent(tokens / contextTokens))],
  ];
  const line = (cells: readonly string[]): string => `| ${cells.map(plainMarkdown).join(' | ')} |`;
  const table = [line(head), `| --- |${columns.map(() => ' ---: |').join('')}`, ...rows.map(line)].join('\n');
  const notes = [
    thresholdsText(contextTokens),
    ...(frontmatter ? [vscode.l10n.t('The frontmatter is not counted: it is not sent.')] : []),
    ...states,
    vscode.l10n.t('Click for details.'),
  ];
  return new vscode.MarkdownString(`${table}\n\n${notes.map(plainMarkdown).join('\n\n')}`);
}

function later(ms: number, task: () => void): { dispose(): void } {
  const timer = setTimeout(task, ms);
  return toDisposable(() => clearTimeout(timer));
}
