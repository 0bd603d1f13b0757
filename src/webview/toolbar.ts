import { element } from './dom';

/** Buttons that are one stop of the Tab key; the arrow keys move among them. */
export class Toolbar {
  readonly element: HTMLElement;
  readonly #buttons: readonly HTMLButtonElement[];

  /** @param parts the buttons, or what holds one. */
  constructor(label: string, parts: readonly HTMLElement[]) {
    this.element = element('div', { role: 'toolbar', 'aria-label': label }, ...parts);
    this.#buttons = [...this.element.querySelectorAll('button')];
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('focusin', ({ target }) => {
      const button = this.#buttons.find((candidate) => candidate === target);
      if (button) this.#stopAt(button);
    });
    this.update();
  }

  /** Call it when buttons were shown or hidden, by {@link HTMLElement.hidden} of the parts. */
  update(): void {
    const shown = this.#shown();
    const stop = shown.find((button) => button.tabIndex === 0) ?? shown[0];
    if (stop) this.#stopAt(stop);
  }

  #shown(): readonly HTMLButtonElement[] {
    return this.#buttons.filter((button) => button.closest('[hidden]') === null);
  }

  #stopAt(stop: HTMLButtonElement): void {
    for (const button of this.#buttons) button.tabIndex = button === stop ? 0 : -1;
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const shown = this.#shown();
    const index = shown.findIndex((button) => button === event.target);
    if (index === -1) return;
    const target: Partial<Record<string, number>> = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: shown.length - 1 };
    const next = target[event.key];
    if (next === undefined) return;
    event.preventDefault();
    shown.at(next % shown.length)?.focus();
  }
}
