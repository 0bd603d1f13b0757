import { element } from './dom';

/** A few values of which one is chosen, side by side. */
export class Choice<T extends string> {
  readonly element: HTMLElement;
  readonly #inputs: ReadonlyMap<T, HTMLInputElement>;

  /** @param name of the choice in the page; `label` says to screen readers what is chosen */
  constructor(name: string, label: string, options: readonly (readonly [T, string])[], onChange: (value: T) => void) {
    this.#inputs = new Map(options.map(([value]) => [value, element('input', { type: 'radio', name, value })]));
    const labels = options.map(([value, text]) => {
      const input = this.#inputs.get(value) ?? element('input');
      input.addEventListener('change', () => onChange(value));
      return element('label', {}, input, element('span', {}, text));
    });
    this.element = element('div', { class: 'choice', role: 'radiogroup', 'aria-label': label }, ...labels);
  }

  set value(value: T) {
    const input = this.#inputs.get(value);
    if (input) input.checked = true;
  }
}
