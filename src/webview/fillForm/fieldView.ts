import type { FormField, FormTexts, Source } from '../../protocol/fillForm';
import { element, icon, type Icon } from '../dom';
import { menuButton } from '../menu';
import { Toolbar } from '../toolbar';
import { type Control, TextControl } from './control';
import { ListControl } from './listControl';
import { singleLine, splitItems } from './listItems';

/** What a field asks of the form. */
export interface FieldEvents {
  changed(field: FieldView): void;
  focused(field: FieldView): void;
  take(field: FieldView, source: Source): void;
  say(message: string): void;
}

/** How much of a value is shown inside the text around a placeholder, and in the menu of previous values. */
const SHOWN = 80;

/** One placeholder: its name, the text around it, what is typed for it and where a value can come from. */
export class FieldView {
  readonly element: HTMLElement;
  readonly name: string;
  readonly type: FormField['type'];
  readonly control: Control;
  readonly #context = element('p', { class: 'context' });
  readonly #sources: Toolbar;
  readonly #history: HTMLElement;
  readonly #texts: FormTexts;
  #previous: readonly string[] = [];
  #chips: readonly HTMLElement[] = [];

  /** @param typed for this name in a field of the other type. */
  constructor(field: FormField, texts: FormTexts, events: FieldEvents, typed?: readonly string[]) {
    this.name = field.name;
    this.type = field.type;
    this.#texts = texts;
    const id = `field-${field.name}`;
    this.#context.id = `${id}-context`;
    const label = element('label', { for: id, id: `${id}-label` }, field.label);
    const value = typed ?? field.value;
    if (field.type === 'text') this.control = new TextControl(id, value.join('\n'), this.#context.id);
    else {
      const items = typed ? splitItems(typed.join('\n')) : value;
      this.control = new ListControl(texts, field.label, items, (message) => events.say(message));
      label.addEventListener('click', () => this.control.focus());
    }
    this.#history = this.#historyMenu();
    this.#sources = new Toolbar(field.label, [this.#history, ...this.#sourceButtons(events)]);
    this.#sources.element.classList.add('sources');
    this.element = element(
      'div',
      { class: 'field', role: 'group', 'aria-labelledby': label.id },
      element('div', { class: 'heading' }, label, element('code', {}, `{{${field.type}:${field.name}}}`)),
      this.#context,
      this.control.element,
      this.#sources.element,
    );
    this.control.element.addEventListener('input', () => events.changed(this));
    this.element.addEventListener('focusin', () => events.focused(this));
    this.update(field);
  }

  get isFilled(): boolean {
    return this.control.value().some((item) => item.trim() !== '');
  }

  /** Takes over what may change while the field stays: the text around the placeholder and the previous values. */
  update({ context, previous }: FormField): void {
    const chips: HTMLElement[] = [];
    const parts = context.map((part) => {
      if ('text' in part) return part.text;
      const chip = element('span', { class: part.name === this.name ? 'chip own' : 'chip', 'data-name': part.name }, part.name);
      chips.push(chip);
      return chip;
    });
    this.#chips = chips;
    this.#context.replaceChildren(...parts);
    this.#context.classList.toggle('bare', context.every((part) => ('text' in part ? part.text.trim() === '' : part.name === this.name)));
    this.#previous = previous;
    this.#history.hidden = previous.length === 0;
    this.#sources.update();
  }

  /** Shows the value of a placeholder, its own or another's, in the text around it. */
  show(name: string, value: readonly string[]): void {
    for (const chip of this.#chips) {
      if (chip.dataset['name'] !== name) continue;
      const text = singleLine(value, SHOWN);
      chip.textContent = text === '' ? name : text;
      chip.classList.toggle('filled', text !== '');
    }
  }

  #sourceButtons(events: FieldEvents): readonly HTMLElement[] {
    const texts = this.#texts;
    const source = (from: Source, text: string, hint: string): HTMLButtonElement => {
      const button = linkButton(from, text, hint);
      button.addEventListener('click', () => events.take(this, from));
      return button;
    };
    return [
      source('file', texts.file, texts.fileHint),
      source('selection', texts.selection, texts.selectionHint),
      source('clipboard', texts.clipboard, texts.clipboardHint),
    ];
  }

  #historyMenu(): HTMLElement {
    const { previous, previousHint } = this.#texts;
    const button = linkButton('history', previous, previousHint);
    button.append(icon('open'));
    return menuButton(button, previous, () =>
      this.#previous.map((value) => {
        const items = this.type === 'list' ? value.split('\n') : [value];
        return { label: singleLine(items, SHOWN), title: value, run: () => this.control.recall(value) };
      }),
    );
  }
}

function linkButton(name: Icon, text: string, hint: string): HTMLButtonElement {
  return element('button', { type: 'button', class: 'link', title: hint, 'aria-description': hint }, icon(name), text);
}
