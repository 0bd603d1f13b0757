import * as vscode from 'vscode';
import type { ContextSelection } from '../../../core/ai/contextSelector';
import { estimateTokens } from '../../../core/ai/tokens';
import type { App } from '../../../core/app';
import { pickSections } from '../../../core/library/pickItems';
import type { Prompt } from '../../../core/prompts/prompt';
import { DisposableStore } from '../../../core/util/dispose';
import { keepOrder } from '../../quickPickOrder';
import { type ContextRow, contextRow, separatorRow, titleText, tooMuchText } from './contextRows';

/** Selections to begin with. */
export interface ContextChoice {
  /** With what the user chose before. */
  readonly current: ContextSelection;
  /** Without it. */
  readonly automatic: ContextSelection;
}

/** What differs from the automatic choice, by URI. */
interface Answer {
  readonly wanted: readonly string[];
  readonly unwanted: readonly string[];
}

/** Rows that fit a glance and stay cheap to send to the window at every keystroke. */
const LIMIT = 100;

/** A list of all prompts in which those are ticked that are sent along, each with why. */
export class ContextPick extends DisposableStore {
  /** `undefined` when the user gave up. */
  readonly choice: Promise<Answer | undefined>;
  readonly #app: App;
  readonly #pick: vscode.QuickPick<ContextRow>;
  readonly #ticked = new Set<string>();
  /** By URI, of those whose text was read. */
  readonly #tokens = new Map<string, number>();
  #selections: ContextChoice | undefined;
  #end: (answer: Answer | undefined) => void = () => undefined;
  #fail: (error: unknown) => void = () => undefined;
  #search = new AbortController();

  /** @param pick is shown, and disposed with this */
  constructor(app: App, selections: Promise<ContextChoice>, pick: vscode.QuickPick<ContextRow>) {
    super();
    this.#app = app;
    this.#pick = this.add(pick);
    this.choice = new Promise((resolve, reject) => {
      this.#end = resolve;
      this.#fail = reject;
    });
    pick.canSelectMany = true;
    pick.ignoreFocusOut = true;
    pick.busy = true;
    pick.title = vscode.l10n.t('Prompts Sent Along');
    pick.placeholder = vscode.l10n.t('Search prompts by title, tag, description or category');
    keepOrder(pick);
    this.add(pick.onDidChangeValue(() => this.#update()));
    this.add(pick.onDidChangeSelection((rows) => void this.#tick(rows)));
    this.add(pick.onDidAccept(() => this.#accept()));
    this.add(pick.onDidHide(() => this.#end(undefined)));
    pick.show();
    selections.then((loaded) => this.#begin(loaded), this.#fail);
  }

  override dispose(): void {
    this.#search.abort();
    super.dispose();
  }

  #begin(selections: ContextChoice): void {
    if (this.isDisposed) return;
    this.#selections = selections;
    for (const { uri, tokens } of [...selections.automatic.prompts, ...selections.current.prompts]) this.#tokens.set(uri, tokens);
    for (const { uri } of selections.current.prompts) this.#ticked.add(uri);
    this.#showTitle();
    this.#update();
  }

  #update(): void {
    this.#search.abort();
    this.#search = new AbortController();
    const { signal } = this.#search;
    if (!this.#selections) return;
    this.#pick.busy = true;
    this.#find(this.#pick.value, signal).catch((error: unknown) => this.#app.log.error('Searching prompts failed', error));
  }

  /** Those that are ticked stay in the list, so that it always tells the whole choice. */
  async #find(query: string, signal: AbortSignal): Promise<void> {
    const sections = await pickSections(this.#app, query, { limit: LIMIT, signal });
    if (!sections || signal.aborted || this.isDisposed) return;
    const found = sections.flatMap(({ prompts }) => prompts);
    this.#show(query.trim() === '' ? this.#all(found) : this.#matching(found));
    this.#pick.busy = false;
  }

  #all(found: readonly Prompt[]): ContextRow[] {
    const { current, automatic } = this.#selections ?? { current: undefined, automatic: undefined };
    const chosen = this.#known([...(current?.prompts ?? []).map(({ uri }) => uri), ...this.#ticked]);
    const near = this.#known([...(automatic?.prompts ?? []).map(({ uri }) => uri), ...(current?.leftOut ?? [])]).filter((prompt) => !chosen.includes(prompt));
    const others = found.filter((prompt) => !chosen.includes(prompt) && !near.includes(prompt));
    return [
      ...this.#section(vscode.l10n.t('sent along'), chosen),
      ...this.#section(vscode.l10n.t('would be sent along'), near),
      ...this.#section(vscode.l10n.t('others'), others),
    ];
  }

  #matching(found: readonly Prompt[]): ContextRow[] {
    const ticked = this.#known([...this.#ticked]).filter((prompt) => !found.includes(prompt));
    return [...found.map((prompt) => this.#row(prompt)), ...this.#section(vscode.l10n.t('ticked before'), ticked)];
  }

  #section(name: string, prompts: readonly Prompt[]): ContextRow[] {
    return prompts.length === 0 ? [] : [separatorRow(name), ...prompts.map((prompt) => this.#row(prompt))];
  }

  #known(uris: readonly string[]): Prompt[] {
    return [...new Set(uris)].flatMap((uri) => this.#app.library.get(uri) ?? []);
  }

  #row(prompt: Prompt): ContextRow {
    const { current, automatic } = this.#selections ?? { current: undefined, automatic: undefined };
    const reasons = [...(current?.prompts ?? []), ...(automatic?.prompts ?? [])].find(({ uri }) => uri === prompt.uri)?.reasons ?? [];
    const isTooLong = current?.leftOut.includes(prompt.uri) ?? false;
    return contextRow(prompt, { reasons, tokens: this.#tokens.get(prompt.uri), isTooLong, isTicked: this.#ticked.has(prompt.uri) });
  }

  #show(rows: readonly ContextRow[]): void {
    const active = this.#pick.activeItems[0]?.prompt?.uri;
    this.#pick.items = rows;
    this.#pick.selectedItems = rows.filter(({ picked }) => picked);
    const same = rows.find(({ prompt }) => prompt && prompt.uri === active);
    if (same) this.#pick.activeItems = [same];
  }

  async #tick(rows: readonly ContextRow[]): Promise<void> {
    if (!this.#selections) return;
    this.#ticked.clear();
    for (const { prompt } of rows) if (prompt) this.#ticked.add(prompt.uri);
    await Promise.all([...this.#ticked].map((uri) => this.#measure(uri)));
    if (!this.isDisposed) this.#showTitle();
  }

  async #measure(uri: string): Promise<void> {
    if (this.#tokens.has(uri)) return;
    try {
      this.#tokens.set(uri, estimateTokens((await this.#app.library.read(uri)).body));
    } catch {
      // What cannot be read is not sent; its problem is shown where it belongs.
      this.#tokens.set(uri, 0);
    }
  }

  get #total(): number {
    return [...this.#ticked].reduce((sum, uri) => sum + (this.#tokens.get(uri) ?? 0), 0);
  }

  #showTitle(): void {
    this.#pick.title = titleText(this.#ticked.size, this.#total, this.#selections?.current.budget);
  }

  #accept(): void {
    if (!this.#selections) return;
    const budget = this.#selections.current.budget ?? Number.POSITIVE_INFINITY;
    if (this.#total > budget) {
      void vscode.window.showWarningMessage(tooMuchText(this.#total, budget));
      return;
    }
    const automatic = this.#selections.automatic.prompts.map(({ uri }) => uri);
    this.#end({
      wanted: [...this.#ticked].filter((uri) => !automatic.includes(uri)),
      unwanted: automatic.filter((uri) => !this.#ticked.has(uri)),
    });
  }
}
