/**
 * Finds the numbers of src/core/ai/tokenCosts.ts:
 *
 *   node scripts/fitTokenCosts.mjs [folder]…
 *
 * Prints the table and how far the estimate is off then, for texts of over 200 tokens. Each folder is a set of texts of one language or
 * format, beside the two sets of the corpus. Costs are fitted by least squares over lines, on one half of the texts; the other half
 * only judges. Every set counts the same however large it is, the corpus more. Where there is little to learn from, costs stay near a
 * smooth first guess, and a piece never costs less than one token, as no tokenizer joins two.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { CharacterClass, SCRIPTS } from '../../../src/core/ai/characterClasses';
import * as Kind from '../../../src/core/ai/tokenKinds';
import { PieceScanner } from '../../../src/core/ai/tokenPieces';
import { corpusRowTexts, corpusTexts, type SampleText } from '../../support/corpusTexts';
import { percentile } from './figures';

interface Line {
  /** Number of pieces by kind. */
  readonly pieces: ReadonlyMap<number, number>;
  readonly tokens: number;
}
interface Sample {
  readonly lines: readonly Line[];
  readonly tokens: number;
  readonly judges: boolean;
}
interface SampleSet {
  readonly name: string;
  readonly weight: number;
  readonly samples: readonly Sample[];
}

const { WordRow, WORD_LENGTHS: LENGTHS } = Kind;
/** Pull towards the first guess, in observations. */
const PULL = 1000;
const scanner = new PieceScanner();

/** A line and the blank lines after it: no token reaches over the end of that. */
function sampleOf({ text }: SampleText, index: number): Sample {
  const groups = text.match(/.*\S.*(?:\r?\n(?:[^\S\n]*(?=\n|$))?)*|\s+/g) ?? [];
  const lines = groups.map((group) => ({ pieces: piecesOf(group), tokens: tokensIn(group) }));
  return { lines, tokens: lines.reduce((sum, { tokens }) => sum + tokens, 0), judges: index % 2 === 1 };
}

function piecesOf(group: string): Map<number, number> {
  const pieces = new Map<number, number>();
  const add = (kind: number, times: number): void => void pieces.set(kind, (pieces.get(kind) ?? 0) + times);
  const lines = group.split(/\r?\n/);
  lines.forEach((line, number) => {
    const tongue = scanner.scan(line);
    for (let i = 0; i < scanner.length; i += 2) add(Kind.kindIn(tongue, scanner.pieces[i] ?? 0), scanner.pieces[i + 1] ?? 0);
    if (number < lines.length - 1) add(scanner.lineBreak, 1);
  });
  return pieces;
}

function tokensIn(text: string): number {
  return countTokens(text, { disallowedSpecial: new Set() });
}

/** What a piece costs as long as nothing is known of it, in tokens. */
function firstGuess(): Float64Array {
  const guess = new Float64Array(Kind.KINDS).fill(1);
  const beyond = (length: number, free: number, each: number): number => Math.max(0, length - free) * each;
  for (let length = 1; length <= LENGTHS; length++) {
    const set = (row: number, value: number): void => void (guess[Kind.WORD + row * LENGTHS + length - 1] = value);
    const joined = length > 1 ? 1 : 0;
    set(WordRow.lower, 1 + beyond(length, 4, 0.08));
    set(WordRow.lowerAfterBlank, 1 + beyond(length, 5, 0.018) + beyond(length, 14, 0.3));
    set(WordRow.lowerAfterSign, 1 + joined * 0.12 + beyond(length, 3, 0.1));
    set(WordRow.capital, 1 + beyond(length, 5, 0.05));
    set(WordRow.capitalAfterBlank, 1 + beyond(length, 5, 0.045));
    set(WordRow.capitalAfterSign, 1 + joined * 0.45 + beyond(length, 3, 0.08));
    set(WordRow.upper, 1 + beyond(length, 2, 0.2));
    set(WordRow.upperAfterBlank, 1 + beyond(length, 2, 0.17));
    set(WordRow.mixed, 1.9 + beyond(length, 4, 0.08));
    set(WordRow.accentedRomance, 1 + beyond(length, 3, 0.2));
    set(WordRow.accentedGermanic, 1 + beyond(length, 2, 0.25));
    set(WordRow.accentedOther, 1 + beyond(length, 1, 0.3));
    set(WordRow.romance, 1 + beyond(length, 4, 0.1));
    set(WordRow.germanic, 1 + beyond(length, 4, 0.12));
    set(WordRow.other, 1 + beyond(length, 3, 0.18));
  }
  for (let script = 0; script < SCRIPTS; script++) guess.set([0.3, 0.4], Kind.SCRIPT_WORD + 2 * script);
  guess.set([0.1, 0.75], Kind.SCRIPT_WORD + 2 * (CharacterClass.han - CharacterClass.greek));
  guess.set([0.3, 1.2], Kind.SCRIPT_WORD + 2 * (CharacterClass.otherLetter - CharacterClass.greek));
  for (let stretches = 0; stretches < Kind.SIGN_STRETCHES; stretches++) {
    guess[Kind.SIGNS + stretches] = 1 + beyond(stretches, 1, 0.4);
    guess[Kind.SIGNS_BREAK + stretches] = 0.2;
  }
  guess.set([0.1, 0.6], Kind.CONTRACTION);
  for (const [kind, value] of otherGuesses) guess[kind] = value;
  return guess;
}

const otherGuesses: readonly (readonly [kind: number, value: number])[] = [
  [Kind.EXTRA_LETTER, 0.4],
  [Kind.LONG_STRETCH, 0.2],
  [Kind.PICTURE, 1.5],
  [Kind.REPEATED_PICTURE, 0.4],
  [Kind.JOINER, 0.7],
  [Kind.EMOJI, 1.6],
  [Kind.ASTRAL, 3],
  [Kind.SCRAMBLED, 0.65],
  [Kind.BLANK_LINE, 0.05],
];

/** Kinds that stand for a whole piece. */
function isWholePiece(kind: number): boolean {
  return kind < Kind.EXTRA_LETTER || kind === Kind.DIGITS || kind === Kind.BLANKS || kind === Kind.LINE_BREAK || (kind >= Kind.SIGNS && kind < Kind.LONG_STRETCH);
}

/** Costs in tokens that make the sum of squares least, with lower bounds: what would fall below stays there, and the rest is solved again. */
function fit(sets: readonly SampleSet[]): Float64Array {
  const guess = firstGuess();
  const matrix = Array.from(guess, (_, kind) => new Float64Array(Kind.KINDS).fill(0).with(kind, PULL));
  const right = guess.map((value) => value * PULL);
  for (const { weight, samples } of sets) {
    const learned = samples.filter(({ judges }) => !judges);
    const total = learned.reduce((sum, { tokens }) => sum + tokens, 0);
    for (const sample of learned) {
      const each = (weight * 300_000 * Math.min(1, Math.sqrt(2000 / (sample.tokens + 1)))) / total;
      for (const { pieces, tokens } of sample.lines) {
        for (const [kind, times] of pieces) {
          right[kind] = (right[kind] ?? 0) + each * times * tokens;
          const row = matrix[kind] as Float64Array;
          for (const [other, otherTimes] of pieces) row[other] = (row[other] ?? 0) + each * times * otherTimes;
        }
      }
    }
  }
  const least = Float64Array.from(guess, (_, kind) => (isWholePiece(kind) ? 1 : 0));
  return solveBounded(matrix, right, least);
}

/** Coordinate descent: each cost in turn gets its best value, until none moves any more. */
function solveBounded(matrix: readonly Float64Array[], right: Float64Array, least: Float64Array): Float64Array {
  const values = Float64Array.from(least);
  for (let round = 0; round < 3000; round++) {
    let moved = 0;
    matrix.forEach((row, kind) => {
      let rest = right[kind] ?? 0;
      row.forEach((factor, other) => (rest -= other === kind ? 0 : factor * (values[other] ?? 0)));
      const value = Math.max(least[kind] ?? 0, rest / (row[kind] ?? 1));
      moved = Math.max(moved, Math.abs(value - (values[kind] ?? 0)));
      values[kind] = value;
    });
    if (moved < 1e-4) break;
  }
  return values;
}

function judge(name: string, samples: readonly Sample[], costs: readonly number[]): void {
  const errors = samples
    .filter(({ tokens }) => tokens > 200)
    .map(({ lines, tokens }) => lines.reduce((sum, { pieces }) => sum + [...pieces].reduce((cost, [kind, times]) => cost + (costs[kind] ?? 0) * times, 0), 0) / 100 / tokens - 1);
  if (errors.length === 0) return;
  const percent = (values: readonly number[], share: number): string => `${(100 * percentile(values, share)).toFixed(1)} %`;
  const sizes = errors.map(Math.abs);
  const within = sizes.filter((size) => size <= 0.1).length / sizes.length;
  console.log(`${name}: ${errors.length} texts, median ${percent(errors, 0.5)}, |error| p50 ${percent(sizes, 0.5)} p95 ${percent(sizes, 0.95)} max ${percent(sizes, 1)}, within 10 %: ${(100 * within).toFixed(1)} %`);
}

/** As they stand in tokenCosts.ts. */
function print(costs: readonly number[]): void {
  const row = (name: string, start: number, length: number): void => console.log(`  // ${name}\n  ${costs.slice(start, start + length).join(', ')},`);
  for (const [name, index] of Object.entries(WordRow)) row(name, Kind.WORD + index * LENGTHS, LENGTHS);
  const starts = Object.entries(Kind).filter((entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] >= Kind.EXTRA_LETTER);
  starts.sort(([, a], [, b]) => a - b).forEach(([name, start], index) => {
    if (start < Kind.KINDS) row(name, start, (starts[index + 1]?.[1] ?? Kind.KINDS) - start);
  });
}

function setOf(name: string, weight: number, texts: readonly SampleText[]): SampleSet {
  return { name, weight, samples: texts.filter(({ text }) => text !== '').map(sampleOf) };
}

const folders = process.argv.slice(2).map((folder) => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)).sort();
  return setOf(folder, 0.25, files.filter((file) => statSync(file).isFile()).map((name) => ({ name, text: readFileSync(name, 'utf8') })));
});
const sets = [setOf('corpus', 1, corpusTexts()), setOf('rows of the corpus', 0.8, corpusRowTexts()), ...folders];
const costs = Array.from(fit(sets), (cost) => Math.round(cost * 100));
print(costs);
for (const { name, samples } of sets) judge(name, samples.filter(({ judges }) => judges), costs);
judge('all that was not learned from', sets.flatMap(({ samples }) => samples.filter(({ judges }) => judges)), costs);
