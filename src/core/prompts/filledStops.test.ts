import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FilledStops } from './filledStops';
import { valueOf } from './filledValue';
import { buildSnippet } from './snippet';
import { expandSnippet } from './snippetStops';

/** A document whose stops are the words in `[ ]`. */
function document(marked: string): { stops: FilledStops; text: () => string; edit: (offset: number, length: number, text: string) => void; select: (start: number, end?: number) => string | undefined; active: () => string | undefined } {
  let text = marked.replace(/[[\]]/g, '');
  const stops = new FilledStops();
  let removed = 0;
  for (const match of marked.matchAll(/\[(\w*)\]/g)) {
    const start = match.index - removed;
    removed += 2;
    stops.add({ name: match[1] ?? '', unfilled: match[1] ?? '', start, end: start + (match[1]?.length ?? 0) });
  }
  return {
    stops,
    text: () => text,
    edit: (offset, length, inserted) => {
      text = text.slice(0, offset) + inserted + text.slice(offset + length);
      stops.change({ offset, length, text: inserted });
    },
    select: (start, end = start) => {
      const left = stops.select(start, end);
      return left && text.slice(left.start, left.end);
    },
    active: () => stops.active && text.slice(stops.active.start, stops.active.end),
  };
}

describe('a stop', () => {
  it('grows with what is typed over and behind it, until the cursor leaves', () => {
    const doc = document('Review [file] for [goal].');
    expect(doc.select(7, 11)).toBeUndefined();
    doc.edit(7, 4, 'l');
    doc.select(8);
    doc.edit(8, 0, 'ogin.ts');
    doc.select(15);
    expect(doc.active()).toBe('login.ts');
    expect(doc.select(20, 24)).toBe('login.ts');
    expect(doc.active()).toBe('goal');
  });

  it('does not grow at its edges while the cursor is elsewhere', () => {
    const doc = document('[one] and two');
    doc.select(9);
    doc.edit(3, 0, '!');
    doc.edit(0, 0, '!');
    expect(doc.text()).toBe('!one! and two');
    doc.select(2);
    expect(doc.active()).toBe('one');
  });

  it('of two that touch is the one that was selected', () => {
    const doc = document('[one][two]');
    doc.select(0, 3);
    doc.edit(0, 3, '1');
    doc.select(1);
    expect(doc.active()).toBe('1');
    expect(doc.select(1, 4)).toBe('1');
    doc.edit(1, 3, '2');
    doc.select(2);
    expect([doc.text(), doc.active()]).toEqual(['12', '2']);
  });

  it('may be emptied and filled again, and is back after undo', () => {
    const doc = document('a [one] b');
    doc.select(2, 5);
    doc.edit(2, 3, '');
    doc.select(2);
    doc.edit(2, 0, 'x');
    expect(doc.active()).toBe('x');
    doc.edit(2, 1, 'one');
    expect(doc.active()).toBe('one');
  });

  it('ends with the text around it', () => {
    const doc = document('a [one] b [two]');
    doc.select(2, 5);
    doc.edit(0, 6, 'x');
    expect([doc.stops.size, doc.active()]).toEqual([1, undefined]);
    doc.select(4);
    expect(doc.active()).toBe('two');
  });

  it('never leaves the document, whatever is edited', () => {
    const step = fc.record({ at: fc.nat(60), length: fc.nat(20), text: fc.constantFrom('', 'x', 'hello', '\n'), from: fc.nat(60), to: fc.nat(10) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const doc = document('one [two] three [four][five] six [seven]');
        for (const { at, length, text, from, to } of steps) {
          const offset = Math.min(at, doc.text().length);
          doc.edit(offset, Math.min(length, doc.text().length - offset), text);
          const start = Math.min(from, doc.text().length);
          doc.select(start, Math.min(start + to, doc.text().length));
          const { active } = doc.stops;
          if (active) expect(0 <= active.start && active.start <= start && active.end <= doc.text().length).toBe(true);
        }
      }),
    );
  });
});

it('the stops of a snippet are where the editor puts them', () => {
  const body = 'Costs $5 for {{text:who}}, \\ and }\n\n{{list:what}}\n{{text:who}}';
  const { text, stops } = expandSnippet(buildSnippet(body));
  expect(text).toBe('Costs $5 for who, \\ and }\n\n- what\nwho');
  expect(stops.map(({ name, start, end }) => [name, text.slice(start, end)])).toEqual([['who', 'who'], ['what', 'what'], ['who', 'who']]);
});

describe('what is remembered of it', () => {
  it.each([
    ['text', 'login.ts ', 'file', 'Review ', 'login.ts'],
    ['nothing when it was not filled in', 'file', 'file', '', undefined],
    ['nothing when it is blank', ' \n ', 'file', '', undefined],
    ['nothing that holds placeholders', 'a {{text:b}}', 'x', '', undefined],
    ['nothing while a placeholder is renamed', '{{text:b', '{{text:a}}', '', undefined],
    ['the items of a list', 'one\n- two\n- ', 'what', '- ', 'one\ntwo'],
    ['the items of a numbered list', 'one\r\n  2. two\r\n  3. three', 'what', '  1. ', 'one\ntwo\nthree'],
    ['text of several lines without its indentation', 'one\n  two\n    three', 'what', '  ', 'one\ntwo\n  three'],
    ['the items of a list in place of its placeholder', '- one\n- two', '{{list:x}}', '', 'one\ntwo'],
    ['a list that was pasted into text, as it is', 'one\n- two', 'what', 'See ', 'one\n- two'],
  ])('is %s', (_, written, unfilled, head, value) => {
    expect(valueOf(written, unfilled, head)).toBe(value);
  });
});
