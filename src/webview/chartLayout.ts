/** Where the parts of a bar chart are, in CSS pixels from the upper left corner. */
export interface ChartLayout {
  readonly width: number;
  readonly height: number;
  /** The rectangle of the bars: the zero line is its bottom. */
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly bars: readonly Bar[];
  /** Upwards, beginning with zero. */
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
  /** Those of the labels that have room; `x` is their middle. */
  readonly labels: readonly { readonly index: number; readonly x: number; readonly text: string }[];
}

interface Bar {
  /** Left edge and width of the column that belongs to it. */
  readonly column: { readonly x: number; readonly width: number };
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ChartInput {
  readonly values: readonly number[];
  /** One for each value. */
  readonly labels: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly tickText: (value: number) => string;
  /** The smallest step between ticks; default: 1. */
  readonly unit?: number;
  readonly textWidth: (text: string) => number;
}

const MAX_TICKS = 4;
/** Room for the labels below the plot, half a line above it, between ticks and plot, and between labels. */
const BELOW = 22;
const ABOVE = 8;
const GAP = 8;
const LABEL_GAP = 5;
const MAX_BAR = 36;
/** So that one composition is seen beside hundreds. */
const MIN_HEIGHT = 2;

/** Round numbers from zero to at least `max`: steps of 1, 2 or 5 times a power of ten of the unit. @param unit the smallest step */
export function ticksUpTo(max: number, unit = 1): readonly number[] {
  let step = unit;
  for (let factor = 0; Math.ceil(max / step) > MAX_TICKS; factor++) step = unit * ([2, 5, 10][factor % 3] ?? 1) * 10 ** Math.floor(factor / 3);
  return Array.from({ length: Math.ceil(Math.max(0, max) / step) + 1 }, (_, index) => index * step);
}

export function layoutChart({ values, labels, width, height, tickText, unit = 1, textWidth }: ChartInput): ChartLayout {
  const ticks = ticksUpTo(Math.max(0, ...values), unit);
  const top = Math.max(unit, ticks.at(-1) ?? unit);
  const texts = ticks.map(tickText);
  const left = Math.ceil(Math.max(...texts.map(textWidth))) + GAP;
  const plot = { left, right: Math.max(left + 1, width), top: ABOVE, bottom: height - BELOW };
  const heightOf = (value: number): number => ((plot.bottom - plot.top) * value) / top;
  const column = (plot.right - plot.left) / Math.max(1, values.length);
  const bars = values.map((value, index): Bar => {
    const barWidth = Math.min(MAX_BAR, Math.max(1, column * 0.72));
    const barHeight = value > 0 ? Math.max(MIN_HEIGHT, heightOf(value)) : 0;
    const x = plot.left + index * column;
    return { column: { x, width: column }, x: x + (column - barWidth) / 2, y: plot.bottom - barHeight, width: barWidth, height: barHeight };
  });
  return {
    width,
    height,
    plot,
    bars,
    ticks: ticks.map((tick, index) => ({ y: plot.bottom - heightOf(tick), text: texts[index] ?? '' })),
    labels: labelsWithRoom(labels, bars, width, textWidth),
  };
}

/** Every label, or every second one and so on, counted from the last, so that none touches another. */
function labelsWithRoom(labels: readonly string[], bars: readonly Bar[], width: number, textWidth: (text: string) => number): ChartLayout['labels'] {
  const widths = labels.map(textWidth);
  const placed = bars.map(({ column }, index) => {
    const half = (widths[index] ?? 0) / 2;
    return { index, x: Math.max(half, Math.min(column.x + column.width / 2, width - half)), half, text: labels[index] ?? '' };
  });
  for (let stride = 1; stride < placed.length; stride++) {
    const chosen = placed.filter(({ index }) => (placed.length - 1 - index) % stride === 0);
    const fits = chosen.every((label, at) => at === 0 || label.x - label.half - LABEL_GAP >= (chosen[at - 1]?.x ?? 0) + (chosen[at - 1]?.half ?? 0));
    if (fits) return chosen.map(({ index, x, text }) => ({ index, x, text }));
  }
  return placed.slice(-1).map(({ index, x, text }) => ({ index, x, text }));
}
