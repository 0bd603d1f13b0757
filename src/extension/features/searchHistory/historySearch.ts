import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { History } from '../../../core/history/history';
import { DisposableStore } from '../../../core/util/dispose';
import { executeCommand } from '../../host';
import { numberText } from '../../numberText';
import type { PickPreview } from '../../pickPreview';
import { keepOrder } from '../../quickPickOrder';
import { compositionPreview } from './compositionPreview';
import { HistoryQuery } from './historyQuery';
import { askFilter, type FilterKind } from './searchFilters';
import { actionRow, type SearchRow } from './searchRows';

type CompositionCommand =
  | 'promptstack.openComposition'
  | 'promptstack.continueComposition'
  | 'promptstack.restoreComposition'
  | 'promptstack.compareCompositions'
  | 'promptstack.copyComposition'
  | 'promptstack.deleteComposition';

interface SearchChoice {
  readonly command: CompositionCommand;
  readonly uuid: string;
  /** What was typed, to go on from there. */
  readonly typed: string;
}

/** Milliseconds after a keystroke in which another one makes the search unnecessary. */
const PAUSE = 60;
/** Milliseconds between two looks at a history that changes or is still read. */
const RELOAD_PAUSE = 300;
/** Milliseconds that the first list waits for files that changed while no window was open. */
const FIRST_WAIT = 300;

/** Searches the history until the user does something with a composition or gives up. */
export async function searchHistory(app: App, preview: PickPreview, query: string): Promise<void> {
  let typed: string | undefined = query;
  while (typed !== undefined) {
    const choice: SearchChoice | undefined = await pickComposition(app, preview, typed);
    if (!choice) return;
    await executeCommand(choice.command, choice.uuid);
    typed = choice.command === 'promptstack.deleteComposition' ? choice.typed : undefined;
  }
}

async function pickComposition(app: App, preview: PickPreview, typed: string): Promise<SearchChoice | undefined> {
  const pick = new SearchPick(app, preview, typed);
  try {
    return await pick.choice;
  } finally {
    pick.dispose();
    await preview.close();
  }
}

class SearchPick {
  readonly choice: Promise<SearchChoice | undefined>;
  readonly #app: App;
  readonly #preview: PickPreview;
  readonly #owned = new DisposableStore();
  readonly #pick = this.#owned.add(vscode.window.createQuickPick<SearchRow>());
  readonly #buttons = rowButtons();
  readonly #filters = filterButtons();
  readonly #query: HistoryQuery;
  #opening: Promise<History> | undefined;
  #isReconciled = false;
  #end: (choice: SearchChoice | undefined) => void = () => undefined;
  #search = new AbortController();
  /** Settles when the rows are those of what is typed. */
  #shown: Promise<void> = Promise.resolve();
  #shownQuery: string | undefined;
  #reload: NodeJS.Timeout | undefined;
  /** Another list is in front, and this one comes back after it. */
  #isAside = false;

  constructor(app: App, preview: PickPreview, typed: string) {
    this.#app = app;
    this.#preview = preview;
    this.#query = new HistoryQuery({
      buttonsOf: ({ isMissing }) => [isMissing ? this.#buttons.restore : this.#buttons.continue, this.#buttons.compare, this.#buttons.copy, this.#buttons.delete],
      type: (text) => this.#setValue(text),
      filter: (kind) => void this.#ask(kind),
      hide: () => this.#end(undefined),
      isReading: () => !this.#isReconciled,
    });
    this.choice = new Promise((resolve) => (this.#end = resolve));
    this.#open(typed);
  }

  dispose(): void {
    clearTimeout(this.#reload);
    this.#search.abort();
    this.#owned.dispose();
  }

  #open(typed: string): void {
    const pick = this.#pick;
    pick.title = vscode.l10n.t('Search History');
    pick.placeholder = vscode.l10n.t('Words, "a phrase", -not, tag:review in:this after:2026-01-31');
    pick.buttons = Object.values(this.#filters);
    pick.value = typed;
    keepOrder(pick);
    // The rows are all shown whatever matches: this only lets the editor highlight what it finds in the snippets.
    pick.matchOnDetail = true;
    this.#owned.add(pick.onDidChangeValue(() => this.#update(PAUSE)));
    this.#owned.add(pick.onDidChangeActive(([row]) => this.#follow(row)));
    this.#owned.add(pick.onDidAccept(() => void this.#accept()));
    this.#owned.add(pick.onDidTriggerItemButton(({ item, button }) => this.#press(item, button)));
    this.#owned.add(pick.onDidTriggerButton((button) => this.#pressTitle(button)));
    this.#owned.add(
      pick.onDidHide(() => {
        if (!this.#isAside) this.#end(undefined);
      }),
    );
    this.#update(0);
    pick.show();
  }

  /** @param pause milliseconds to wait for the next keystroke */
  #update(pause: number): void {
    this.#search.abort();
    this.#search = new AbortController();
    const { signal } = this.#search;
    this.#pick.busy = true;
    this.#shown = this.#find(this.#pick.value, pause, signal).catch((error: unknown) => this.#fail(error, signal));
  }

  async #find(typed: string, pause: number, signal: AbortSignal): Promise<void> {
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    if (signal.aborted) return;
    const history = await this.#whenOpen();
    const rows = await this.#query.rows(history, typed, signal);
    if (!rows || signal.aborted) return;
    const active = typed === this.#shownQuery ? this.#pick.activeItems[0]?.composition?.uuid : undefined;
    this.#shownQuery = typed;
    this.#pick.items = rows;
    // Only the list changed, not the question: the user stays where they are.
    const same = active === undefined ? undefined : rows.find(({ composition }) => composition?.uuid === active);
    if (same) this.#pick.activeItems = [same];
    this.#showState(history);
  }

  #whenOpen(): Promise<History> {
    this.#opening ??= this.#openHistory().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #openHistory(): Promise<History> {
    const history = await this.#app.history.load();
    await history.whenReady();
    this.#owned.add(history.onDidChange(() => this.#updateLater()));
    this.#owned.add(history.onDidChangeState(() => this.#updateLater()));
    const reconciled = history.whenReconciled().then(() => {
      this.#isReconciled = true;
      this.#updateLater();
    });
    // Usually little changed while no window was open: the first list is then the right one.
    await Promise.race([reconciled, new Promise((resolve) => setTimeout(resolve, FIRST_WAIT))]);
    return history;
  }

  #showState({ progress }: History): void {
    this.#pick.busy = !this.#isReconciled;
    this.#pick.title = progress
      ? vscode.l10n.t('Search History: {0} of {1} files read', numberText(progress.done), numberText(progress.total))
      : this.#query.title;
  }

  /** What was found before stays in reach. */
  #fail(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#app.log.error('Searching the history failed', error);
    const reason = error instanceof Error ? error.message : String(error);
    const again = actionRow('error', vscode.l10n.t('The search failed. Try again'), reason, () => this.#update(0));
    const log = actionRow('output', vscode.l10n.t('Show Log'), vscode.l10n.t('Compositions are in the history folder as Markdown files, whatever happened.'), () => {
      this.#end(undefined);
      void executeCommand('promptstack.showLog');
    });
    this.#pick.items = [again, log, ...this.#pick.items.filter(({ composition }) => composition)];
    this.#pick.busy = false;
  }

  #updateLater(): void {
    if (this.#owned.isDisposed) return;
    this.#reload ??= setTimeout(() => {
      this.#reload = undefined;
      if (!this.#isAside) this.#update(0);
    }, RELOAD_PAUSE);
  }

  #follow(row: SearchRow | undefined): void {
    const { composition, snippet } = row ?? {};
    if (composition) this.#preview.show(() => compositionPreview(this.#app, composition, snippet));
    else if (row) void this.#preview.close();
  }

  async #accept(): Promise<void> {
    const isCurrent = this.#pick.value === this.#shownQuery;
    await this.#shown;
    const [selected] = this.#pick.selectedItems;
    // Whoever types and presses Enter at once means the best match, not what the list showed at that moment.
    const row = isCurrent && selected ? selected : this.#pick.items.find(({ composition, run }) => composition ?? run);
    if (row?.composition) this.#choose('promptstack.openComposition', row.composition.uuid);
    else row?.run?.();
  }

  #choose(command: CompositionCommand, uuid: string): void {
    this.#end({ command, uuid, typed: this.#pick.value });
  }

  #press({ composition }: SearchRow, button: vscode.QuickInputButton): void {
    if (!composition) return;
    // Whoever copies may want to look on; everything else leads away from the list.
    if (button === this.#buttons.copy) void executeCommand('promptstack.copyComposition', composition.uuid);
    else if (button === this.#buttons.continue) this.#choose('promptstack.continueComposition', composition.uuid);
    else if (button === this.#buttons.restore) this.#choose('promptstack.restoreComposition', composition.uuid);
    else if (button === this.#buttons.compare) this.#choose('promptstack.compareCompositions', composition.uuid);
    else this.#choose('promptstack.deleteComposition', composition.uuid);
  }

  #pressTitle(button: vscode.QuickInputButton): void {
    if (button === this.#filters.tag) void this.#ask('tag');
    else if (button === this.#filters.folder) void this.#ask('folder');
    else void this.#ask('date');
  }

  /** The list of filters takes the place of this one for a moment. */
  async #ask(kind: FilterKind): Promise<void> {
    this.#isAside = true;
    try {
      const typed = await askFilter(await this.#whenOpen(), kind, this.#pick.value);
      if (typed !== undefined) this.#pick.value = typed;
    } catch (error) {
      this.#app.log.error('The filters of the history could not be read', error);
    } finally {
      this.#isAside = false;
    }
    if (this.#owned.isDisposed) return;
    this.#pick.show();
    this.#update(0);
  }

  #setValue(text: string): void {
    this.#pick.value = text;
    this.#update(0);
  }
}

function rowButtons() {
  const button = (icon: string, tooltip: string): vscode.QuickInputButton => ({ iconPath: new vscode.ThemeIcon(icon), tooltip });
  return {
    continue: button('edit', vscode.l10n.t('Continue')),
    restore: button('discard', vscode.l10n.t('Restore File')),
    compare: button('diff', vscode.l10n.t('Compare with…')),
    copy: button('copy', vscode.l10n.t('Copy')),
    delete: button('trash', vscode.l10n.t('Delete')),
  };
}

function filterButtons() {
  const button = (icon: string, tooltip: string): vscode.QuickInputButton => ({ iconPath: new vscode.ThemeIcon(icon), tooltip });
  return {
    tag: button('tag', vscode.l10n.t('Only with a Tag…')),
    folder: button('folder', vscode.l10n.t('Only in a Folder…')),
    date: button('calendar', vscode.l10n.t('Only of a Time…')),
  };
}
