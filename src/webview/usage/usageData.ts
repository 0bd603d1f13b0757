import { type Range, rangeDays, seriesOf, type UsageRow, type UsageState, type UsageTexts } from '../../protocol/usage';
import type { ChartData } from '../barChart';
import { type Day, dayNamed, nameOf } from '../days';
import { format } from '../dom';
import type { Formats } from '../formats';

/** Figures that were added up. */
export type Figures = Omit<UsageRow, 'day' | 'provider' | 'model'>;

/** What was used of one model in the period. */
export interface ModelFigures extends Figures {
  readonly provider: string;
  readonly model: string;
}

interface DayFigures extends Figures {
  readonly day: Day;
}

const figureNames = ['calls', 'failed', 'input', 'output', 'cacheRead', 'cacheWrite', 'ms', 'cost', 'unpriced'] as const;
const nothing: Figures = { calls: 0, failed: 0, input: 0, output: 0, cacheRead: 0, cacheWrite: 0, ms: 0, cost: 0, unpriced: 0 };

/** What is counted in a chart. */
export type Measure = 'calls' | 'tokens' | 'cost';
/** The smallest difference that the axis of a chart shows. */
const units: Readonly<Record<Measure, number>> = { calls: 1, tokens: 1, cost: 0.0001 };

export function addUp(rows: readonly Figures[]): Figures {
  const sums = { ...nothing } as { -readonly [K in keyof Figures]: number };
  for (const row of rows) for (const name of figureNames) sums[name] += row[name];
  return sums;
}

/** Rows of the days of a range, of one model or of all. @param series empty: all */
export function rowsIn({ rows, today }: UsageState, range: Range, series: string): readonly UsageRow[] {
  const first = nameOf(lastDay(today) - rangeDays[range] + 1);
  return rows.filter((row) => row.day >= first && row.day <= today && (series === '' || seriesOf(row) === series));
}

/** Most expensive first, then what used most tokens. */
export function byModel(rows: readonly UsageRow[]): readonly ModelFigures[] {
  const groups = new Map<string, UsageRow[]>();
  for (const row of rows) {
    const group = groups.get(seriesOf(row));
    if (group) group.push(row);
    else groups.set(seriesOf(row), [row]);
  }
  return [...groups.values()]
    .flatMap((group) => (group[0] ? [{ provider: group[0].provider, model: group[0].model, ...addUp(group) }] : []))
    .sort((a, b) => b.cost - a.cost || tokensOf(b) - tokensOf(a) || b.calls - a.calls);
}

/** Every day of the range, ascending. */
export function byDay(rows: readonly UsageRow[], range: Range, today: string): readonly DayFigures[] {
  const last = lastDay(today);
  return Array.from({ length: rangeDays[range] }, (_, index) => {
    const day = last - rangeDays[range] + 1 + index;
    return { day, ...addUp(rows.filter((row) => row.day === nameOf(day))) };
  });
}

function tokensOf({ input, output, cacheRead, cacheWrite }: Figures): number {
  return input + output + cacheRead + cacheWrite;
}

/** Says what the figure is, and where it is too small or unknown because prices are. */
export function costText({ cost, unpriced }: Figures, texts: UsageTexts, formats: Formats): string {
  if (unpriced === 0) return formats.money(cost);
  return cost === 0 ? texts.unknown : format(texts.atLeast, formats.money(cost));
}

export function chartOf(days: readonly DayFigures[], measure: Measure, texts: UsageTexts, formats: Formats): ChartData {
  const valueOf = (figures: Figures): number => (measure === 'tokens' ? tokensOf(figures) : figures[measure]);
  const text = (value: number): string => valueText(value, measure, texts, formats);
  const bars = days.map((figures, index) => {
    const isCurrent = index === days.length - 1;
    const value = valueOf(figures);
    const figure = measure === 'cost' ? formats.money(value) : formats.number(value);
    return { value, isCurrent, valueText: text(value), figure, name: formats.longDay(figures.day), label: isCurrent ? texts.today : formats.shortDay(figures.day) };
  });
  const total = bars.reduce((sum, { value }) => sum + value, 0);
  const most = days.reduce<DayFigures | undefined>((best, each) => (best && valueOf(best) > valueOf(each) ? best : each), undefined);
  const titles = { calls: texts.callsPerDay, tokens: texts.tokensPerDay, cost: texts.costPerDay };
  const columns = { calls: texts.calls, tokens: texts.tokens, cost: texts.cost };
  return {
    title: titles[measure],
    summary: most && total > 0 ? format(texts.summary, text(total), formats.mediumDay(most.day), text(valueOf(most))) : texts.none,
    bars,
    unit: units[measure],
    tickText: (value) => (measure === 'cost' ? formats.money(value) : formats.compact(value)),
    columns: [texts.date, columns[measure]],
  };
}

function valueText(value: number, measure: Measure, texts: UsageTexts, formats: Formats): string {
  if (measure === 'cost') return formats.money(value);
  const [one, many] = measure === 'calls' ? [texts.oneCall, texts.manyCalls] : [texts.oneToken, texts.manyTokens];
  return value === 1 ? one : format(many, formats.number(value));
}

function lastDay(today: string): Day {
  return dayNamed(today) ?? 0;
}
