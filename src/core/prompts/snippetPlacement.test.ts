import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildSnippet } from './snippet';
import { placeOnNewLines, placeOverSelections, type TextLines } from './snippetPlacement';

const linesOf = (text: string): TextLines => ({ lineAt: (line) => text.split('\n')[line] ?? '' });
const at = (line: number, character: number) => ({ line, character });
const range = (line: number, start: number, end: number) => ({ start: at(line, start), end: at(line, end) });

describe('a prompt in place of selections', () => {
  it('takes the indentation of its line for every further line', () => {
    const placed = placeOverSelections('One\nTwo\n\n  Three$0', linesOf('    - x'), [range(0, 6, 7)]);
    expect(placed).toEqual([{ range: range(0, 6, 7), snippet: 'One\n    Two\n\n      Three$0' }]);
  });

  it('counts only what stands before the cursor as indentation', () => {
    expect(placeOverSelections('a\nb', linesOf('\t\t\t'), [range(0, 1, 1)])[0]?.snippet).toBe('a\n\tb');
    expect(placeOverSelections('a\nb', linesOf('    text'), [range(0, 0, 4)])[0]?.snippet).toBe('a\nb');
  });

  it('gives each cursor the indentation of its own line', () => {
    const placed = placeOverSelections('a\nb', linesOf('x\n  y\n\tz'), [range(0, 1, 1), range(1, 3, 3), range(2, 2, 2)]);
    expect(placed.map(({ snippet }) => snippet)).toEqual(['a\nb', 'a\n  b', 'a\n\tb']);
  });

  it('leaves the tabs, trailing blanks and code of the body as they are', () => {
    const body = '```make\nall:\n\tcc $< \\\n\t  }  \n```';
    const [placed] = placeOverSelections(buildSnippet(body), linesOf('  '), [range(0, 2, 2)]);
    expect(placed?.snippet).toBe('```make\n  all:\n  \tcc \\$< \\\\\n  \t  \\}  \n  ```$0');
  });
});

describe('a prompt on a new line', () => {
  it('goes below the line of the cursor with its indentation', () => {
    const placed = placeOnNewLines('a\nb', linesOf('  - item\nnext'), [at(0, 3)]);
    expect(placed).toEqual([{ range: range(0, 8, 8), snippet: '\n  a\n  b' }]);
  });

  it('uses the line of the cursor when it is blank', () => {
    expect(placeOnNewLines('a\nb', linesOf('x\n'), [at(1, 0)])).toEqual([{ range: range(1, 0, 0), snippet: 'a\nb' }]);
    expect(placeOnNewLines('a\nb', linesOf('    '), [at(0, 1)])).toEqual([{ range: range(0, 4, 4), snippet: 'a\n    b' }]);
  });

  it('comes once for several cursors on a line, from top to bottom', () => {
    const placed = placeOnNewLines('a', linesOf('x\ny'), [at(1, 0), at(0, 1), at(1, 1)]);
    expect(placed.map(({ range: { start } }) => start.line)).toEqual([0, 1]);
  });
});

it('changes nothing but the indentation, whatever the body', () => {
  const indentation = fc.stringMatching(/^[ \t]{1,6}$/);
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '\t', '\n', '$', '}', '\\') }), indentation, (body, indent) => {
      const [placed] = placeOverSelections(body, linesOf(indent), [range(0, indent.length, indent.length)]);
      const [first = '', ...rest] = placed?.snippet.split('\n') ?? [];
      expect([first, ...rest.map((line) => (line === '' ? line : line.slice(indent.length)))].join('\n')).toBe(body);
      expect(rest.every((line) => line === '' || line.startsWith(indent))).toBe(true);
    }),
  );
});
