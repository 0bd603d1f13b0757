import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { pickSections } from '../../../core/library/pickItems';
import { DisposableStore } from '../../../core/util/dispose';
import type { PickPreview, PickPreviewText } from '../../pickPreview';
import { keepOrder } from '../../quickPickOrder';
import { type PickRow, PickRows } from './pickRows';

export type PickPlace = 'cursor' | 'newLine';

type PickChoice =
  | { readonly kind: 'insert'; readonly uri: string; readonly place: PickPlace }
  | { readonly kind: 'preview' | 'edit'; readonly uri: string }
  | { readonly kind: 'create'; readonly title: string };

/** Rows that fit a glance and stay cheap to send to the window at every keystroke. */
const LIMIT = 100;
/** Milliseconds between two looks at a library that is still loading. */
const RELOAD_PAUSE = 250;

/**
 * Lets the user choose a prompt of the whole library, best match on top, with a preview of the highlighted one.
 * @param place what Enter does; the button of each row does the other.
 * @returns `undefined` when the user chose nothing. The preview is closed by then.
 */
export async function pickPrompt(app: App, preview: PickPreview, place: PickPlace): Promise<PickChoice | undefined> {
  const pick = new PromptPick(app, preview, place);
  try {
    return await pick.choice;
  } finally {
    pick.dispose();
    await preview.close();
  }
}

class PromptPick {
  readonly choice: Promise<PickChoice | undefined>;
  readonly #app: App;
  readonly #preview: PickPreview;
  readonly #place: PickPlace;
  readonly #rows: PickRows;
  readonly #owned = new DisposableStore();
  readonly #pick = this.#owned.add(vscode.window.createQuickPick<PickRow>());
  readonly #buttons: Readonly<Record<'place' | 'preview' | 'edit', vscode.QuickInputButton>>;
  #end: (choice: PickChoice | undefined) => void = () => undefined;
  #search = new AbortController();
  /** Settles when the rows are those of what is typed. */
  #shown: Promise<void> = Promise.resolve();
  #shownQuery: string | undefined;
  #reload: NodeJS.Timeout | undefined;
  /** The user accepted what is typed while the library was still loading: the first match will be it. */
  #acceptFirst = false;

  constructor(app: App, preview: PickPreview, place: PickPlace) {
    this.#app = app;
    this.#preview = preview;
    this.#place = place;
    this.#buttons = rowButtons(place);
    this.#rows = new PickRows(app, [this.#buttons.place, this.#buttons.preview, this.#buttons.edit]);
    this.choice = new Promise((resolve) => (this.#end = resolve));
    this.#open();
  }

  dispose(): void {
    clearTimeout(this.#reload);
    this.#search.abort();
    this.#owned.dispose();
  }

  #open(): void {
    const pick = this.#pick;
    pick.placeholder =
      this.#place === 'cursor'
        ? vscode.l10n.t('Search prompts by title, tag, description or category')
        : vscode.l10n.t('Search prompts to insert on a new line');
    keepOrder(pick);
    this.#owned.add(pick.onDidChangeValue(() => this.#type()));
    this.#owned.add(pick.onDidChangeActive(([row]) => this.#follow(row)));
    this.#owned.add(pick.onDidAccept(() => void this.#accept()));
    this.#owned.add(pick.onDidTriggerItemButton(({ item, button }) => this.#press(item, button)));
    this.#owned.add(pick.onDidHide(() => this.#end(undefined)));
    this.#owned.add(this.#app.library.onDidChange(() => this.#updateLater()));
    this.#owned.add(this.#app.library.onDidChangeState(() => this.#updateLater()));
    this.#update();
    pick.show();
  }

  #type(): void {
    this.#acceptFirst = false;
    this.#update();
  }

  #update(): void {
    this.#search.abort();
    this.#search = new AbortController();
    this.#pick.busy = true;
    this.#shown = this.#find(this.#pick.value, this.#search.signal).catch((error: unknown) => {
      this.#app.log.error('Searching prompts failed', error);
    });
  }

  async #find(query: string, signal: AbortSignal): Promise<void> {
    const sections = await pickSections(this.#app, query, { limit: LIMIT, signal });
    if (!sections || signal.aborted) return;
    const active = query === this.#shownQuery ? this.#pick.activeItems[0]?.prompt?.uri : undefined;
    const rows = this.#rows.of(sections, query);
    this.#shownQuery = query;
    this.#pick.items = rows;
    // Only the list changed, not the question: the user stays where they are.
    const same = active === undefined ? undefined : rows.find(({ prompt }) => prompt?.uri === active);
    if (same) this.#pick.activeItems = [same];
    this.#pick.busy = this.#app.library.state !== 'ready';
    if (this.#acceptFirst) this.#chooseFirst();
  }

  /** The list fills as the library loads, without being built for every file. */
  #updateLater(): void {
    this.#reload ??= setTimeout(() => {
      this.#reload = undefined;
      this.#update();
    }, RELOAD_PAUSE);
  }

  #follow(row: PickRow | undefined): void {
    const uri = row?.prompt?.uri;
    if (uri !== undefined) this.#preview.show(() => previewText(this.#app, uri));
    else if (row) void this.#preview.close();
  }

  async #accept(): Promise<void> {
    const isCurrent = this.#pick.value === this.#shownQuery;
    await this.#shown;
    const [selected] = this.#pick.selectedItems;
    // Whoever types and presses Enter at once means the best match, not what the list showed at that moment.
    if (isCurrent && selected) this.#choose(selected, this.#place);
    else this.#chooseFirst();
  }

  #chooseFirst(): void {
    const row = this.#pick.items.find(({ prompt, create }) => prompt ?? create);
    if (row) this.#choose(row, this.#place);
    else this.#acceptFirst = true;
  }

  #choose({ prompt, create }: PickRow, place: PickPlace): void {
    if (prompt) this.#end({ kind: 'insert', uri: prompt.uri, place });
    else if (create) this.#end({ kind: 'create', title: create.title });
  }

  #press(row: PickRow, button: vscode.QuickInputButton): void {
    if (!row.prompt) return;
    if (button === this.#buttons.place) this.#choose(row, this.#place === 'cursor' ? 'newLine' : 'cursor');
    else this.#end({ kind: button === this.#buttons.edit ? 'edit' : 'preview', uri: row.prompt.uri });
  }
}

async function previewText(app: App, uri: string): Promise<PickPreviewText> {
  try {
    return { text: (await app.library.read(uri)).body };
  } catch {
    return { text: vscode.l10n.t('This prompt cannot be read.') };
  }
}

function rowButtons(place: PickPlace): Readonly<Record<'place' | 'preview' | 'edit', vscode.QuickInputButton>> {
  const other = place === 'cursor' ? vscode.l10n.t('Insert on New Line') : vscode.l10n.t('Insert at Cursor');
  return {
    place: { iconPath: new vscode.ThemeIcon(place === 'cursor' ? 'arrow-down' : 'insert'), tooltip: other },
    preview: { iconPath: new vscode.ThemeIcon('open-preview'), tooltip: vscode.l10n.t('Preview') },
    edit: { iconPath: new vscode.ThemeIcon('edit'), tooltip: vscode.l10n.t('Edit') },
  };
}
