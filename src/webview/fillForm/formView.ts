import type { FormField, FormState, FormTexts, Source } from '../../protocol/fillForm';
import { element, format } from '../dom';
import { type FieldEvents, FieldView } from './fieldView';

/** What the form asks of the extension. */
interface FormEvents {
  changed(name: string, value: readonly string[]): void;
  focused(name: string): void;
  /** @returns the text, or `null` when there is none. */
  take(name: string, source: Source): Promise<string | null>;
  fill(): void;
  copy(): void;
  close(): void;
}

/** The whole form: a heading, one field for each name, and what can be done. */
export class FormView {
  readonly element: HTMLElement;
  readonly #texts: FormTexts;
  readonly #events: FormEvents;
  readonly #fields = element('div', { class: 'fields' });
  readonly #document = element('span', { class: 'document' });
  readonly #count = element('span', { class: 'count', 'aria-live': 'polite' });
  readonly #banner = element('p', { class: 'banner', role: 'alert' });
  readonly #note = element('p', { class: 'note' });
  readonly #status = element('p', { class: 'status', role: 'status' });
  readonly #fill: HTMLButtonElement;
  readonly #copy: HTMLButtonElement;
  readonly #views = new Map<string, FieldView>();
  #total = 0;

  constructor(texts: FormTexts, state: FormState, events: FormEvents) {
    this.#texts = texts;
    this.#events = events;
    this.#fill = this.#button(texts.fill, 'primary', () => events.fill());
    const keys = /mac/i.test(navigator.userAgent) ? '⌘Enter' : 'Ctrl+Enter';
    this.#fill.title = `${texts.fill} (${keys})`;
    this.#fill.setAttribute('aria-keyshortcuts', 'Control+Enter Meta+Enter');
    this.#copy = this.#button(texts.copy, 'secondary', () => events.copy());
    const cancel = this.#button(texts.cancel, 'secondary', () => events.close());
    this.element = element(
      'main',
      {},
      element('header', {}, element('h1', {}, texts.title, this.#document), this.#count),
      this.#banner,
      this.#fields,
      this.#note,
      element('footer', {}, this.#fill, this.#copy, cancel, this.#status),
    );
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.update(state);
  }

  /** Follows the document; what was typed stays, also when the fields change their order. */
  update(state: FormState): void {
    const focused = document.activeElement;
    const views = state.fields.map((field) => this.#viewOf(field));
    const names = new Set(state.fields.map(({ name }) => name));
    for (const name of this.#views.keys()) if (!names.has(name)) this.#views.delete(name);
    const elements = views.map((view) => view.element);
    if (elements.length !== this.#fields.childElementCount || elements.some((child, index) => child !== this.#fields.children[index])) {
      this.#fields.replaceChildren(...elements);
      if (focused instanceof HTMLElement && this.#fields.contains(focused)) focused.focus({ preventScroll: true });
    }
    for (const view of views) this.#showValue(view);
    this.#total = state.total;
    this.#document.textContent = state.document;
    this.#banner.textContent = state.closed ? this.#texts.closed : '';
    this.#note.textContent = this.#noteOf(state);
    this.#fill.disabled = state.closed || views.length === 0;
    this.#copy.disabled = views.length === 0 && state.closed;
    this.#updateCount();
  }

  /** Values of all fields, in order. */
  values(): readonly { readonly name: string; readonly value: readonly string[] }[] {
    return [...this.#views].map(([name, { control }]) => ({ name, value: control.value() }));
  }

  focusFirst(): void {
    const views = [...this.#views.values()];
    (views.find((view) => !view.isFilled) ?? views[0])?.control.focus();
  }

  /** Tells the user, on the screen and by a screen reader; an empty text tells nothing. */
  say(message: string): void {
    this.#status.textContent = message;
  }

  #noteOf({ fields, total }: FormState): string {
    if (total === 0) return this.#texts.noFields;
    return fields.length < total ? format(this.#texts.omitted, fields.length, total) : '';
  }

  #viewOf(field: FormField): FieldView {
    const known = this.#views.get(field.name);
    if (known?.type === field.type) {
      known.update(field);
      return known;
    }
    const view = new FieldView(field, this.#texts, this.#fieldEvents, known?.control.value());
    this.#views.set(field.name, view);
    return view;
  }

  readonly #fieldEvents: FieldEvents = {
    changed: (field) => {
      this.say('');
      this.#showValue(field);
      this.#updateCount();
      this.#events.changed(field.name, field.control.value());
    },
    focused: (field) => this.#events.focused(field.name),
    take: (field, source) => void this.#take(field, source),
    say: (message) => this.say(message),
  };

  async #take(field: FieldView, source: Source): Promise<void> {
    this.say('');
    const text = await this.#events.take(field.name, source);
    // The document may have changed meanwhile, and the field with it.
    const now = this.#views.get(field.name);
    if (text !== null) now?.control.insert(text);
    else now?.control.focus();
  }

  #showValue(field: FieldView): void {
    field.element.classList.toggle('filled', field.isFilled);
    for (const view of this.#views.values()) {
      view.show(field.name, field.control.value());
    }
  }

  #updateCount(): void {
    const filled = [...this.#views.values()].filter((view) => view.isFilled).length;
    const text = this.#total === 0 ? '' : format(this.#texts.count, filled, this.#total);
    if (this.#count.textContent !== text) this.#count.textContent = text;
  }

  #button(text: string, kind: 'primary' | 'secondary', run: () => void): HTMLButtonElement {
    const button = element('button', { type: 'button', class: kind }, text);
    button.addEventListener('click', run);
    return button;
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing || event.altKey || event.shiftKey) return;
    const control = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && control && !this.#fill.disabled) this.#events.fill();
    else if (event.key === 'Escape' && !control) this.#events.close();
    else return;
    event.preventDefault();
  }
}
