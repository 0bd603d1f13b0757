import { maxItems, type FormTexts } from '../../protocol/fillForm';
import { element, format, growWithText, icon, type Icon } from '../dom';
import { type Control, typeText } from './control';
import { splitItems } from './listItems';

interface Row {
  readonly element: HTMLLIElement;
  readonly area: HTMLTextAreaElement;
}

/** The items of a list, one below the other. */
export class ListControl implements Control {
  readonly element: HTMLElement;
  readonly #texts: FormTexts;
  readonly #label: string;
  readonly #say: (message: string) => void;
  readonly #list = element('ul');
  readonly #rows: Row[] = [];
  /** Where the cursor was last. */
  #current: Row | undefined;

  /** @param say tells the user that something was not possible. */
  constructor(texts: FormTexts, label: string, items: readonly string[], say: (message: string) => void) {
    this.#texts = texts;
    this.#label = label;
    this.#say = say;
    const add = element('button', { type: 'button', class: 'link' }, icon('add'), texts.add);
    add.addEventListener('click', () => this.#add(this.#rows.length, ['']));
    this.element = element('div', { class: 'list' }, this.#list, add);
    this.#insertRows(0, items.length > 0 ? items : ['']);
  }

  value(): readonly string[] {
    return this.#rows.map(({ area }) => area.value);
  }

  insert(text: string): void {
    this.#join(splitItems(text));
  }

  recall(previous: string): void {
    this.#join(previous.split('\n'));
  }

  focus(): void {
    (this.#current ?? this.#rows.find(({ area }) => area.value === '') ?? this.#rows[0])?.area.focus();
  }

  /** Adds items below that of the cursor, or in its place when it is empty. */
  #join(items: readonly string[]): void {
    if (items.length === 0) return;
    const current = this.#current ?? this.#rows.at(-1);
    const index = current ? this.#rows.indexOf(current) : this.#rows.length - 1;
    if (current?.area.value.trim() !== '') this.#add(index + 1, items);
    else if (this.#rows.length - 1 + items.length > maxItems) this.#refuse();
    else {
      this.#drop(current);
      this.#add(index, items);
    }
  }

  /** Adds items and puts the cursor into the last of them. */
  #add(index: number, items: readonly string[]): void {
    if (this.#rows.length + items.length > maxItems) {
      this.#refuse();
      return;
    }
    this.#insertRows(index, items);
    const area = this.#rows[index + items.length - 1]?.area;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
    this.#changed();
  }

  #refuse(): void {
    this.#say(format(this.#texts.listLimit, maxItems));
  }

  #insertRows(index: number, items: readonly string[]): void {
    const rows = items.map((item) => this.#row(item));
    const next = this.#rows[index]?.element ?? null;
    for (const row of rows) this.#list.insertBefore(row.element, next);
    this.#rows.splice(index, 0, ...rows);
    this.#number();
  }

  #row(text: string): Row {
    const area = element('textarea', { rows: 1, spellcheck: 'false', 'aria-keyshortcuts': 'Alt+ArrowUp Alt+ArrowDown' });
    area.value = text;
    growWithText(area);
    const buttons = element(
      'span',
      { class: 'item-buttons' },
      this.#button('up', this.#texts.moveUp, () => this.#move(row, -1)),
      this.#button('down', this.#texts.moveDown, () => this.#move(row, 1)),
      this.#button('delete', this.#texts.delete, () => this.#delete(row)),
    );
    const row: Row = { element: element('li', {}, area, buttons), area };
    area.addEventListener('focus', () => (this.#current = row));
    area.addEventListener('keydown', (event) => this.#key(row, event));
    area.addEventListener('paste', (event) => this.#paste(row, event));
    return row;
  }

  #button(name: Icon, title: string, run: () => void): HTMLButtonElement {
    // Moving has keys of its own; the Tab key goes from item to item by way of deleting only.
    const button = element('button', { type: 'button', class: 'icon-button', title, 'aria-label': title, tabindex: name === 'delete' ? 0 : -1 }, icon(name));
    button.addEventListener('click', run);
    return button;
  }

  #key(row: Row, event: KeyboardEvent): void {
    if (event.isComposing) return;
    const { area } = row;
    const index = this.#rows.indexOf(row);
    const collapsed = area.selectionStart === area.selectionEnd;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    const alone = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (plain && event.key === 'Enter') this.#split(row);
    else if (plain && event.key === 'Backspace' && area.value === '' && this.#rows.length > 1) this.#delete(row);
    else if (alone && event.key === 'ArrowUp') this.#move(row, -1);
    else if (alone && event.key === 'ArrowDown') this.#move(row, 1);
    else if (plain && event.key === 'ArrowUp' && collapsed && area.selectionStart === 0 && index > 0) this.#rows[index - 1]?.area.focus();
    else if (plain && event.key === 'ArrowDown' && collapsed && area.selectionEnd === area.value.length && index < this.#rows.length - 1) {
      this.#rows[index + 1]?.area.focus();
    } else return;
    event.preventDefault();
  }

  /** What stands behind the cursor becomes the next item. */
  #split(row: Row): void {
    if (this.#rows.length >= maxItems) {
      this.#refuse();
      return;
    }
    const { area } = row;
    const rest = area.value.slice(area.selectionEnd);
    area.value = area.value.slice(0, area.selectionStart);
    area.dispatchEvent(new Event('input', { bubbles: true }));
    this.#add(this.#rows.indexOf(row) + 1, [rest]);
    this.#current?.area.setSelectionRange(0, 0);
  }

  /** Several lines become several items. */
  #paste(row: Row, event: ClipboardEvent): void {
    const items = splitItems(event.clipboardData?.getData('text/plain') ?? '');
    if (items.length < 2) return;
    event.preventDefault();
    if (this.#rows.length + items.length - 1 > maxItems) {
      this.#refuse();
      return;
    }
    typeText(row.area, items[0] ?? '');
    this.#add(this.#rows.indexOf(row) + 1, items.slice(1));
  }

  #move(row: Row, by: -1 | 1): void {
    const index = this.#rows.indexOf(row);
    const other = this.#rows[index + by];
    if (!other) return;
    if (by < 0) other.element.before(row.element);
    else other.element.after(row.element);
    this.#rows.splice(index, 1);
    this.#rows.splice(index + by, 0, row);
    row.area.focus();
    this.#number();
    this.#changed();
  }

  #delete(row: Row): void {
    const index = this.#rows.indexOf(row);
    this.#drop(row);
    if (this.#rows.length === 0) this.#insertRows(0, ['']);
    this.#number();
    this.#rows[Math.max(0, index - 1)]?.area.focus();
    this.#changed();
  }

  #drop(row: Row): void {
    row.element.remove();
    this.#rows.splice(this.#rows.indexOf(row), 1);
    if (this.#current === row) this.#current = undefined;
  }

  #number(): void {
    this.#rows.forEach(({ area }, index) => area.setAttribute('aria-label', `${this.#label}: ${format(this.#texts.item, index + 1, this.#rows.length)}`));
  }

  #changed(): void {
    this.element.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
