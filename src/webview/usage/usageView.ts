import { type Range, ranges, type SavedUsage, seriesOf, type UsageRow, type UsageState, type UsageTexts } from '../../protocol/usage';
import { BarChart } from '../barChart';
import { Choice } from '../choice';
import { element, format } from '../dom';
import type { Formats } from '../formats';
import { ModelTable } from './modelTable';
import { addUp, byDay, byModel, chartOf, costText, type Figures, type Measure, rowsIn } from './usageData';

/** What the page asks for. */
interface UsageViewEvents {
  rangeChanged(range: Range): void;
  seriesChanged(series: string): void;
  setPrices(): void;
  selectProvider(): void;
  retry(): void;
}

const measures = ['cost', 'tokens', 'calls'] as const satisfies readonly Measure[];

/** The whole page: what is counted, totals, charts by day and the models. */
export class UsageView {
  readonly element: HTMLElement;
  readonly #texts: UsageTexts;
  readonly #formats: Formats;
  readonly #range: Choice<Range>;
  readonly #series = element('select');
  readonly #seriesLabel: HTMLElement;
  readonly #status = element('p', { class: 'status', role: 'status' });
  readonly #retry: HTMLButtonElement;
  readonly #unpriced: HTMLElement;
  readonly #unpricedText = element('p');
  readonly #totals: HTMLElement;
  readonly #charts: Readonly<Record<Measure, BarChart>>;
  readonly #models: ModelTable;
  readonly #empty: HTMLElement;
  readonly #selectProvider: HTMLButtonElement;
  readonly #content: HTMLElement;

  constructor(texts: UsageTexts, formats: Formats, events: UsageViewEvents) {
    this.#texts = texts;
    this.#formats = formats;
    this.#range = new Choice('range', texts.range, ranges.map((range) => [range, texts[range]] as const), (range) => events.rangeChanged(range));
    this.#series.addEventListener('change', () => events.seriesChanged(this.#series.value));
    this.#seriesLabel = element('label', { class: 'series' }, element('span', {}, texts.show), this.#series);
    this.#retry = button(texts.retry, 'secondary', () => events.retry());
    this.#retry.hidden = true;
    const setPrices = button(texts.setPrices, 'secondary', () => events.setPrices());
    this.#unpriced = element('aside', { class: 'unpriced', hidden: true }, this.#unpricedText, setPrices);
    this.#totals = element('dl', { class: 'totals', 'aria-label': texts.totals });
    this.#charts = { cost: new BarChart(texts.table), tokens: new BarChart(texts.table), calls: new BarChart(texts.table) };
    this.#models = new ModelTable(texts, formats);
    this.#selectProvider = button(texts.selectProvider, 'primary', () => events.selectProvider());
    this.#empty = element('section', { class: 'empty', hidden: true }, element('h2', {}, texts.empty), element('p', {}, texts.emptyHint), this.#selectProvider);
    const charts = element('div', { class: 'charts' }, ...measures.map((measure) => this.#charts[measure].element));
    const note = element('p', { class: 'estimates' }, texts.estimates);
    this.#content = element('div', { hidden: true }, this.#unpriced, this.#totals, charts, this.#models.element, note);
    const head = element('header', {}, element('h1', {}, texts.title), this.#seriesLabel, this.#range.element);
    this.element = element('main', {}, head, element('div', { class: 'notice' }, this.#status, this.#retry), this.#empty, this.#content);
    this.say(texts.loading);
  }

  update(state: UsageState, { range, series }: SavedUsage): void {
    this.say('');
    this.#range.value = range;
    this.#empty.hidden = state.hasHistory;
    this.#selectProvider.hidden = state.hasProvider;
    this.#content.hidden = this.#range.element.hidden = !state.hasHistory;
    this.#offerSeries(state.rows, series);
    const rows = rowsIn(state, range, series);
    const sums = addUp(rows);
    this.#showTotals(sums);
    this.#showUnpriced(rows, sums);
    const days = byDay(rows, range, state.today);
    for (const measure of measures) this.#charts[measure].update(chartOf(days, measure, this.#texts, this.#formats));
    this.#charts.cost.element.hidden = sums.cost === 0;
    this.#models.update(byModel(rows));
  }

  /** Tells what is going on, on the screen and by a screen reader; an empty text tells nothing. */
  say(message: string, canRetry = false): void {
    if (this.#status.textContent !== message) this.#status.textContent = message;
    this.#retry.hidden = !canRetry;
  }

  /** What can be looked at by itself; one that is gone from the figures can still be seen as chosen. */
  #offerSeries(rows: readonly UsageRow[], chosen: string): void {
    const offered = new Map([['', this.#texts.all], ...byModel(rows).map((model) => [seriesOf(model), format(this.#texts.of, model.model, model.provider)] as const)]);
    this.#seriesLabel.hidden = offered.size <= 2 && chosen === '';
    const values = [...offered.keys()];
    const isSame = values.length === this.#series.options.length && values.every((value, index) => this.#series.options[index]?.value === value);
    if (!isSame) this.#series.replaceChildren(...[...offered].map(([value, text]) => element('option', { value }, text)));
    this.#series.value = offered.has(chosen) ? chosen : '';
  }

  #showTotals(sums: Figures): void {
    const texts = this.#texts;
    const formats = this.#formats;
    const figures: readonly (readonly [string, string])[] = [
      [texts.calls, formats.number(sums.calls)],
      [texts.failed, formats.number(sums.failed)],
      [texts.input, formats.number(sums.input)],
      [texts.output, formats.number(sums.output)],
      [texts.cacheRead, formats.number(sums.cacheRead)],
      [texts.cacheWrite, formats.number(sums.cacheWrite)],
      [texts.time, formats.seconds(sums.calls === 0 ? 0 : sums.ms / sums.calls)],
      [texts.cost, costText(sums, texts, formats)],
    ];
    this.#totals.replaceChildren(...figures.map(([name, figure]) => element('div', {}, element('dt', {}, name), element('dd', {}, figure))));
  }

  #showUnpriced(rows: readonly UsageRow[], { unpriced }: Figures): void {
    const texts = this.#texts;
    const models = [...new Set(rows.filter((row) => row.unpriced > 0).map(({ model }) => model))].join(', ');
    const sentence = unpriced === 1 ? format(texts.oneUnpriced, models) : format(texts.manyUnpriced, this.#formats.number(unpriced), models);
    this.#unpriced.hidden = unpriced === 0;
    this.#unpricedText.textContent = `${sentence} ${texts.earlierToo}`;
  }
}

function button(text: string, kind: 'primary' | 'secondary', run: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: kind }, text);
  made.addEventListener('click', run);
  return made;
}
