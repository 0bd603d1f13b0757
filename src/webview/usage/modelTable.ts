import { seriesOf, type UsageTexts } from '../../protocol/usage';
import { element } from '../dom';
import type { Formats } from '../formats';
import { costText, type ModelFigures } from './usageData';

/** What was used of each model. Where there is no room for columns each model is a list of its figures; roles keep it a table. */
export class ModelTable {
  readonly element: HTMLElement;
  readonly #texts: UsageTexts;
  readonly #formats: Formats;
  readonly #body = element('tbody', { role: 'rowgroup' });
  #shown = '';

  constructor(texts: UsageTexts, formats: Formats) {
    this.#texts = texts;
    this.#formats = formats;
    const columns = [texts.model, texts.calls, texts.failed, texts.input, texts.output, texts.cacheRead, texts.cacheWrite, texts.time, texts.cost];
    const head = element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...columns.map((column) => element('th', { role: 'columnheader', scope: 'col' }, column))));
    const title = element('h2', { id: 'by-model' }, texts.byModel);
    this.element = element('section', { class: 'models' }, title, element('table', { role: 'table', 'aria-labelledby': 'by-model' }, head, this.#body));
  }

  update(models: readonly ModelFigures[]): void {
    const shown = JSON.stringify(models);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#body.replaceChildren(...models.map((model) => this.#row(model)));
    this.element.hidden = models.length === 0;
  }

  #row(figures: ModelFigures): HTMLTableRowElement {
    const { provider, model, calls, failed, input, output, cacheRead, cacheWrite, ms } = figures;
    const texts = this.#texts;
    const number = (value: number): string => this.#formats.number(value);
    const cells: readonly (readonly [string, string])[] = [
      [texts.calls, number(calls)],
      [texts.failed, number(failed)],
      [texts.input, number(input)],
      [texts.output, number(output)],
      [texts.cacheRead, number(cacheRead)],
      [texts.cacheWrite, number(cacheWrite)],
      [texts.time, this.#formats.seconds(calls === 0 ? 0 : ms / calls)],
      [texts.cost, costText(figures, texts, this.#formats)],
    ];
    const name = element('th', { role: 'rowheader', scope: 'row' }, element('span', { class: 'name' }, model), ' ', element('span', { class: 'provider' }, provider));
    return element('tr', { role: 'row', 'data-series': seriesOf(figures) }, name, ...cells.map(([label, text]) => element('td', { role: 'cell', 'data-label': label }, text)));
  }
}
