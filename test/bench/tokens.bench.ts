/**
 * What the size of a prompt costs and how good the estimate of its tokens is: `token_ms` for one keystroke in a long document, in
 * lines; `token_text_ms` for a text from nothing, in words; `token_error` in percent over the texts of the corpus that a tokenizer counts over 200
 * tokens in. Beside them the libraries at hand: tokenx estimates, gpt-tokenizer counts (o200k_base, to which the estimate is fitted,
 * and cl100k_base, to show how far tokenizers differ). Errors are of the whole corpus; half of it served to fit the estimate, whose
 * figures over the other half alone are `held_out_…`.
 */
import { countTokens as countOlder } from 'gpt-tokenizer/encoding/cl100k_base';
import { clearMergeCache, countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { estimateTokenCount } from 'tokenx';
import { DocumentMeasure } from '../../src/core/ai/documentMeasure';
import { estimateTokens } from '../../src/core/ai/tokens';
import { corpusIsAbsent } from '../support/corpus';
import { corpusRowTexts, corpusTexts } from '../support/corpusTexts';
import { median, percentile, report } from './support/figures';

const plainText = { disallowedSpecial: new Set<string>() };
const reference = (text: string): number => countTokens(text, plainText);

/** Words as prompts have them, in lines of a dozen. */
function textOf(words: number): string {
  const vocabulary = 'Review the change below and list what could break in production, most likely first: `readConfig()` (src/config.ts) returns 3 values.'.split(' ');
  return Array.from({ length: words }, (_, index) => `${vocabulary[(index * 7) % vocabulary.length]}${index % 12 === 11 ? '\n' : ' '}`).join('');
}

/** Middle of the rounds, in milliseconds. */
function timeOf(rounds: number, work: () => unknown): number {
  const times = Array.from({ length: rounds }, () => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  });
  return median(times.slice(Math.floor(rounds / 4)));
}

/** What happens between a keystroke and the new figures, at the 95th percentile. */
function keystrokes(lineCount: number): void {
  const lines = textOf(lineCount * 12).split('\n').slice(0, lineCount);
  const document = { lineCount: lines.length, lineAt: (line: number) => lines[line] ?? '' };
  const measure = new DocumentMeasure(document);
  measure.measureLines(0, lines.length);
  const times = Array.from({ length: 400 }, (_, index) => {
    const line = (index * 7919) % lines.length;
    lines[line] += 'x';
    const begin = performance.now();
    measure.change([{ startLine: line, endLine: line, text: 'x' }]);
    const { bodyStart, bodyEnd } = measure.parts();
    measure.measureLines(bodyStart, bodyEnd);
    return performance.now() - begin;
  });
  const text = lines.join('\n');
  report({
    name: 'token_ms',
    size: lineCount,
    value: percentile(times.slice(100), 0.95),
    unit: 'ms',
    beside: { whole_ms: timeOf(9, () => estimateTokens(text)), tokenx_ms: timeOf(9, () => estimateTokenCount(text)) },
  });
}

function wholeText(words: number): void {
  const text = textOf(words);
  const count = (): number => {
    clearMergeCache();
    return reference(text);
  };
  report({
    name: 'token_text_ms',
    size: words,
    value: timeOf(21, () => estimateTokens(text)),
    unit: 'ms',
    beside: { tokenx_ms: timeOf(21, () => estimateTokenCount(text)), gpt_tokenizer_ms: timeOf(9, count), gpt_tokenizer_warm_ms: timeOf(9, () => reference(text)) },
  });
}

interface Measured {
  readonly text: string;
  readonly tokens: number;
  /** Not used to fit the estimate, see support/fitTokenCosts.ts. */
  readonly isHeldOut: boolean;
}

function errorsOf(texts: readonly Measured[], estimate: (text: string) => number): { p95: number; p50: number; max: number; median: number; within10: number } {
  const errors = texts.map(({ text, tokens }) => (100 * estimate(text)) / tokens - 100);
  const sizes = errors.map(Math.abs);
  return {
    p50: percentile(sizes, 0.5),
    p95: percentile(sizes, 0.95),
    max: percentile(sizes, 1),
    median: median(errors),
    within10: (100 * sizes.filter((size) => size <= 10).length) / sizes.length,
  };
}

function errors(): void {
  const measured = [corpusTexts(), corpusRowTexts()].flatMap((texts) =>
    texts.filter(({ text }) => text !== '').map(({ text }, index): Measured => ({ text, tokens: reference(text), isHeldOut: index % 2 === 1 })),
  );
  const texts = measured.filter(({ tokens }) => tokens > 200);
  const own = errorsOf(texts, estimateTokens);
  const heldOut = errorsOf(texts.filter(({ isHeldOut }) => isHeldOut), estimateTokens);
  const tokenx = errorsOf(texts, estimateTokenCount);
  const quarter = errorsOf(texts, (text) => text.length / 4);
  const older = errorsOf(texts, (text) => countOlder(text, plainText));
  report({
    name: 'token_error',
    size: texts.length,
    value: own.p95,
    unit: 'percent',
    beside: {
      median_error: own.median,
      p50: own.p50,
      max: own.max,
      within_10_percent: own.within10,
      held_out_p95: heldOut.p95,
      held_out_max: heldOut.max,
      tokenx_p95: tokenx.p95,
      tokenx_median_error: tokenx.median,
      tokenx_within_10_percent: tokenx.within10,
      chars_by_4_p95: quarter.p95,
      chars_by_4_median_error: quarter.median,
      cl100k_base_p95: older.p95,
    },
  });
}

keystrokes(1000);
keystrokes(10_000);
wholeText(10_000);
if (corpusIsAbsent) console.log('There is no corpus: the error is not measured.');
else errors();
