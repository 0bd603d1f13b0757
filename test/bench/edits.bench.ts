/*
 * Edits of a model on a document: finding the changes between two texts, and checking, rebasing and making edits.
 * `diff_ms`: the changes of two texts and their unified diff. `apply_ms`: edits of a model as they arrive, held against the text they were
 * asked for, moved over a line that was typed meanwhile, and made.
 */
import { applyPatch, createTwoFilesPatch } from 'diff';
import { checkEdits, type RawEdit } from '../../src/core/ai/edits/checkEdits';
import { EditReview } from '../../src/core/ai/edits/editReview';
import { changesBetween } from '../../src/core/ai/edits/lineChanges';
import { unifiedText } from '../../src/core/ai/edits/unifiedText';
import { linesOf } from '../../src/core/ai/numberedBody';
import { Random } from '../support/random';
import { median, report } from './support/figures';

const ROUNDS = 15;
/** Their diff of texts that have nothing in common takes many seconds: it is given up after this many, which are then what it took at least. */
const PATIENCE = 10_000;
const words = 'prompt model answer list table reader check write short plain never always when input output line'.split(' ');

for (const size of [1000, 10_000]) {
  for (const percent of [1, 10, 100]) {
    const { before, after, edits } = sample(size, percent);
    const typed = `Typed meanwhile.\n${before}`;
    const wanted = `Typed meanwhile.\n${after}`;
    const diff = (): string => unifiedText(before, changesBetween(linesOf(before), linesOf(after)));
    const apply = (): string => {
      const review = EditReview.of(before, checkEdits(before, edits)).rebased(typed);
      if (!(review instanceof EditReview)) throw new Error('A line before all edits is no conflict.');
      return review.proposal;
    };
    if (apply() !== wanted) throw new Error('The edits do not lead to the text.');
    const theirDiff = (): string | undefined => createTwoFilesPatch('a', 'b', before, after, '', '', { context: 3, timeout: PATIENCE });
    const [patch, first] = timed(theirDiff);
    if (patch !== undefined && applyPatch(before, diff() === '' ? '' : `--- a\n+++ b\n${diff()}`) !== after) throw new Error('The diff does not lead to the text.');

    const name = (figure: string): string => `${figure}_${percent}pct`;
    report({ name: name('diff_ms'), size, value: times(diff), unit: 'ms', beside: { create_two_files_patch_ms: first > 1000 ? first : times(theirDiff) } });
    const beside = patch === undefined ? 'no patch' : times(() => applyPatch(typed, patch));
    report({ name: name('apply_ms'), size, value: times(apply), unit: 'ms', beside: { apply_patch_ms: beside } });
  }
}

/** A document of sentences, and what a model sends to replace, add and remove a share of its lines, spread over all of it. */
function sample(size: number, percent: number): { before: string; after: string; edits: readonly RawEdit[] } {
  const random = new Random(size + percent);
  const sentence = (): string => Array.from({ length: 12 }, () => random.pick(words)).join(' ');
  const lines = Array.from({ length: size }, (_, index) => `${index} ${sentence()}`);
  const result: string[] = [];
  const edits: RawEdit[] = [];
  lines.forEach((line, index) => {
    if (index % Math.round(100 / percent) !== 0) return void result.push(line);
    const kind = percent === 100 ? 0 : random.below(10);
    const added = kind === 0 ? [] : kind === 1 ? [line, sentence()] : [sentence()];
    if (percent === 100) added.splice(0, 1, sentence());
    edits.push({ first: index + 1, last: index + 1, text: added.join('\n') });
    result.push(...added);
  });
  return { before: `${lines.join('\n')}\n`, after: `${result.join('\n')}\n`, edits };
}

function times(work: () => unknown): number {
  return median(Array.from({ length: ROUNDS }, () => timed(work)[1]));
}

function timed<T>(work: () => T): [T, number] {
  const start = performance.now();
  const result = work();
  return [result, performance.now() - start];
}
