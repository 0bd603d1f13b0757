import * as vscode from 'vscode';
import type { ListLine } from '../../../core/prompts/listLine';
import { addItem, type MarkdownItem, type MarkdownList, MAX_ITEMS, moveItem, removeItem, textsOf } from '../../../core/prompts/markdownList';
import { singleLine } from '../../../core/util/text';
import { forLabel } from '../../messageText';
import { keepOrder } from '../../quickPickOrder';

/** UTF-16 code units of an item in its row. */
const MAX_LABEL = 200;
/** Values used before that are offered. */
const MAX_VALUES = 10;

interface ListPick {
  readonly list: MarkdownList;
  readonly isChanged: boolean;
  /** What a first item looks like. */
  readonly model: ListLine | undefined;
  /** Used before: items of a list joined by line ends. */
  readonly values: readonly string[];
  readonly title: string;
  /** Index of the item whose row is active at first. */
  readonly active: number | undefined;
}

/** What the user wants next, and the list as it is by then. */
export interface ListAction {
  readonly kind: 'done' | 'add' | 'edit' | 'cancel';
  readonly list: MarkdownList;
  /** Index of the item that it is about. */
  readonly active?: number | undefined;
}

interface Row extends vscode.QuickPickItem {
  readonly does?: 'done' | 'add' | 'edit' | 'addTyped' | 'addValues';
  readonly index?: number;
  readonly texts?: readonly string[];
}

/** Shows the items as rows. What is typed becomes an item by Enter; Enter with nothing typed is Done. */
export async function pickListAction(options: ListPick): Promise<ListAction> {
  const pick = new ItemPick(options);
  try {
    return await pick.action;
  } finally {
    pick.dispose();
  }
}

class ItemPick {
  readonly action: Promise<ListAction>;
  readonly #options: ListPick;
  readonly #pick = vscode.window.createQuickPick<Row>();
  readonly #buttons = itemButtons();
  #list: MarkdownList;
  /** What was added from the input, until the input is empty: letters typed meanwhile come behind it. */
  #added = '';
  #end: (action: ListAction) => void = () => undefined;

  constructor(options: ListPick) {
    this.#options = options;
    this.#list = options.list;
    this.action = new Promise((resolve) => (this.#end = resolve));
    const pick = this.#pick;
    pick.title = options.title;
    pick.placeholder = vscode.l10n.t('Type an item and press Enter to add it');
    pick.ignoreFocusOut = true;
    keepOrder(pick);
    pick.onDidChangeValue((value) => this.#type(value));
    pick.onDidAccept(() => this.#accept());
    pick.onDidTriggerItemButton(({ item, button }) => this.#press(item, button));
    pick.onDidHide(() => this.#end({ kind: 'cancel', list: this.#list }));
    this.#show(options.active);
    pick.show();
  }

  dispose(): void {
    this.#pick.dispose();
  }

  /** @param active index of the item whose row gets the focus; the first row without. */
  #show(active?: number): void {
    const typed = this.#typed;
    const items = this.#list.items.map((item, index) => this.#itemRow(item, index));
    const isFull = items.length >= MAX_ITEMS;
    const first: Row[] = typed === '' ? [this.#doneRow()] : isFull ? [] : [addTypedRow(typed)];
    const add: Row[] = isFull ? [{ label: vscode.l10n.t('A list has at most {0} items', MAX_ITEMS), alwaysShow: true }] : [addRow()];
    this.#pick.items = [...first, ...separated(vscode.l10n.t('items'), items), ...add, ...(isFull ? [] : this.#valueRows())];
    const row = active === undefined ? undefined : items[Math.min(active, items.length - 1)];
    this.#pick.activeItems = row ? [row] : first;
  }

  get #typed(): string {
    const { value } = this.#pick;
    return (this.#added !== '' && value.startsWith(this.#added) ? value.slice(this.#added.length) : value).trim();
  }

  #type(value: string): void {
    if (value === '') this.#added = '';
    else if (this.#added !== '' && value.length > this.#added.length && value.startsWith(this.#added)) this.#pick.value = value.slice(this.#added.length);
    this.#show();
  }

  #accept(): void {
    // Whoever types and presses Enter at once means what is typed, not what the list showed at that moment.
    const typed = this.#typed;
    const row = this.#pick.activeItems[0];
    if (typed !== '' && (row?.does === undefined || row.does === 'done' || row.does === 'addTyped')) return this.#add([typed]);
    switch (row?.does) {
      case 'addValues':
        return this.#add(row.texts ?? []);
      case 'edit':
      case 'add':
      case 'done':
        return this.#end({ kind: row.does, list: this.#list, active: row.index });
      case 'addTyped':
      case undefined:
    }
  }

  #add(texts: readonly string[]): void {
    for (const text of texts) this.#list = addItem(this.#list, text, this.#options.model);
    this.#added = this.#pick.value;
    this.#pick.value = '';
    this.#show();
  }

  #press({ index }: Row, button: vscode.QuickInputButton): void {
    if (index === undefined) return;
    if (button === this.#buttons.edit) return this.#end({ kind: 'edit', list: this.#list, active: index });
    const to = button === this.#buttons.up ? index - 1 : index + 1;
    const moved = button === this.#buttons.remove ? removeItem(this.#list, index) : moveItem(this.#list, index, to);
    const active = button === this.#buttons.remove || moved === this.#list ? index : to;
    this.#list = moved;
    this.#show(this.#list.items.length > 0 ? active : undefined);
  }

  #doneRow(): Row {
    const isChanged = this.#options.isChanged || this.#list !== this.#options.list;
    const label = isChanged ? vscode.l10n.t('Write List') : vscode.l10n.t('Close');
    return { label, iconPath: new vscode.ThemeIcon('check'), alwaysShow: true, does: 'done' };
  }

  #itemRow({ line, rest }: MarkdownItem, index: number): Row {
    const below = rest.filter((text) => text.trim() !== '').length;
    const { edit, up, down, remove } = this.#buttons;
    const isLast = index === this.#list.items.length - 1;
    return {
      label: forLabel(singleLine(line.task + line.text, MAX_LABEL)) || vscode.l10n.t('(empty)'),
      description: below === 0 ? '' : below === 1 ? vscode.l10n.t('and 1 line below') : vscode.l10n.t('and {0} lines below', below),
      iconPath: new vscode.ThemeIcon('circle-small-filled'),
      buttons: [edit, ...(index > 0 ? [up] : []), ...(isLast ? [] : [down]), remove],
      alwaysShow: true,
      does: 'edit',
      index,
    };
  }

  /** Lists used before as a whole, and their items; without what is in the list already. */
  #valueRows(): Row[] {
    const present = new Set(textsOf(this.#list));
    const rows = this.#options.values.flatMap((value) => {
      const items = value.split('\n');
      return items.length > 1 && present.size === 0 ? [items, ...items.map((item) => [item])] : items.map((item) => [item]);
    });
    const offered = new Map(rows.filter((texts) => texts.some((text) => !present.has(text))).map((texts) => [texts.join('\n'), texts]));
    const shown = [...offered.values()].slice(0, MAX_VALUES).map(
      (texts): Row => ({ label: forLabel(singleLine(texts.join(', '), MAX_LABEL)), iconPath: new vscode.ThemeIcon('history'), alwaysShow: true, does: 'addValues', texts }),
    );
    return separated(vscode.l10n.t('used before'), shown);
  }
}

function itemButtons(): Readonly<Record<'edit' | 'up' | 'down' | 'remove', vscode.QuickInputButton>> {
  return {
    edit: { iconPath: new vscode.ThemeIcon('edit'), tooltip: vscode.l10n.t('Edit') },
    up: { iconPath: new vscode.ThemeIcon('arrow-up'), tooltip: vscode.l10n.t('Move Up') },
    down: { iconPath: new vscode.ThemeIcon('arrow-down'), tooltip: vscode.l10n.t('Move Down') },
    remove: { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Delete') },
  };
}

function addTypedRow(typed: string): Row {
  const label = vscode.l10n.t('Add "{0}"', forLabel(singleLine(typed, MAX_LABEL)));
  return { label, iconPath: new vscode.ThemeIcon('add'), alwaysShow: true, does: 'addTyped' };
}

function addRow(): Row {
  return { label: vscode.l10n.t('Add Item…'), iconPath: new vscode.ThemeIcon('add'), alwaysShow: true, does: 'add' };
}

function separated(label: string, rows: readonly Row[]): Row[] {
  return rows.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...rows];
}
