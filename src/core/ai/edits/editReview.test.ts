import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../numberedBody';
import { EditReview } from './editReview';
import { changesBetween } from './lineChanges';
import { applyLineEdits } from './lineEdits';
import '../../../../test/support/propertySeed';

const numbered = (count: number): string => Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join('');

function reviewOf(before: string, after: string): EditReview {
  return EditReview.of(before, changesBetween(linesOf(before), linesOf(after)));
}

/** The review after the document became `text`. */
function on(review: EditReview, text: string): EditReview {
  const rebased = review.rebased(text);
  if (!(rebased instanceof EditReview)) throw new Error(`Lines ${JSON.stringify(rebased.conflicts)} are in the way`);
  return rebased;
}

describe('a review of edits', () => {
  const before = numbered(30);
  const after = before.replace('line 5\n', 'five\n').replace('line 15\n', '').replace('line 25\n', 'line 25\nmore\n');
  const review = reviewOf(before, after);

  it('proposes all changes and knows where they stand in the proposal', () => {
    expect(review.proposal).toBe(after);
    expect(review.placed()).toEqual([
      { id: 0, first: 5, last: 5, removed: 1 },
      { id: 1, first: 15, last: 14, removed: 1 },
      { id: 2, first: 25, last: 25, removed: 0 },
    ]);
  });

  it('follows what is typed elsewhere', () => {
    const typed = before.replace('line 1\n', 'typed\ntyped\nline 1\n').replace('line 16\n', '');
    expect(on(review, typed).proposal).toBe(after.replace('line 1\n', 'typed\ntyped\nline 1\n').replace('line 16\n', ''));
  });

  it('names lines that were changed where it changes them too, and goes on when that is undone', () => {
    expect(review.rebased(before.replace('line 5\n', 'mine\nmine\n'))).toEqual({ conflicts: [{ first: 5, last: 6 }] });
    expect(on(review, before).proposal).toBe(after);
  });

  it('accepts and rejects single changes, with typing in between', () => {
    const one = review.accepted([1]);
    expect(one.text).toBe(before.replace('line 15\n', ''));
    const two = on(one, `typed\n${one.text}`).without(0);
    expect(two.proposal).toBe(`typed\n${before.replace('line 15\n', '').replace('line 25\n', 'line 25\nmore\n')}`);
    const done = two.accepted([2]);
    expect([done.text, done.hunks]).toEqual([two.proposal, []]);
  });

  it('makes changes one when nothing is left between them, under a new name', () => {
    const near = reviewOf('a\nb\nc\nd\n', 'A\nb\nC\nd\n');
    const joined = on(near, 'a\nc\nd\n');
    expect(joined.hunks).toEqual([{ id: 2, first: 1, last: 2, lines: ['A', 'C'] }]);
    expect(joined.without(0).hunks).toHaveLength(1);
  });

  it('shows a change that repeats its neighbours in its own place after another one was accepted', () => {
    const same = reviewOf('P\nQ\nR\n', 'P\nQ\nQ\nS\n');
    for (const hunk of same.hunks) {
      const rest = same.accepted([hunk.id]);
      expect(rest.accepted(rest.hunks.map(({ id }) => id)).text).toBe('P\nQ\nQ\nS\n');
    }
  });
});

describe('any review', () => {
  const line = fc.constantFrom('', 'a', 'b', 'c', 'd');
  const lines = fc.array(line, { maxLength: 14 });
  const eol = fc.constantFrom('\n', '\r\n');

  it('comes to the patch of the accepted changes, in any order', () => {
    fc.assert(
      fc.property(lines, lines, eol, fc.array(fc.nat(), { minLength: 50, maxLength: 50 }), (one, two, end, choices) => {
        const [text, proposal] = [one.join(end), two.join(end)];
        let review = reviewOf(text, proposal);
        const chosen = review.hunks.filter((_hunk, index) => (choices[index] ?? 0) % 2 === 0);
        const expected = applyLineEdits(text, chosen);
        const ids = new Set(chosen.map(({ id }) => id));
        for (let turn = 0; review.hunks.length > 0; turn++) {
          const id = review.hunks[(choices.at(-1 - turn) ?? 0) % review.hunks.length]?.id ?? -1;
          review = ids.has(id) ? review.accepted([id]) : review.without(id);
        }
        expect(review.text).toBe(expected);
      }),
    );
  });

  it('loses no character that was typed, and none that it does not change', () => {
    fc.assert(
      fc.property(lines, lines, fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 6 }), (one, two, typing) => {
        let review = reviewOf(one.join('\n'), two.join('\n'));
        let typed = 0;
        for (const [at, accepts] of typing) {
          const now = linesOf(review.text);
          now.splice(at % (now.length + 1), 0, `typed ${typed}`);
          const rebased = review.rebased(now.join('\n'));
          // What is in conflict is not applied at all.
          if (!(rebased instanceof EditReview)) continue;
          typed++;
          const first = rebased.hunks[0];
          review = accepts && first ? rebased.accepted([first.id]) : rebased;
        }
        const all = linesOf(review.accepted(review.hunks.map(({ id }) => id)).text);
        for (let number = 0; number < typed; number++) expect(all.filter((each) => each === `typed ${number}`)).toHaveLength(1);
        if (one.length > 1) expect(all.filter((each) => !each.startsWith('typed'))).toEqual(linesOf(two.join('\n')));
      }),
    );
  });

  it('gives the proposal when all is accepted, and the text when all is rejected', () => {
    fc.assert(
      fc.property(lines, lines, eol, (one, two, end) => {
        const review = reviewOf(one.join(end), two.join(end));
        const all = review.accepted(review.hunks.map(({ id }) => id)).text;
        // A text of one line does not tell which line ends it wants.
        expect(one.length > 1 ? all : linesOf(all).join(end)).toBe(two.join(end));
        expect(review.hunks.reduce((rest, { id }) => rest.without(id), review).proposal).toBe(one.join(end));
      }),
    );
  });

  it('takes ten thousand lines', () => {
    const before = numbered(10_000);
    const after = before.replace(/line (\d*7)\n/g, 'seven $1\n');
    const review = reviewOf(before, after);
    const typed = on(review, `typed\n${before}`);
    expect(typed.proposal).toBe(`typed\n${after}`);
    expect(typed.accepted(typed.hunks.map(({ id }) => id)).text).toBe(`typed\n${after}`);
  });
});
