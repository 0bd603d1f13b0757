import { type Range, ranges, type SavedStatistics, type Scope, scopes, type StatisticsState, type StatisticsTexts } from '../../protocol/historyStatistics';
import { BarChart } from '../barChart';
import { Choice } from '../choice';
import type { Day } from '../days';
import { element, format } from '../dom';
import type { Formats } from '../formats';
import { chartDataOf, type Measure, sumsOf } from './chartData';
import { Ranking } from './ranking';

/** What the page asks for. */
interface StatisticsViewEvents {
  rangeChanged(range: Range): void;
  scopeChanged(scope: Scope): void;
  showPrompt(uri: string): void;
  newComposition(): void;
  retry(): void;
}

/** The whole page: what is counted, totals, charts and rankings. */
export class StatisticsView {
  readonly element: HTMLElement;
  readonly #texts: StatisticsTexts;
  readonly #formats: Formats;
  readonly #range: Choice<Range>;
  readonly #scope: Choice<Scope>;
  readonly #status = element('p', { class: 'status', role: 'status' });
  readonly #retry: HTMLButtonElement;
  readonly #totals: HTMLElement;
  readonly #charts: Readonly<Record<Measure, BarChart>>;
  readonly #rankings: Readonly<Record<'prompts' | 'tags' | 'folders', Ranking>>;
  readonly #emptyTitle = element('h2');
  readonly #empty: HTMLElement;
  readonly #content: HTMLElement;

  constructor(texts: StatisticsTexts, formats: Formats, hasWorkspace: boolean, events: StatisticsViewEvents) {
    this.#texts = texts;
    this.#formats = formats;
    const choices = <T extends 'days' | 'weeks' | 'months' | 'all' | 'workspace'>(values: readonly T[]) => values.map((value) => [value, texts[value]] as const);
    this.#range = new Choice('range', texts.range, choices(ranges), (range) => events.rangeChanged(range));
    this.#scope = new Choice('scope', texts.show, choices(scopes), (scope) => events.scopeChanged(scope));
    this.#scope.element.hidden = !hasWorkspace;
    this.#retry = element('button', { type: 'button', class: 'secondary', hidden: true }, texts.retry);
    this.#retry.addEventListener('click', () => events.retry());
    const start = element('button', { type: 'button', class: 'primary' }, texts.newComposition);
    start.addEventListener('click', () => events.newComposition());
    this.#totals = element('dl', { class: 'totals', 'aria-label': texts.totals });
    this.#charts = { compositions: new BarChart(texts.table), tokens: new BarChart(texts.table) };
    this.#rankings = this.#makeRankings(events);
    this.#empty = element('section', { class: 'empty', hidden: true }, this.#emptyTitle, element('p', {}, texts.emptyHint), start);
    const charts = element('div', { class: 'charts' }, this.#charts.compositions.element, this.#charts.tokens.element);
    const rankings = element('div', { class: 'rankings' }, ...Object.values(this.#rankings).map((ranking) => ranking.element));
    this.#content = element('div', { hidden: true }, this.#totals, charts, rankings);
    const head = element('header', {}, element('h1', {}, texts.title), this.#scope.element, this.#range.element);
    this.element = element('main', {}, head, element('div', { class: 'notice' }, this.#status, this.#retry), this.#empty, this.#content);
    this.say(texts.loading);
  }

  /** Marks what is chosen. */
  choose({ range, scope }: SavedStatistics): void {
    this.#range.value = range;
    this.#scope.value = scope;
  }

  /** @param today last day of the charts */
  update(state: StatisticsState, { range, scope }: SavedStatistics, today: Day): void {
    const texts = this.#texts;
    const { progress, compositions } = state;
    this.say(progress ? format(texts.reading, this.#formats.number(progress.done), this.#formats.number(progress.total)) : '');
    this.#empty.hidden = compositions > 0;
    this.#content.hidden = compositions === 0;
    this.#range.element.hidden = compositions === 0;
    this.#emptyTitle.textContent = scope === 'workspace' ? texts.emptyWorkspace : texts.empty;
    if (compositions === 0) return;
    this.#showTotals(state);
    const sums = sumsOf(state.days, range, today, this.#formats.weekStart);
    for (const measure of ['compositions', 'tokens'] as const) this.#charts[measure].update(chartDataOf(sums, measure, range, texts, this.#formats));
    for (const kind of ['prompts', 'tags', 'folders'] as const) this.#rankings[kind].update(state[kind]);
  }

  /** Tells what is going on, on the screen and by a screen reader; an empty text tells nothing. */
  say(message: string, canRetry = false): void {
    this.#status.textContent = message;
    this.#retry.hidden = !canRetry;
  }

  #makeRankings(events: StatisticsViewEvents): Readonly<Record<'prompts' | 'tags' | 'folders', Ranking>> {
    const texts = this.#texts;
    const common = {
      figure: (count: number) => this.#formats.number(count),
      showText: (label: string) => format(texts.showPrompt, label),
      goneText: (label: string) => format(texts.gone, label),
    };
    return {
      prompts: new Ranking({ ...common, title: texts.prompts, empty: texts.noPrompts }, ({ detail }) => events.showPrompt(detail)),
      tags: new Ranking({ ...common, title: texts.tags, empty: texts.noTags }),
      folders: new Ranking({ ...common, title: texts.folders, empty: texts.noFolders }),
    };
  }

  #showTotals({ compositions, bytes, tokens, characters, range }: StatisticsState): void {
    const texts = this.#texts;
    const formats = this.#formats;
    const figures: readonly (readonly [string, string])[] = [
      [texts.count, formats.number(compositions)],
      [texts.size, formats.bytes(bytes)],
      [texts.tokens, formats.number(tokens)],
      [texts.average, format(texts.characters, formats.number(characters / compositions))],
      [texts.first, range ? formats.date(range.first) : ''],
      [texts.last, range ? formats.date(range.last) : ''],
    ];
    this.#totals.replaceChildren(...figures.map(([name, figure]) => element('div', {}, element('dt', {}, name), element('dd', {}, figure))));
  }
}
