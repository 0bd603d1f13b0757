import { element, svgElement } from './dom';
import { type ChartLayout, layoutChart } from './chartLayout';

export interface ChartData {
  readonly title: string;
  /** What the chart says, in a sentence. */
  readonly summary: string;
  readonly bars: readonly ChartBar[];
  readonly tickText: (value: number) => string;
  /** The smallest step of the axis; default: 1, for what is counted. */
  readonly unit?: number;
  /** Headings of the table. */
  readonly columns: readonly [string, string];
}

interface ChartBar {
  readonly value: number;
  /** On the axis. */
  readonly label: string;
  /** What it stands for, in full. */
  readonly name: string;
  readonly valueText: string;
  /** The bare number. */
  readonly figure: string;
  /** It is the one of today. */
  readonly isCurrent: boolean;
}

/** CSS pixels. */
const HEIGHT = 180;

/** Bars over time. Arrow keys move among the bars; a table says the same. */
export class BarChart {
  readonly element: HTMLElement;
  readonly #title = element('h2');
  readonly #summary = element('p', { class: 'summary' });
  readonly #plot = element('div', { class: 'plot' });
  readonly #tip = element('div', { class: 'tip', 'aria-hidden': 'true', hidden: true });
  readonly #table = element('table');
  readonly #details: HTMLDetailsElement;
  #data: ChartData | undefined;
  #layout: ChartLayout | undefined;
  #groups: readonly SVGGElement[] = [];
  /** The bar that the Tab key stops at. */
  #stop = -1;
  #width = 0;

  /** @param tableText what opens the table. */
  constructor(tableText: string) {
    this.#details = element('details', {}, element('summary', {}, tableText), this.#table);
    this.element = element('section', { class: 'chart' }, this.#title, this.#summary, this.#plot, this.#details);
    this.#details.addEventListener('toggle', () => this.#drawTable());
    this.#plot.addEventListener('keydown', (event) => this.#key(event));
    this.#plot.addEventListener('focusin', ({ target }) => this.#focused(target));
    this.#plot.addEventListener('focusout', () => this.#point(-1));
    this.#plot.addEventListener('pointermove', (event) => this.#point(this.#indexAt(event)));
    this.#plot.addEventListener('pointerleave', () => this.#point(this.#groups.findIndex((group) => group === document.activeElement)));
    new ResizeObserver(([entry]) => {
      const width = Math.floor(entry?.contentRect.width ?? 0);
      if (width === this.#width) return;
      this.#width = width;
      this.#draw();
    }).observe(this.#plot);
  }

  update(data: ChartData): void {
    if (this.#data?.bars.length !== data.bars.length) this.#stop = data.bars.length - 1;
    this.#data = data;
    this.#title.textContent = data.title;
    this.#summary.textContent = data.summary;
    this.#draw();
    this.#drawTable();
  }

  #draw(): void {
    if (!this.#data || this.#width === 0) return;
    const { bars, summary, title, tickText, unit } = this.#data;
    const hadFocus = this.#groups.some((group) => group === document.activeElement);
    const layout = layoutChart({
      values: bars.map(({ value }) => value),
      labels: bars.map(({ label }) => label),
      width: this.#width,
      height: HEIGHT,
      tickText,
      unit,
      textWidth: textWidthIn(this.#plot),
    });
    this.#layout = layout;
    this.#groups = bars.map((bar, index) => this.#bar(bar, layout, index));
    const svg = svgElement('svg', { width: layout.width, height: layout.height, role: 'group', 'aria-label': `${title}. ${summary}` }, ...axes(layout, bars), ...this.#groups);
    this.#plot.replaceChildren(svg, this.#tip);
    this.#point(-1);
    if (hadFocus) this.#groups[this.#stop]?.focus();
  }

  #bar({ name, valueText, isCurrent }: ChartBar, { bars, plot }: ChartLayout, index: number): SVGGElement {
    const bar = bars[index];
    if (!bar) return svgElement('g');
    const { column, x, y, width, height } = bar;
    const label = `${name}: ${valueText}`;
    return svgElement(
      'g',
      { class: isCurrent ? 'bar current' : 'bar', role: 'img', tabindex: index === this.#stop ? 0 : -1, 'aria-label': label },
      svgElement('rect', { class: 'column', x: column.x, y: plot.top, width: column.width, height: plot.bottom - plot.top }),
      svgElement('rect', { class: 'value', x, y, width, height }),
    );
  }

  #drawTable(): void {
    if (!this.#data || !this.#details.open) return;
    const { bars, columns, title } = this.#data;
    const rows = bars.map(({ name, figure }) => element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, figure))).reverse();
    const head = element('tr', {}, ...columns.map((column) => element('th', { scope: 'col' }, column)));
    this.#table.replaceChildren(element('caption', { class: 'hidden' }, title), element('thead', {}, head), element('tbody', {}, ...rows));
  }

  #indexAt({ clientX }: PointerEvent): number {
    const x = clientX - this.#plot.getBoundingClientRect().left;
    return this.#layout?.bars.findIndex(({ column }) => x >= column.x && x < column.x + column.width) ?? -1;
  }

  /** Shows what a bar stands for. @param index none when negative */
  #point(index: number): void {
    const bar = this.#layout?.bars[index];
    const data = this.#data?.bars[index];
    this.#groups.forEach((group, at) => group.classList.toggle('pointed', at === index));
    this.#tip.hidden = !bar || !data;
    if (!bar || !data) return;
    this.#tip.replaceChildren(element('strong', {}, data.valueText), ` ${data.name}`);
    const { offsetWidth } = this.#tip;
    const middle = bar.column.x + bar.column.width / 2;
    this.#tip.style.left = `${Math.max(0, Math.min(middle - offsetWidth / 2, this.#width - offsetWidth))}px`;
  }

  #focused(target: EventTarget | null): void {
    const index = this.#groups.findIndex((group) => group === target);
    if (index === -1) return;
    this.#groups[this.#stop]?.setAttribute('tabindex', '-1');
    this.#stop = index;
    this.#groups[index]?.setAttribute('tabindex', '0');
    this.#point(index);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === 'Escape') this.#point(-1);
    const last = this.#groups.length - 1;
    const target: Partial<Record<string, number>> = { ArrowRight: Math.min(last, this.#stop + 1), ArrowLeft: Math.max(0, this.#stop - 1), Home: 0, End: last };
    const next = target[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.#groups[next]?.focus();
  }
}

function axes({ plot, ticks, labels, height }: ChartLayout, bars: readonly ChartBar[]): readonly SVGElement[] {
  const hidden = { 'aria-hidden': 'true' };
  return [
    ...ticks.map(({ y }, index) => svgElement('line', { class: index === 0 ? 'zero' : 'grid', x1: plot.left, x2: plot.right, y1: y, y2: y, ...hidden })),
    ...ticks.map(({ y, text }) => svgElement('text', { class: 'tick', x: plot.left - 6, y, 'text-anchor': 'end', 'dominant-baseline': 'central', ...hidden }, text)),
    ...labels.map(({ x, text, index }) =>
      svgElement('text', { class: bars[index]?.isCurrent ? 'label current' : 'label', x, y: height - 5, 'text-anchor': 'middle', ...hidden }, text),
    ),
  ];
}

/** How wide texts are in the font of an element; bold, as the label of today is. */
function textWidthIn(place: HTMLElement): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  const { fontFamily, fontSize } = getComputedStyle(place);
  if (context) context.font = `600 ${fontSize} ${fontFamily}`;
  return (text) => context?.measureText(text).width ?? text.length * 8;
}
