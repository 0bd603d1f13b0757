import { applyPatch, createTwoFilesPatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../numberedBody';
import { changesBetween, detailed, movedOver } from './lineChanges';
import { applyLineEdits, type LineEdit, mergedEdits, positionEdits } from './lineEdits';
import { unifiedText } from './unifiedText';
import '../../../../test/support/propertySeed';

/** Few different lines, so that lines repeat and diffs have a choice. */
const line = fc.constantFrom('', 'a', 'b', 'c', 'd', '  a', 'a longer line');
const someLines = fc.array(line, { maxLength: 12 });
const text = fc.tuple(someLines, fc.constantFrom('\n', '\r\n', '\r')).map(([lines, eol]) => lines.join(eol));

/** Ascending, disjoint edits of a text of `count` lines, maybe touching. */
function editsOf(count: number): fc.Arbitrary<LineEdit[]> {
  return fc.array(fc.record({ skip: fc.nat(4), length: fc.nat(3), lines: fc.array(line, { maxLength: 3 }) }), { maxLength: 4 }).map((steps) => {
    const edits: LineEdit[] = [];
    let next = 1;
    for (const { skip, length, lines } of steps) {
      const first = next + skip;
      const last = Math.min(count, first + length - 1);
      if (first > count + 1) break;
      edits.push({ first, last: Math.max(first - 1, last), lines });
      next = Math.max(first, last + 1) + (length === 0 ? 1 : 0);
    }
    return edits;
  });
}

const textAndEdits = text.chain((before) => fc.tuple(fc.constant(before), editsOf(linesOf(before).length)));

function editedLines(lines: readonly string[], edits: readonly LineEdit[]): string[] {
  return linesOf(applyLineEdits(lines.join('\n'), edits));
}

/** As an editor does it: from the end, by positions. */
function byPositions(before: string, edits: readonly LineEdit[], eol: string): string {
  const lines = linesOf(before);
  let result = lines.join('\n');
  const offset = (at: { line: number; character: number }): number => lines.slice(0, at.line).reduce((sum, { length }) => sum + length + 1, 0) + at.character;
  for (const { start, end, text: added } of positionEdits(lines, edits, eol).reverse()) result = result.slice(0, offset(start)) + added + result.slice(offset(end));
  return result;
}

describe('applying line edits', () => {
  it.each<[string, string, LineEdit, string]>([
    ['replaces', 'a\nb\nc', { first: 2, last: 2, lines: ['x', 'y'] }, 'a\nx\ny\nc'],
    ['puts in before a line', 'a\nb', { first: 2, last: 1, lines: ['x'] }, 'a\nx\nb'],
    ['puts in behind the last line', 'a\nb', { first: 3, last: 2, lines: ['x'] }, 'a\nb\nx'],
    ['takes away', 'a\nb\nc\n', { first: 2, last: 3, lines: [] }, 'a\n'],
    ['takes the last line away', 'a\nb', { first: 2, last: 2, lines: [] }, 'a'],
    ['takes everything away', 'a\nb', { first: 1, last: 2, lines: [] }, ''],
    ['writes into nothing', '', { first: 1, last: 1, lines: ['x'] }, 'x'],
    ['keeps line ends', 'a\r\nb\r\nc', { first: 2, last: 2, lines: ['x', 'y'] }, 'a\r\nx\r\ny\r\nc'],
    ['keeps mixed line ends', 'a\rb\nc\r\nd', { first: 3, last: 3, lines: ['x'] }, 'a\rb\nx\r\nd'],
  ])('%s', (_name, before, edit, after) => {
    expect(applyLineEdits(before, [edit])).toBe(after);
  });

  it('comes to the same in the text and by positions in an editor', () => {
    fc.assert(
      fc.property(textAndEdits, ([before, edits]) => {
        expect(byPositions(before, edits, '\n')).toBe(linesOf(applyLineEdits(before, edits)).join('\n'));
      }),
    );
  });

  it('makes neighbours that touch one edit, which does the same', () => {
    fc.assert(
      fc.property(textAndEdits, ([before, edits]) => {
        const merged = mergedEdits(edits);
        expect(merged.every(({ last }, index) => (merged[index + 1]?.first ?? Infinity) > last + 1)).toBe(true);
        expect(editedLines(linesOf(before), merged)).toEqual(editedLines(linesOf(before), edits));
      }),
    );
  });
});

describe('the changes between two texts', () => {
  it('lead from one to the other and back', () => {
    fc.assert(
      fc.property(someLines, someLines, (one, two) => {
        const [before, after] = [linesOf(one.join('\n')), linesOf(two.join('\n'))];
        expect(editedLines(before, changesBetween(before, after))).toEqual(after);
        expect(editedLines(after, changesBetween(after, before))).toEqual(before);
      }),
    );
  });

  it('have a line that stays between them', () => {
    fc.assert(
      fc.property(someLines, someLines, (before, after) => {
        const changes = changesBetween(before, after);
        expect(mergedEdits(changes)).toEqual(changes);
      }),
    );
  });

  it('are found in long texts whose lines repeat and move', () => {
    const long = fc.array(fc.nat(400).map((number) => (number < 60 ? '' : `line ${number}`)), { minLength: 100, maxLength: 600, size: 'max' });
    const piece = fc.tuple(fc.nat(300), fc.nat(30), fc.array(fc.nat(500).map((number) => `line ${number}`), { maxLength: 10 }));
    fc.assert(
      fc.property(long, fc.array(piece, { minLength: 1, maxLength: 40, size: 'max' }), (before, pieces) => {
        const after = [...before];
        for (const [at, removed, added] of pieces) after.splice(at % after.length, removed, ...added, ...before.slice(0, 3));
        const changes = changesBetween(before, after);
        expect(editedLines(before, changes)).toEqual(after);
        expect(mergedEdits(changes)).toEqual(changes);
      }),
    );
  });

  it('are one whole where looking for details would take too long', () => {
    const before = Array.from({ length: 10_000 }, (_, index) => `old ${index}`);
    const after = Array.from({ length: 10_000 }, (_, index) => `new ${index}`);
    expect(changesBetween(before, after)).toEqual([{ first: 1, last: 10_000, lines: after }]);
  });

  it('leave lines out that an edit repeats', () => {
    const edit = { first: 2, last: 5, lines: ['b', 'C', 'd', 'e', 'f'] };
    expect(detailed(['a', 'b', 'c', 'd', 'e'], edit)).toEqual([
      { first: 3, last: 3, lines: ['C'] },
      { first: 6, last: 5, lines: ['f'] },
    ]);
  });
});

describe('edits moved over changes', () => {
  const moved = (edit: LineEdit, change: LineEdit): unknown => movedOver([edit], [change]);
  const replace = (first: number, last: number): LineEdit => ({ first, last, lines: ['x'] });
  const insert = (first: number, ...lines: string[]): LineEdit => ({ first, last: first - 1, lines });

  it('follow lines that come and go before them', () => {
    expect(moved(replace(5, 6), insert(2, 'a', 'b'))).toEqual({ edits: [replace(7, 8)] });
    expect(moved(replace(5, 6), { first: 1, last: 4, lines: [] })).toEqual({ edits: [replace(1, 2)] });
    expect(moved(insert(5, 'x'), replace(4, 4))).toEqual({ edits: [insert(5, 'x')] });
    expect(moved(insert(5, 'x'), replace(5, 9))).toEqual({ edits: [insert(5, 'x')] });
    expect(moved(replace(5, 6), insert(5, 'a'))).toEqual({ edits: [replace(6, 7)] });
    expect(moved(replace(5, 6), insert(7, 'a'))).toEqual({ edits: [replace(5, 6)] });
  });

  it('cannot be moved over changes of the same lines, which are named as they are now', () => {
    expect(moved(replace(5, 6), replace(6, 6))).toEqual({ conflicts: [{ first: 6, last: 6 }] });
    expect(moved(replace(5, 6), insert(6, 'a', 'b'))).toEqual({ conflicts: [{ first: 6, last: 7 }] });
    expect(moved(insert(6, 'x'), replace(5, 6))).toEqual({ conflicts: [{ first: 5, last: 5 }] });
    expect(moved(insert(6, 'x'), insert(6, 'a'))).toEqual({ conflicts: [{ first: 6, last: 6 }] });
    expect(moved(replace(5, 6), { first: 4, last: 8, lines: [] })).toEqual({ conflicts: [{ first: 4, last: 4 }] });
    const changes = [insert(1, 'a', 'b'), replace(3, 3), replace(8, 9)];
    expect(movedOver([replace(3, 4), replace(8, 8)], changes)).toEqual({
      conflicts: [
        { first: 5, last: 5 },
        { first: 10, last: 10 },
      ],
    });
  });

  it('give the same text whoever comes first', () => {
    const all = someLines.chain((lines) => fc.tuple(fc.constant(lines), editsOf(lines.length).map(mergedEdits), editsOf(lines.length).map(mergedEdits)));
    const spliced = (lines: readonly string[], edits: readonly LineEdit[]): string[] => {
      const result = [...lines];
      for (const { first, last, lines: added } of [...edits].reverse()) result.splice(first - 1, last - first + 1, ...added);
      return result;
    };
    fc.assert(
      fc.property(all, ([lines, mine, theirs]) => {
        const [one, other] = [movedOver(mine, theirs), movedOver(theirs, mine)];
        expect('edits' in one).toBe('edits' in other);
        if ('edits' in one && 'edits' in other) expect(spliced(spliced(lines, theirs), one.edits)).toEqual(spliced(spliced(lines, mine), other.edits));
      }),
    );
  });
});

describe('the unified diff', () => {
  it('shows three lines around a change', () => {
    const before = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`).join('\n');
    expect(unifiedText(before, [{ first: 10, last: 10, lines: ['ten'] }])).toBe(
      '@@ -7,7 +7,7 @@\n line 7\n line 8\n line 9\n-line 10\n+ten\n line 11\n line 12\n line 13\n',
    );
    expect(unifiedText(before, [])).toBe('');
  });

  it('says that the last line has no line break', () => {
    expect(unifiedText('a', [{ first: 2, last: 1, lines: ['b'] }])).toBe('@@ -1,1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n\\ No newline at end of file\n');
  });

  it('is one that other tools can apply', () => {
    fc.assert(
      fc.property(someLines, fc.boolean(), someLines, (one, ends, two) => {
        const before = one.join('\n') + (ends ? '\n' : '');
        const after = two.join('\n');
        const patch = unifiedText(before, changesBetween(linesOf(before), linesOf(after)));
        expect(applyPatch(before, patch === '' ? '' : `--- a\n+++ b\n${patch}`)).toBe(after);
      }),
      { numRuns: 500 },
    );
  });

  it('is the one of other tools for a plain change', () => {
    const before = Array.from({ length: 60 }, (_, index) => `line ${index}\n`).join('');
    const after = before.replace('line 9\n', 'nine\n').replace('line 14\n', '').replace('line 40\n', 'line 40\nmore\n');
    const theirs = createTwoFilesPatch('a', 'b', before, after, '', '', { context: 3 });
    expect(unifiedText(before, changesBetween(linesOf(before), linesOf(after)))).toBe(theirs.slice(theirs.indexOf('@@')));
  });
});
