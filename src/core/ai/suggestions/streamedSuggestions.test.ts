import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suggestionKinds } from '../suggestion';
import type { Advice } from './readAdvice';
import { StreamedSuggestions } from './streamedSuggestions';

const body = { first: 4, last: 23, lines: Array.from({ length: 20 }, (_, index) => `line ${index + 4}`) };
const recommendable = new Map([
  [1, 'file:///library/one.md'],
  [3, 'file:///library/three.md'],
]);

interface Reading {
  readonly advice: Advice[];
  readonly titles: string[];
  readonly unreadable: number;
  readonly isAnswer: boolean;
}

function read(...pieces: readonly string[]): Reading {
  const advice: Advice[] = [];
  const reader = new StreamedSuggestions({ body, recommendable, onAdvice: (each) => advice.push(each) });
  for (const piece of pieces) reader.push(piece);
  reader.end();
  return { advice, titles: advice.map(({ title }) => title), unreadable: reader.unreadable, isAnswer: reader.isAnswer };
}

function cut(text: string, sizes: readonly number[]): string[] {
  const pieces: string[] = [];
  let at = 0;
  for (let index = 0; at < text.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    pieces.push(text.slice(at, at + size));
    at += size;
  }
  return pieces;
}

function item(title: string, properties: object = {}): object {
  return { kind: 'gap', title, explanation: `Why ${title}`, lines: [{ first: 5, last: 6 }], prompt: null, ...properties };
}

function answer(...items: readonly unknown[]): string {
  return JSON.stringify({ suggestions: items });
}

// Words that look like the structure around them, and characters that JSON has to escape.
const hostileText = fc
  .array(fc.constantFrom('{', '}', '[', ']', '"', "'", '\\', ',', ':', '{"kind":"gap","title":"x"}', "{'kind':'gap'}", '\n', 'word', '🙂', '\u0007', '```', '</div>'), { maxLength: 12 })
  .map((parts) => parts.join(''));
const anItem = fc.record({
  kind: fc.constantFrom(...suggestionKinds.filter((kind) => kind !== 'recommendation')),
  title: hostileText.map((title) => `T${title}`),
  explanation: hostileText,
  lines: fc.array(fc.record({ first: fc.nat(30), last: fc.nat(30) }), { maxLength: 3 }),
  prompt: fc.constant(null),
});
const numbered = fc.array(anItem, { maxLength: 6 }).map((items) => items.map((each, index) => ({ ...each, title: `${index} ${each.title}` })));
const indents = fc.constantFrom(undefined, 2, '\t');

describe('StreamedSuggestions', () => {
  it('reads what was asked for', () => {
    expect(read(answer(item('One'), item('Two', { kind: 'recommendation', prompt: 3, lines: [] })))).toEqual({
      advice: [
        { kind: 'gap', title: 'One', explanation: 'Why One', lines: [{ first: 5, last: 6 }] },
        { kind: 'recommendation', title: 'Two', explanation: 'Why Two', lines: [], promptUri: 'file:///library/three.md' },
      ],
      titles: ['One', 'Two'],
      unreadable: 0,
      isAnswer: true,
    });
  });

  it('takes an empty list for an answer, and prose for none', () => {
    expect(read('{"suggestions": []}')).toMatchObject({ advice: [], unreadable: 0, isAnswer: true });
    expect(read('I cannot help with {this}.')).toMatchObject({ advice: [], unreadable: 0, isAnswer: false });
    expect(read('')).toMatchObject({ advice: [], unreadable: 0, isAnswer: false });
  });

  it('gives the same for any pieces', () => {
    const text = fc.oneof(
      fc.tuple(numbered, indents).map(([items, indent]) => JSON.stringify({ suggestions: items }, undefined, indent)),
      fc.tuple(numbered, fc.array(fc.tuple(fc.nat(), fc.constantFrom('', '"', '{', '}', '\\', ',', "'", 'x', '[')), { maxLength: 4 })).map(([items, changes]) => damaged(answer(...items), changes)),
      fc.string({ unit: fc.constantFrom('{', '}', '"', "'", ':', ',', '[', ']', '\\', 'a', ' ', '1', '"kind"', '"title"', '"gap"') }),
    );
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }), (whole, sizes) => {
        expect(read(...cut(whole, sizes))).toEqual(read(whole));
      }),
      { numRuns: 500 },
    );
  });

  it('reads every item of a valid answer, whatever it says', () => {
    fc.assert(
      fc.property(numbered, indents, (items, indent) => {
        const { advice, unreadable } = read(JSON.stringify({ suggestions: items }, undefined, indent));
        expect([advice.length, unreadable]).toEqual([items.length, 0]);
        expect(advice.map(({ kind }) => kind)).toEqual(items.map(({ kind }) => kind));
      }),
    );
  });

  it('gives of a cut answer what stands before the cut', () => {
    fc.assert(
      fc.property(numbered, fc.double({ min: 0, max: 1, noNaN: true }), (items, share) => {
        const whole = answer(...items);
        const part = read(whole.slice(0, Math.floor(share * whole.length)));
        expect(part.advice).toEqual(read(whole).advice.slice(0, part.advice.length));
        expect(part.unreadable).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });

  it('loses no neighbour of an item that is damaged', () => {
    const change = fc.tuple(fc.nat(), fc.constantFrom('', '"', '{', '}', '\\', ',', ':', 'x', '[', ']', ' ', '9'));
    // Where a text holds what looks like an item, a lost quote can make one of it.
    const plain = fc.array(fc.record({ kind: fc.constant('gap'), title: fc.constantFrom('a', 'b: "c"', 'd, {e}'), explanation: fc.constantFrom('x', 'y\\z', "it's [1]") }), { minLength: 3, maxLength: 5 });
    fc.assert(
      fc.property(plain, fc.nat(), change, fc.boolean(), (some, which, [at, text], isReplaced) => {
        const items = some.map((each, index) => JSON.stringify({ ...each, title: `${index} ${each.title}`, lines: [{ first: 5, last: 6 }], prompt: null }));
        const bad = which % items.length;
        const source = items[bad] ?? '';
        const place = at % source.length;
        const broken = items.with(bad, source.slice(0, place) + text + source.slice(place + (isReplaced ? 1 : 0)));
        const { titles } = read(`{"suggestions":[${broken.join(',')}]}`);
        const others = read(answer(...items.filter((_, index) => index !== bad).map((each) => JSON.parse(each) as unknown))).titles;
        expect(titles.filter((title) => others.includes(title))).toEqual(others);
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws, whatever comes', () => {
    const junk = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.json().map((json) => `{"suggestions":[${json},${json}`), fc.string({ unit: fc.constantFrom(...'{}[]"\':,\\ ue0') }));
    fc.assert(fc.property(fc.array(junk), (pieces) => void read(...pieces)));
  });
});

function damaged(text: string, changes: readonly (readonly [number, string])[]): string {
  return changes.reduce((before, [at, inserted]) => {
    const place = at % (before.length + 1);
    return before.slice(0, place) + inserted + before.slice(place + 1);
  }, text);
}

describe('what models do to an answer', () => {
  const one = JSON.stringify(item('One'));
  const two = JSON.stringify(item('Two'));

  it.each([
    ['a code fence', `Here you are:\n\`\`\`json\n{"suggestions":[${one},${two}]}\n\`\`\`\nI hope {this} helps.`],
    ['a bare list', `[${one},${two}]`],
    ['one object after the other', `${one}\n${two}`],
    ['another name for the list', `{"status":"ok","result":{"items":[${one},${two}]},"count":2}`],
    ['the list as a string', JSON.stringify({ suggestions: `[${one},${two}]` })],
    ['commas too many', `{"suggestions":[${one},${two},],}`],
    ['commas too few', `{"suggestions":[${one} ${two}]}`],
    ['line breaks in strings', `{"suggestions":[${one.replace('Why', 'Why\n')},${two}]}`],
    ['single quotes', `{'suggestions': [${[one, two].map((each) => each.replaceAll('"', "'").replace('null', 'None')).join(', ')}]}`],
    ['escapes that JSON has not', `{"suggestions":[${one.replace('Why', 'C:\\dir \\u12')},${two}]}`],
    ['lines as numbers', answer(item('One', { lines: [5, '6'] }), item('Two', { lines: '5-6' }))],
    ['lines as pairs', answer(item('One', { lines: [[5, 6]] }), item('Two', { lines: [{ first: 6, last: 5 }] }))],
    ['kinds in capitals', answer(item('One', { kind: 'Gap ' }), item('Two'))],
    ['the same twice', answer(item('One'), item('Two'), item('ONE.'), item('Two'))],
    ['members nobody asked for', answer(item('One', { severity: { level: 3, of: [1, { deep: true }] }, __proto__: 1 }), item('Two'))],
  ])('%s is read all the same', (_, text) => {
    const { advice, unreadable } = read(text);
    expect(advice.map(({ title, kind, lines }) => [title, kind, lines])).toEqual([
      ['One', 'gap', [{ first: 5, last: 6 }]],
      ['Two', 'gap', [{ first: 5, last: 6 }]],
    ]);
    expect(unreadable).toBe(0);
  });

  it.each([
    ['quotes nobody escaped', `{"suggestions":[${one.replace('Why One', 'Why "One" is')},${two}]}`],
    ['a quote too few', `{"suggestions":[${one.replace('Why One"', 'Why One')},${two}]}`],
    ['an object without an end', `{"suggestions":[${one.slice(0, -1)},${two}]}`],
    ['an unknown kind', answer(item('One', { kind: 'praise' }), item('Two'))],
    ['no kind', answer({ title: 'One', explanation: 'x' }, item('Two'))],
    ['wrong types', answer(item('One', { kind: 7 }), item('Two'))],
    ['no title', answer(item('', { explanation: { a: 1 } }), item('Two'))],
    ['a title that cannot be seen', answer(item('\u202e\u200b\u0000 ', { explanation: '\ufeff' }), item('Two'))],
    ['a prompt that was not sent', answer(item('One', { kind: 'recommendation', prompt: 2 }), item('Two'))],
    ['a recommendation of nothing', answer(item('One', { kind: 'recommendation' }), item('Two'))],
    ['deep nesting', `{"suggestions":[{"kind":"gap","title":${'['.repeat(5000)},${two}]}`],
    ['an answer that ends in the middle', `{"suggestions":[${two},${one.slice(0, 40)}`],
  ])('%s costs that piece alone, and is counted', (_, text) => {
    expect(read(text)).toMatchObject({ titles: ['Two'], unreadable: 1, isAnswer: true });
  });

  it('takes damage without anything readable for no answer', () => {
    expect(read(`{"suggestions":[${one.slice(0, 50)}`)).toMatchObject({ titles: [], unreadable: 1, isAnswer: false });
  });

  it.each([
    [[{ first: Number.NaN, last: 3 }], []],
    [[{ first: 1.5, last: 3 }], []],
    [[{ first: -5, last: 1e300 }], []],
    [[{ first: -5, last: 1e9 }], [{ first: 4, last: 23 }]],
    [[{ first: 1, last: 3 }], []],
    [[{ first: 24, last: 99 }], []],
    [[{ first: 9, last: 7 }, { first: 5, last: 6 }], [{ first: 5, last: 9 }]],
    [[{ first: 12, last: 12 }, { first: 5, last: 5 }], [{ first: 5, last: 5 }, { first: 12, last: 12 }]],
    [[{ first: 5 }], [{ first: 5, last: 5 }]],
    ['all', []],
    [{ first: 5, last: 6 }, [{ first: 5, last: 6 }]],
  ])('reads lines %j as %j', (lines, expected) => {
    expect(read(answer(item('One', { lines }))).advice[0]?.lines).toEqual(expected.filter(({ first }) => !Number.isNaN(first)));
  });

  it('makes a title one line and an explanation text, of bounded length and without characters that deceive', () => {
    const [advice] = read(answer(item(`One\r\ntwo\u202e three${'!'.repeat(5000)}`, { explanation: `a\r\nb\u0007\u{e0041}c\u2066 ${'🙂'.repeat(60_000)}` }))).advice;
    expect(advice?.title).toMatch(/^One two three!+…$/);
    expect(advice?.title.length).toBe(120);
    expect(advice?.explanation).toMatch(/^a\nbc 🙂+…$/u);
    expect(advice?.explanation.length).toBeLessThanOrEqual(2000);
    expect(advice?.explanation.isWellFormed()).toBe(true);
  });

  it('reads 1,000 pieces of advice and no more', () => {
    expect(read(answer(...Array.from({ length: 5000 }, (_, index) => item(`No. ${index}`))))).toMatchObject({ unreadable: 0, titles: { length: 1000 } });
  });
});

describe('the work it takes', () => {
  const size = 600_000;
  const hostile: readonly (readonly [string, string])[] = [
    ['open braces', '{'],
    ['open objects', '{"a":'],
    ['open lists', '{"a":['],
    ['quotes in quotes', `{"a":"{'b':'`],
    ['valid pieces of nothing', '{"x{":"x{",'],
    ['objects that fail late', '{"kind":{"kind":1},'],
    ['backslashes', '{"\\'],
    ['apostrophes', "{'"],
    ['blanks', '{ '],
  ];

  // Anything worse than linear would not end in the time that a test has.
  it.each(hostile)('stays small for %s', (_, unit) => {
    const text = unit.repeat(Math.ceil(size / unit.length));
    expect(read(...cut(text, [20])).titles).toEqual([]);
  });
});
