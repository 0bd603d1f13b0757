import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReferences } from './parseReferences';
import { completedLink, type ReferenceTrigger, referenceTriggerAt } from './referenceTrigger';

/** The trigger at the `|` of a line. */
function at(marked: string): ReferenceTrigger | undefined {
  const column = marked.indexOf('|');
  return referenceTriggerAt(marked.slice(0, column) + marked.slice(column + 1), column);
}

/** Syntax, what would be replaced and what is searched for. */
function seen(marked: string): readonly unknown[] | undefined {
  const line = marked.replace('|', '');
  const trigger = at(marked);
  return trigger && [trigger.syntax, line.slice(trigger.start, trigger.end), trigger.query];
}

describe('a link', () => {
  it.each([
    ['[](|', '[](', ''],
    ['[](|)', '[]()', ''],
    ['See [](inv|).', '[](inv)', 'inv'],
    ['[](./src/in|)', '[](./src/in)', 'src/in'],
    ['[](../../docs|', '[](../../docs', 'docs'],
    ['[](..|', '[](..', ''],
    ['[](my%20fi|)', '[](my%20fi)', 'my fi'],
    ['[](50%|)', '[](50%)', '50%'],
    ['[](my no|)', '[](my no)', 'my no'],
    ['[](<my no|', '[](<my no', 'my no'],
    ['[](<my no|>)', '[](<my no>)', 'my no'],
    ['[](a\\(1\\)|)', '[](a\\(1\\))', 'a(1)'],
    ['[](src\\mo|)', '[](src\\mo)', 'src/mo'],
    ['[](sr|c/a.ts)', '[](src/a.ts)', 'sr'],
    ['[a](b) and [](c|)', '[](c)', 'c'],
  ])('without a title is replaced whole: %s', (marked, replaced, query) => {
    expect(seen(marked)).toEqual(['link', replaced, query]);
    expect(at(marked)?.hasTitle).toBe(false);
  });

  it.each([
    ['[title](|)', ')'],
    ['[a [nested] title](in|)', 'in)'],
    ['[a \\] title](in|voice.md)', 'invoice.md)'],
    ['- [x](in|', 'in'],
  ])('with a title keeps it: %s', (marked, replaced) => {
    expect(seen(marked)?.slice(0, 2)).toEqual(['link', replaced]);
    expect(at(marked)?.hasTitle).toBe(true);
  });

  it('keeps a tooltip', () => {
    expect(seen('[a](b|c "tip")')).toEqual(['link', 'bc', 'b']);
    expect(at('[a](b|c "tip")')?.staysOpen).toBe(true);
    expect(at('[a](b|c)')?.staysOpen).toBe(false);
  });

  it.each(['![](a|)', '[a](https://x|)', '[a](mailto:x|', '[a](#head|)', '[a](b.md#L1|)', '[a](b)|', '[a](see the file|', '\\[a](b|)', 'a](b|)', '[a] (b|)'])(
    'is none: %s',
    (marked) => expect(seen(marked)).toBeUndefined(),
  );
});

describe('a wiki link', () => {
  it.each([
    ['[[|', '[[', ''],
    ['[[|]]', '[[]]', ''],
    ['[[|]', '[[]', ''],
    ['See [[my no|]] too', '[[my no]]', 'my no'],
    ['[[no|te]] [[b]]', '[[note]]', 'no'],
    ['[[a]] [[b|', '[[b', 'b'],
    ['[[@types/no|', '[[@types/no', '@types/no'],
  ])('%s', (marked, replaced, query) => expect(seen(marked)).toEqual(['wiki', replaced, query]));

  it.each(['[[a|]x]'.replace('|', '') + '|', '![[a|', '\\[[a|', '[[a#b|', '[[a]]|', '[a|'])('is none: %s', (marked) => expect(seen(marked)).toBeUndefined());
});

describe('#file: and @', () => {
  it.each([
    ['#file:|', 'hash', '#file:', ''],
    ['see (#file:src/in|', 'hash', '#file:src/in', 'src/in'],
    ["#file:'my fi|", 'hash', "#file:'my fi", 'my fi'],
    ["#file:'my fi|' too", 'hash', "#file:'my fi'", 'my fi'],
    ['@"my fi|', 'at', '@"my fi', 'my fi'],
    ['@"my fi|" too', 'at', '@"my fi"', 'my fi'],
    ['@|', 'at', '@', ''],
    ['Look at @src/in|voice', 'at', '@src/in', 'src/in'],
    ['- @./no|', 'at', '@./no', 'no'],
    ['**@no|', 'at', '@no', 'no'],
  ])('%s', (marked, syntax, replaced, query) => expect(seen(marked)).toEqual([syntax, replaced, query]));

  it.each(['me@exam|', 'me@|', '# file|', '#fi|', 'C#file:a|', '# Heading|', '@a b|', '@a@b|', 'x.@a|', '@a, |', '@a#L3|', '#file:a b|'])('is none: %s', (marked) =>
    expect(seen(marked)).toBeUndefined(),
  );
});

describe('inline code', () => {
  it.each(['`@a|`', '`@a|', '``[](a`|``', '`a` `[[b|`', '`[](|'])('is silent: %s', (marked) => expect(seen(marked)).toBeUndefined());
  it.each(['`a` @b|', '\\` @b|', '@b| `code`', '`` ` `` [[b|'])('ends: %s', (marked) => expect(seen(marked)).toBeDefined());
});

describe('choosing a file', () => {
  /** The line afterwards. */
  const complete = (marked: string, path: string, title: string): string => {
    const line = marked.replace('|', '');
    const trigger = at(marked);
    return trigger ? line.slice(0, trigger.start) + completedLink(trigger, path, title) + line.slice(trigger.end) : line;
  };

  it.each([
    ['See [](in|).', 'See [Title](a/b.md).'],
    ['See [](in|', 'See [Title](a/b.md)'],
    ['See [mine](in|).', 'See [mine](a/b.md).'],
    ['See [mine](<in|>).', 'See [mine](a/b.md).'],
    ['See [mine](in|x "tip").', 'See [mine](a/b.md "tip").'],
    ['See [[in|]].', 'See [Title](a/b.md).'],
    ['See #file:in| now', 'See [Title](a/b.md) now'],
    ["See #file:'in|' now", 'See [Title](a/b.md) now'],
    ['See @in| now', 'See [Title](a/b.md) now'],
  ])('%s', (marked, expected) => expect(complete(marked, 'a/b.md', 'Title')).toBe(expected));

  it('writes a link that leads there, whatever the file is called', () => {
    const segment = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((name) => !/[\p{Cc}/\\]|^[\s.~]|\s$|[{%$]/u.test(name) && name.isWellFormed());
    const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/'));
    const marked = fc.constantFrom('See [](|) now', 'See [mine](| now', 'See [[|]] now', 'See #file:| now', 'See @| now', '- [](<|>)', '[a](|x "tip")');
    fc.assert(
      fc.property(marked, path, fc.string({ unit: 'grapheme', maxLength: 30 }), (text, chosen, title) => {
        const line = complete(text, chosen, title);
        expect(parseReferences(line).map((reference) => reference.path.replace(/^\.\//, '')), line).toEqual([chosen]);
      }),
    );
  });
});

it('stands any line and replaces what surrounds the cursor', () => {
  const piece = fc.constantFrom('[', ']', '(', ')', '[[', ']]', '](', '@', '#file:', '`', '\\', '<', '>', ' ', '"', '!', '../', '%2', 'a', 'ä', '😀', '|', '#');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.nat(), (pieces, random) => {
      const line = pieces.join('');
      const column = random % (line.length + 1);
      const trigger = referenceTriggerAt(line, column);
      if (!trigger) return;
      expect(trigger.start).toBeLessThanOrEqual(column);
      expect(trigger.end).toBeGreaterThanOrEqual(column);
      expect(trigger.end).toBeLessThanOrEqual(line.length);
      expect(trigger.query).not.toMatch(/^\.{0,2}\//);
    }),
  );
});

it('gets over lines that are nothing but marks', () => {
  for (const text of ['[', '`', '](', '[[', '\\', '@', '[]('].map((one) => one.repeat(20_000))) expect(() => referenceTriggerAt(text, text.length)).not.toThrow();
});
