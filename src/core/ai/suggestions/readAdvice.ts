import { modelLine, modelText } from '../modelText';
import type { NumberedBody } from '../numberedBody';
import { type LineSpan, type Suggestion, type SuggestionKind, suggestionKinds } from '../suggestion';
import type { JsonObject } from './jsonMachine';

/** What a model says: a suggestion before anybody did anything about it. */
export type Advice = Pick<Suggestion, 'kind' | 'title' | 'explanation' | 'lines' | 'promptUri'>;

/** UTF-16 code units. */
const MAX_TITLE = 120;
const MAX_EXPLANATION = 2000;
const MAX_SPANS = 50;
/** Entries of a list of lines that are looked at. */
const MAX_ENTRIES = 1000;

/** @returns `undefined` for what makes no sense: no known kind, no title, a recommendation of nothing that can be recommended */
export function readAdvice(object: JsonObject, body: NumberedBody, recommendable: ReadonlyMap<number, string>): Advice | undefined {
  const kind = kindOf(object['kind']);
  const explanation = modelText(textOf(object['explanation']), MAX_EXPLANATION);
  const title = modelLine(textOf(object['title']), MAX_TITLE) || modelLine(explanation, MAX_TITLE);
  if (!kind || title === '') return undefined;
  const advice = { kind, title, explanation, lines: readLines(object['lines'], body) };
  if (kind !== 'recommendation') return advice;
  const promptUri = recommendable.get(numberOf(object['prompt']));
  return promptUri === undefined ? undefined : { ...advice, promptUri };
}

/** The same for the same advice within one answer. */
export function adviceKey({ kind, title, lines, promptUri }: Advice): string {
  return JSON.stringify([kind, promptUri ?? [foldedText(title), lines.map(({ first, last }) => [first, last])]]);
}

/** For comparing what models say twice in not quite the same words. */
export function foldedText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Joined where they overlap or touch, ascending; what is outside of the body is cut off. */
function joinedSpans(spans: readonly LineSpan[], first: number, last: number): LineSpan[] {
  const inside = spans
    .map((span) => ({ first: Math.max(first, Math.min(span.first, span.last)), last: Math.min(last, Math.max(span.first, span.last)) }))
    .filter((span) => span.first <= span.last)
    .sort((a, b) => a.first - b.first);
  const joined: { first: number; last: number }[] = [];
  for (const span of inside) {
    const before = joined.at(-1);
    if (before && span.first <= before.last + 1) before.last = Math.max(before.last, span.last);
    else joined.push(span);
  }
  return joined;
}

function kindOf(value: unknown): SuggestionKind | undefined {
  const name = typeof value === 'string' ? value.trim().toLowerCase() : undefined;
  return suggestionKinds.find((kind) => kind === name);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function readLines(value: unknown, { first, last }: NumberedBody): LineSpan[] {
  const entries = Array.isArray(value) ? (value as readonly unknown[]).slice(0, MAX_ENTRIES) : [value];
  return joinedSpans(entries.flatMap(spanOf), first, last).slice(0, MAX_SPANS);
}

/** Besides what was asked for: `[1, 3]`, `1`, `"1-3"`. */
function spanOf(entry: unknown): LineSpan[] {
  if (Array.isArray(entry)) return spanBetween(entry[0], entry[1]);
  if (typeof entry === 'string') {
    const [start, end] = entry.split(/[-–:]/, 2);
    return spanBetween(start, end);
  }
  if (typeof entry !== 'object' || entry === null) return spanBetween(entry);
  const { first, last } = entry as Readonly<Record<string, unknown>>;
  return spanBetween(first, last);
}

function spanBetween(first: unknown, last: unknown = first): LineSpan[] {
  const [start, end] = [numberOf(first), numberOf(last)];
  if (Number.isNaN(start)) return [];
  return [{ first: start, last: Number.isNaN(end) ? start : end }];
}

/** NaN for what is no whole number. */
function numberOf(value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : NaN;
}
