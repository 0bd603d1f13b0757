import { bodyStartOf } from '../../prompts/frontmatter';
import { linesOf, numberedBody } from '../numberedBody';
import { detailed } from './lineChanges';
import { applyLineEdits, type LineEdit, mergedEdits } from './lineEdits';

/** An edit as a model writes it: see {@link LineEdit}; the lines are one text, empty where the lines go. */
export interface RawEdit {
  readonly first: number;
  readonly last: number;
  readonly text: string;
}

/**
 * Why edits cannot be made on a text. `line` and `first` are numbers of lines as the model gave them.
 * - `frontmatter`: lines that it was not shown, or that would become frontmatter; `outOfRange`: lines that are not there; `order`: not ascending, or over each other
 * - `characters`: control characters; `tooLarge`: far more text than the document has; `cut`: the answer ended before it was whole
 */
export type EditsProblem =
  | { readonly kind: 'frontmatter' | 'outOfRange' | 'order' | 'characters'; readonly line: number }
  | { readonly kind: 'tooLarge' | 'cut' };

/** What a model answered is no edit of the text: `noEdits` would change nothing, `badEdits` cannot be made. */
export class EditsError extends Error {
  constructor(
    readonly reason: 'noEdits' | 'badEdits',
    readonly problem?: EditsProblem,
  ) {
    super(`${reason}${problem ? `: ${problem.kind}` : ''}`);
    this.name = 'EditsError';
  }
}

/** Advice changes a text; what writes many times as much is something else. In UTF-16 code units. */
const MAX_TEXT = 50_000;
const MAX_GROWTH = 3;

/** Control characters but tab, lone surrogates, and what some editors take for line breaks. */
const STRANGE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]/;

/**
 * Edits of a model, held against the text that it was asked about.
 * @returns the smallest edits that come to the same: ascending, with a line that stays between any two of them; never empty
 * @throws {EditsError}
 */
export function checkEdits(text: string, edits: readonly RawEdit[]): readonly LineEdit[] {
  const size = edits.reduce((sum, edit) => sum + edit.text.length, 0);
  if (size > MAX_TEXT + MAX_GROWTH * text.length) throw new EditsError('badEdits', { kind: 'tooLarge' });
  const lines = linesOf(text);
  const { first: start } = numberedBody(text);
  let previous: RawEdit | undefined;
  const checked = edits.map((edit) => {
    checkPlace(edit, previous, start, lines.length);
    if (STRANGE.test(edit.text) || !edit.text.isWellFormed()) throw new EditsError('badEdits', { kind: 'characters', line: edit.first });
    previous = edit;
    return withoutEnd(lines, { first: edit.first, last: edit.last, lines: newLines(edit.text) });
  });
  const smallest = mergedEdits(checked).flatMap((edit) => detailed(lines, edit));
  const [one] = smallest;
  if (!one) throw new EditsError('noEdits');
  if (frontmatterOf(applyLineEdits(text, smallest)) !== frontmatterOf(text)) throw new EditsError('badEdits', { kind: 'frontmatter', line: one.first });
  return smallest;
}

/** Its last line gets a line break when the first line of a body comes behind it. */
function frontmatterOf(text: string): string {
  return text.slice(0, bodyStartOf(text)).trimEnd();
}

function checkPlace({ first, last }: RawEdit, previous: RawEdit | undefined, start: number, count: number): void {
  const bad = (kind: 'frontmatter' | 'outOfRange' | 'order'): EditsError => new EditsError('badEdits', { kind, line: first });
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last) || first < 1 || last < first - 1) throw bad('outOfRange');
  if (first < start) throw bad('frontmatter');
  // Behind frontmatter that ends the text without a line break, the line to put something in at is one that is not there yet.
  if (last > count || first > Math.max(count, start - 1) + 1) throw bad('outOfRange');
  if (previous && (first <= previous.last || first < previous.first || (first === previous.first && last < first))) throw bad('order');
}

/** A line break at the end ends the last line; without it the same lines are meant. */
function newLines(text: string): string[] {
  if (text === '') return [];
  const lines = linesOf(text);
  return lines.length > 1 && lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** The empty line behind the last line break stays: without it the text would not end with a line break any longer. */
function withoutEnd(lines: readonly string[], edit: LineEdit): LineEdit {
  const count = lines.length;
  if (count === 1 || lines[count - 1] !== '') return edit;
  if (edit.first > count) return { ...edit, first: count, last: count - 1 };
  if (edit.last < count) return edit;
  return { first: edit.first, last: count - 1, lines: edit.lines.at(-1) === '' ? edit.lines.slice(0, -1) : edit.lines };
}
