import type { Count } from '../../protocol/historyStatistics';
import { element, svgElement } from '../dom';

interface RankingTexts {
  readonly title: string;
  /** Where there is nothing to show. */
  readonly empty: string;
  readonly figure: (count: number) => string;
  /** Titles of a button that shows a prompt, and of a prompt that is gone. */
  readonly showText: (label: string) => string;
  readonly goneText: (label: string) => string;
}

/** At most so many rows. */
const MAX_ROWS = 10;

/** What is most frequent, with a bar for each. */
export class Ranking {
  readonly element: HTMLElement;
  readonly #texts: RankingTexts;
  readonly #list = element('ol');
  readonly #empty: HTMLElement;
  readonly #show: ((count: Count) => void) | undefined;
  #shown = '';

  /** @param show is called for a prompt that was clicked; rows of a ranking without it are no buttons. */
  constructor(texts: RankingTexts, show?: (count: Count) => void) {
    this.#texts = texts;
    this.#show = show;
    this.#empty = element('p', { class: 'none' }, texts.empty);
    this.element = element('section', { class: 'ranking' }, element('h2', {}, texts.title), this.#list, this.#empty);
  }

  update(counts: readonly Count[]): void {
    const rows = counts.slice(0, MAX_ROWS);
    const shown = JSON.stringify(rows);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const focused = [...this.#list.querySelectorAll('button')].find((button) => button === document.activeElement)?.textContent;
    const most = Math.max(1, ...rows.map(({ count }) => count));
    this.#list.replaceChildren(...rows.map((row) => this.#row(row, most)));
    this.#list.hidden = rows.length === 0;
    this.#empty.hidden = rows.length > 0;
    if (focused !== undefined) [...this.#list.querySelectorAll('button')].find((button) => button.textContent === focused)?.focus();
  }

  #row(row: Count, most: number): HTMLLIElement {
    const { count } = row;
    const bar = svgElement('svg', { class: 'share', 'aria-hidden': 'true' }, svgElement('rect', { width: `${Math.max(1, (100 * count) / most)}%`, height: '100%' }));
    return element('li', {}, this.#label(row), element('span', { class: 'figure' }, this.#texts.figure(count)), bar);
  }

  #label(row: Count): HTMLElement {
    const { label, detail, isPrompt } = row;
    if (!this.#show) return element('span', { class: 'name', title: detail || label }, label);
    if (!isPrompt) return element('span', { class: 'name gone', title: this.#texts.goneText(detail) }, label);
    const button = element('button', { type: 'button', class: 'name', title: this.#texts.showText(label) }, label);
    button.addEventListener('click', () => this.#show?.(row));
    return button;
  }
}
