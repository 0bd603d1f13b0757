import type { DayCount, Range, StatisticsTexts } from '../../protocol/historyStatistics';
import type { ChartData } from '../barChart';
import { type Day, nameOf } from '../days';
import { format } from '../dom';
import type { Formats } from '../formats';
import { type Bucket, bucketsOf } from './calendar';

/** What a chart counts. */
export type Measure = 'compositions' | 'tokens';

interface Sums {
  readonly bucket: Bucket;
  readonly compositions: number;
  readonly tokens: number;
}

/** The days, added up for each bar. @param today last day of the charts */
export function sumsOf(days: readonly DayCount[], range: Range, today: Day, weekStart: number): readonly Sums[] {
  const byDay = new Map(days.map((day) => [day.day, day]));
  return bucketsOf(range, today, weekStart).map((bucket) => {
    const within = Array.from({ length: bucket.end - bucket.first }, (_, index) => byDay.get(nameOf(bucket.first + index)));
    const sum = (measure: Measure): number => within.reduce((total, day) => total + (day?.[measure] ?? 0), 0);
    return { bucket, compositions: sum('compositions'), tokens: sum('tokens') };
  });
}

const titles = {
  compositions: { days: 'perDay', weeks: 'perWeek', months: 'perMonth' },
  tokens: { days: 'tokensPerDay', weeks: 'tokensPerWeek', months: 'tokensPerMonth' },
} as const;

export function chartDataOf(sums: readonly Sums[], measure: Measure, range: Range, texts: StatisticsTexts, formats: Formats): ChartData {
  const valueText = (value: number): string => valueTextOf(value, measure, texts, formats);
  const bars = sums.map(({ bucket, [measure]: value }, index) => {
    const isCurrent = index === sums.length - 1;
    return { value, isCurrent, valueText: valueText(value), figure: formats.number(value), name: nameIn(range, bucket, texts, formats), label: labelIn(range, bucket, isCurrent, texts, formats) };
  });
  const total = bars.reduce((sum, { value }) => sum + value, 0);
  const most = sums.reduce<Sums | undefined>((best, each) => (best && best[measure] > each[measure] ? best : each), undefined);
  const inWords = ({ bucket, [measure]: value }: Sums): string =>
    format(texts.summary, valueText(total), range === 'days' ? formats.mediumDay(bucket.first) : nameIn(range, bucket, texts, formats), valueText(value));
  return {
    title: texts[titles[measure][range]],
    summary: most && total > 0 ? inWords(most) : texts.none,
    bars,
    tickText: (value) => formats.compact(value),
    columns: [texts.date, measure === 'compositions' ? texts.count : texts.tokens],
  };
}

function valueTextOf(value: number, measure: Measure, texts: StatisticsTexts, formats: Formats): string {
  const [one, many] = measure === 'compositions' ? [texts.one, texts.many] : [texts.oneToken, texts.manyTokens];
  return value === 1 ? one : format(many, formats.number(value));
}

function nameIn(range: Range, { first }: Bucket, texts: StatisticsTexts, formats: Formats): string {
  if (range === 'days') return formats.longDay(first);
  return range === 'weeks' ? format(texts.weekOf, formats.day(first)) : formats.month(first);
}

function labelIn(range: Range, { first }: Bucket, isCurrent: boolean, texts: StatisticsTexts, formats: Formats): string {
  if (range === 'months') return formats.shortMonth(first);
  return range === 'days' && isCurrent ? texts.today : formats.shortDay(first);
}
