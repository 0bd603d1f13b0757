import { describe, expect, it } from 'vitest';
import { referenceColumn, referenceLines } from './referenceLines';

/** Puts the references at the `|` of a text of one line. */
function put(marked: string, ...references: readonly string[]): string {
  const line = marked.replace('|', '');
  const column = referenceColumn(line, marked.indexOf('|'));
  return line.slice(0, column) + referenceLines(references, line.slice(0, column), line.slice(column)) + line.slice(column);
}

describe('references at the cursor', () => {
  it.each([
    ['|', 'A\nB\nC'],
    ['    |', '    A\n    B\n    C'],
    ['\t|', '\tA\n\tB\n\tC'],
    ['> |', '> A\n> B\n> C'],
    ['see |', 'see \nA\nB\nC'],
    ['|more', 'A\nB\nC\nmore'],
    ['  see|  more', '  see\n  A\n  B\n  C\n    more'],
  ])('stand one per line: %j', (marked, expected) => expect(put(marked, 'A', 'B', 'C')).toBe(expected));

  it.each([
    ['- |', '- A\n- B'],
    ['  * |', '  * A\n  * B'],
    ['- see |', '- see \n- A\n- B'],
    ['- |see', '- A\n- B\n- see'],
    ['|- see', '- A\n- B\n- see'],
    ['1. |', '1. A\n2. B'],
    ['9) see|', '9) see\n10) A\n11) B'],
    ['- [ ] |', '- [ ] A\n- [ ] B'],
    ['- [x] done|', '- [x] done\n- [ ] A\n- [ ] B'],
    ['> - |', '> - A\n> - B'],
  ])('are items of the list they are in: %j', (marked, expected) => expect(put(marked, 'A', 'B')).toBe(expected));

  it('stay in the line when there is only one', () => {
    expect(put('see | here', 'A')).toBe('see A here');
    expect(put('|- see', 'A')).toBe('- Asee');
    expect(put('| ', 'A')).toBe('A ');
  });
});
