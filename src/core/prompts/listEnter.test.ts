import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listEnter } from './listEnter';
import { continuesList } from './listLine';

/** Presses Enter at the `‸`. @returns the text after it with the cursor in it; `undefined` when Enter does nothing special. */
function enter(marked: string): string | undefined {
  const before = marked.slice(0, marked.indexOf('‸')).split('\n');
  const lines = marked.replace('‸', '').split('\n');
  const at = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const result = listEnter({ lineCount: lines.length, lineAt: (line) => lines[line] ?? '' }, at);
  expect(result !== undefined).toBe(continuesList(lines[at.line] ?? '', at.character));
  if (!result) return undefined;
  for (const { range, newText } of [...result.edits].reverse()) {
    expect(range.start.line).toBe(range.end.line);
    const line = lines[range.start.line] ?? '';
    lines[range.start.line] = line.slice(0, range.start.character) + newText + line.slice(range.end.character);
  }
  const after = lines.join('\n').split('\n');
  const { line, character } = result.cursor;
  after[line] = `${after[line]?.slice(0, character)}‸${after[line]?.slice(character)}`;
  return after.join('\n');
}

describe('Enter in a list', () => {
  it.each([
    ['at the end of an item', '- one‸', '- one\n- ‸'],
    ['in an item', '* one‸ two', '* one\n* ‸two'],
    ['at the beginning of the text', '+ ‸one', '+ \n+ ‸one'],
    ['counting up', '1. one‸', '1. one\n2. ‸'],
    ['with a bracket', '9) nine‸', '9) nine\n10) ‸'],
    ['with an unticked box', '- [x] done‸', '- [x] done\n- [ ] ‸'],
    ['in a nested list', '- a\n    - b‸', '- a\n    - b\n    - ‸'],
    ['in a quote', '> - one‸', '> - one\n> - ‸'],
    ['with wide gaps', '-   one‸', '-   one\n-   ‸'],
    ['with numbers that follow', '1. a‸\n2. b\n   more\n3. c\n7. d', '1. a\n2. ‸\n3. b\n   more\n4. c\n7. d'],
    ['with equal numbers that follow', '1. a‸\n1. b', '1. a\n2. ‸\n1. b'],
    ['with a list of another kind behind', '1. a‸\n2) b', '1. a\n2. ‸\n2) b'],
  ])('begins the next item %s', (_, before, after) => {
    expect(enter(before)).toBe(after);
  });

  it.each([
    ['ends the list', '- one\n- ‸', '- one\n‸'],
    ['ends a list in a quote', '> - one\n> - ‸', '> - one\n> ‸'],
    ['moves out of a nested list', '- a\n  - b\n  - ‸', '- a\n  - b\n- ‸'],
    ['counts up outside', '3. a\n   - b\n   - ‸', '3. a\n   - b\n4. ‸'],
    ['has an unticked box outside', '- [x] a\n  - ‸', '- [x] a\n- [ ] ‸'],
    ['ends an indented list without one around it', 'text\n\n  - one\n  - ‸', 'text\n\n  - one\n‸'],
    ['finds no list behind other text', '- a\n\ntext\n\n  - ‸', '- a\n\ntext\n\n‸'],
    ['that is a task', '- [ ] ‸', '‸'],
  ])('in an empty item %s', (_, before, after) => {
    expect(enter(before)).toBe(after);
  });

  it.each(['text‸', '‸- one', '-‸ one', '- [ ]‸ one', '-‸', '- - -‸', '***‸', '  more‸', '', '1.5 is a number‸', '#- no‸', '1234567890. no‸'])(
    'is a plain new line in %s',
    (marked) => {
      expect(enter(marked.includes('‸') ? marked : `${marked}‸`)).toBeUndefined();
    },
  );

  it('loses no character and ends where one goes on writing', () => {
    const line = fc.array(fc.constantFrom('- ', '1. ', '2. ', '[ ] ', '[x] ', '> ', '  ', 'word', '\t', '-'), { maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), fc.nat(), fc.nat(), (lines, row, column) => {
        const at = row % lines.length;
        const text = lines[at] ?? '';
        const character = column % (text.length + 1);
        const marked = lines.map((each, index) => (index === at ? `${each.slice(0, character)}‸${each.slice(character)}` : each)).join('\n');
        const after = enter(marked);
        const words = (all: string): number => all.split('word').length;
        if (after !== undefined) expect(words(after)).toBe(words(marked));
      }),
    );
  });
});
