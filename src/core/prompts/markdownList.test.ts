import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { corpusFolder, corpusIsAbsent } from '../../../test/support/corpus';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentLines } from './documentStructure';
import { addItem, editItem, listAt, MAX_ITEMS, moveItem, type PlacedList, removeItem, renderList, textsOf } from './markdownList';

const linesOf = (text: string): DocumentLines => {
  const lines = text.split('\n');
  return { lineCount: lines.length, lineAt: (line) => lines[line] ?? '' };
};
/** The list at the line of the `‸`. */
function list(marked: string): PlacedList {
  const found = listAt(linesOf(marked.replace('‸', '')), marked.slice(0, marked.indexOf('‸')).split('\n').length - 1);
  if (!found) throw new Error('There is no list');
  return found;
}
const text = (rendered: string[]): string => rendered.join('\n');

describe('the list at a line', () => {
  it.each([
    ['bullets', 'text\n- a‸\n- b\n\ntext', '- a\n- b'],
    ['from its last item', '- a\n- b\n- c‸', '- a\n- b\n- c'],
    ['loose', '- a\n\n- b‸\n\n', '- a\n\n- b'],
    ['from further text of an item', '- a\n  more‸\n- b', '- a\n  more\n- b'],
    ['of the inner items', '- a\n  - b‸\n  - c\n- d', '  - b\n  - c'],
    ['of the outer items, with the inner ones', '- a‸\n  - b\n  - c\n- d', '- a\n  - b\n  - c\n- d'],
    ['in a quote', '> text\n> - a‸\n> - b\n> \n> text', '> - a\n> - b'],
    ['numbered', '1. a\n2. b‸\n\n- other', '1. a\n2. b'],
    ['beside another bullet', '- a\n- b‸\n* c', '- a\n- b'],
    ['with code in an item', '- a\n  ```\n  - x\n  ```\n- b‸', '- a\n  ```\n  - x\n  ```\n- b'],
  ])('is found: %s', (_, marked, expected) => {
    expect(text(renderList(list(marked)))).toBe(expected);
  });

  it.each(['text‸', '‸', '- a\n‸\n- b', '- a\n\ntext‸', '- - -‸', '  indented‸'])('is none in %j', (marked) => {
    expect(() => list(marked)).toThrow('There is no list');
  });
});

describe('changing a list', () => {
  it('adds items as the last one is', () => {
    expect(text(renderList(addItem(list('  * a‸'), 'b')))).toBe('  * a\n  * b');
    expect(text(renderList(addItem(list('- [x] a‸'), 'b')))).toBe('- [x] a\n- [ ] b');
    expect(text(renderList(addItem(list('8. a\n9. b‸'), 'c')))).toBe('8. a\n9. b\n10. c');
    expect(text(renderList(addItem(list('1. a\n1. b‸'), 'c')))).toBe('1. a\n1. b\n1. c');
    expect(text(renderList(addItem(list('- a‸'), ' b \r\n c ')))).toBe('- a\n- b c');
  });

  it('moves an item with everything in it and numbers anew', () => {
    expect(text(renderList(moveItem(list('1. a‸\n   more\n2. b\n3. c'), 0, 2)))).toBe('1. b\n2. c\n3. a\n   more');
    const nested = list('- a‸\n  - x\n\n    text\n- b');
    expect(text(renderList(moveItem(nested, 0, 1)))).toBe('- b\n- a\n  - x\n\n    text');
    expect(moveItem(nested, 0, 2)).toBe(nested);
    expect(moveItem(nested, 0, -1)).toBe(nested);
  });

  it('keeps what is in an item below its text when the number gets wider', () => {
    expect(text(renderList(moveItem(list('9. a‸\n   more\n10. b\n    less'), 0, 1)))).toBe('9. b\n   less\n10. a\n    more');
  });

  it('keeps boxes, and edits only the text', () => {
    expect(text(renderList(editItem(list('- [x] a‸\n  more\n- [ ] b'), 0, 'A')))).toBe('- [x] A\n  more\n- [ ] b');
    expect(text(renderList(removeItem(list('1. a‸\n   more\n2. b'), 0)))).toBe('1. b');
  });

  it('holds at most a hundred items', () => {
    let full = addItem(list('- a‸'), 'b');
    for (let i = 0; i < 200; i++) full = addItem(full, `${i}`);
    expect(full.items).toHaveLength(MAX_ITEMS);
  });
});

const word = fc.constantFrom('alpha', 'beta', 'gamma delta', 'é', 'a_b', '{{text:x}}');
const head = fc.constantFrom('- ', '* ', '1. ', '3) ', '- [ ] ', '- [x] ', '  - ', '> - ', '\t- ', '10. ', '');
const anyText = fc.array(fc.tuple(head, fc.constantFrom('', '  ', '   ', '> '), word), { minLength: 1, maxLength: 12 }).map((rows) => rows.map(([a, b, c]) => b + a + c).join('\n'));

describe('whatever the text', () => {
  it('a list that was not changed is its lines', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (content, at) => {
        const lines = linesOf(content);
        const found = listAt(lines, at % lines.lineCount);
        if (!found) return;
        expect(found.start <= at % lines.lineCount && at % lines.lineCount < found.end).toBe(true);
        expect(renderList(found)).toEqual(content.split('\n').slice(found.start, found.end));
      }),
    );
  });

  it('a changed list is read again as it was written', () => {
    const change = fc.oneof(
      fc.record({ kind: fc.constant('add' as const), text: word, at: fc.nat(20), to: fc.nat(20) }),
      fc.record({ kind: fc.constantFrom('edit' as const, 'move' as const, 'remove' as const), text: word, at: fc.nat(20), to: fc.nat(20) }),
    );
    fc.assert(
      fc.property(fc.constantFrom('- ', '1. ', '8) ', '- [ ] ', '> - ', '  * '), fc.array(word, { minLength: 1, maxLength: 9 }), fc.array(change, { maxLength: 12 }), (mark, words, changes) => {
        let current: { items: PlacedList['items'] } = list(`‸${words.map((each, i) => mark.replace(/\d+/, (n) => String(Number(n) + i)) + each).join('\n')}`);
        for (const { kind, text: content, at, to } of changes) {
          if (kind === 'add') current = addItem(current, content);
          else if (kind === 'edit') current = editItem(current, at, content);
          else if (kind === 'move') current = moveItem(current, at, to);
          else if (current.items.length > 1) current = removeItem(current, at);
        }
        const written = renderList(current);
        const again = listAt(linesOf(written.join('\n')), 0);
        expect(again && textsOf(again)).toEqual(textsOf(current));
        expect(again && renderList(again)).toEqual(written);
      }),
    );
  });
});

describe.skipIf(corpusIsAbsent)('in real prompts', () => {
  it('every list that was not changed is its lines', () => {
    const files = readdirSync(corpusFolder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md')).slice(0, 150);
    let count = 0;
    for (const name of files) {
      const all = readFileSync(join(corpusFolder, name), 'utf8').split(/\r\n|\n/);
      const lines = linesOf(all.join('\n'));
      for (let line = 0; line < lines.lineCount; line++) {
        const found = listAt(lines, line);
        if (!found) continue;
        expect(renderList(found)).toEqual(all.slice(found.start, found.end));
        count++;
        line = Math.max(line, found.end - 1);
      }
    }
    expect(count).toBeGreaterThan(100);
  });
});
