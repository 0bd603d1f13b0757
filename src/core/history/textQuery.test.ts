import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textQueryCases } from '../../../test/support/textQueryCases';
import { fts4AnyOf, type Fts4Query, toFts4 } from './fts4Query';
import { indexText } from './terms';
import { matchesQuery, parseTextQuery, phraseKey, positivePhrases, type QueryPhrase, type TextQuery } from './textQuery';

/** As a reader would do it who has the words of a text before him. */
function has(text: string): (phrase: QueryPhrase) => boolean {
  const words = indexText(text).split(' ');
  return ({ terms }) => words.some((_, at) => terms.every(({ text: term, isPrefix }, index) => (isPrefix ? words[at + index]?.startsWith(term) : words[at + index] === term)));
}

function show(query: TextQuery | undefined): string {
  if (query === undefined) return '';
  if (query.kind === 'phrase') return query.terms.length > 1 ? `"${phraseKey(query)}"` : phraseKey(query);
  if (query.kind === 'not') return `!${show(query.operand)}`;
  return `(${query.operands.map(show).join(query.kind === 'and' ? ' & ' : ' | ')})`;
}

const parsed = (query: string): string => show(parseTextQuery(query));

const pieces = fc.constantFrom('a', 'b', 'OR', 'AND', 'NOT', '-', '(', ')', '"', '*', ' ', '  ', 'foo.bar()', '日本', '\n', '“');
const anyQuery = fc.oneof(fc.string({ unit: 'binary' }), fc.array(pieces, { maxLength: 40 }).map((all) => all.join('')), fc.array(pieces, { maxLength: 40 }).map((all) => all.join(' ')));

function depthOf(query: TextQuery): number {
  if (query.kind === 'phrase') return 1;
  return 1 + Math.max(...(query.kind === 'not' ? [query.operand] : query.operands).map(depthOf));
}

function phrasesOf(query: TextQuery): QueryPhrase[] {
  if (query.kind === 'phrase') return [query];
  return query.kind === 'not' ? phrasesOf(query.operand) : query.operands.flatMap(phrasesOf);
}

describe('a text query', () => {
  it.each(textQueryCases)('$query in $text: $isFound', ({ query, text, isFound }) => {
    const parsedQuery = parseTextQuery(query);
    expect(parsedQuery !== undefined && matchesQuery(parsedQuery, has(text))).toBe(isFound);
  });

  it('groups as documented', () => {
    expect(parsed('a b OR c d ')).toBe('(a & (b | c) & d)');
    expect(parsed('a AND b OR c ')).toBe('((a & b) | c)');
    expect(parsed('a OR b AND NOT c ')).toBe('(a | (b & !c))');
    expect(parsed('-(a OR b) c')).toBe('(!(a | b) & c*)');
    expect(parsed('f(x) (g(y.z) OR h) ')).toBe('("f x" & ("g y z" | h))');
    expect(parsed('NOT NOT NOT a')).toBe('!a');
    expect(parsed('say"a b"c')).toBe('(say & "a b" & c*)');
  });

  it('is nothing without a word', () => {
    for (const query of ['', ' ', '\n\t', '!!!', '()', '""', '"" -""', '- * -', '\ud800', '\0']) expect(parseTextQuery(query), query).toBeUndefined();
  });

  it('is never an error and stays within its bounds, whatever is typed', () => {
    fc.assert(
      fc.property(anyQuery, (text) => {
        const query = parseTextQuery(text);
        if (query === undefined) return;
        expect(phrasesOf(query).flatMap(({ terms }) => terms).length).toBeLessThanOrEqual(64);
        expect(depthOf(query)).toBeLessThanOrEqual(4 * 21);
        for (const { terms } of phrasesOf(query)) expect(terms.length).toBeGreaterThan(0);
      }),
      { numRuns: 2000 },
    );
  });

  it('is bounded against hostile ones', () => {
    const of = (query: string): TextQuery[] => [parseTextQuery(query)].filter((found) => found !== undefined);
    expect(of('word '.repeat(100_000)).flatMap(phrasesOf)).toHaveLength(64);
    expect(of(`${'('.repeat(5000)}a${')'.repeat(5000)}`).map(show)).toEqual(['a']);
    expect(of(`${'(x OR '.repeat(1000)}a${')'.repeat(1000)}`).map(depthOf)).toSatisfy(([depth = 0]) => depth < 100);
    expect(of('-('.repeat(3000) + 'a' + ')'.repeat(3000)).map(depthOf)).toSatisfy(([depth = 0]) => depth < 100);
    expect(of('NOT '.repeat(2499) + 'a').map(show)).toEqual(['!a']);
    expect(of('"'.repeat(9999))).toEqual([]);
    expect(of('日'.repeat(20_000)).flatMap(phrasesOf)[0]?.terms).toHaveLength(64);
  });

  it('names what a text is found for, not what is excluded', () => {
    const phrases = (query: string): string[] => [parseTextQuery(query)].flatMap((found) => (found ? positivePhrases(found).map(phraseKey) : []));
    expect(phrases('b a OR "c d" -e -(f g) a b*')).toEqual(['b', 'a', 'c d', 'b*']);
    expect(phrases('-(a -b)')).toEqual(['b']);
  });

  it('becomes expressions that SQLite cannot misunderstand', () => {
    const expressions = (query: Fts4Query): string[] =>
      query.kind === 'match' ? [query.match] : query.kind === 'not' ? expressions(query.operand) : query.operands.flatMap(expressions);
    const row = /^"[^"\s*()\0-\x1f]+\*?(?: [^"\s*()]+\*?)*"(?: (?:OR )?"[^"\s*()\0-\x1f]+\*?(?: [^"\s*()]+\*?)*")*$/;
    fc.assert(
      fc.property(anyQuery, (text) => {
        const query = parseTextQuery(text);
        if (query === undefined) return;
        for (const expression of expressions(toFts4(query))) expect(expression).toMatch(row);
        const phrases = positivePhrases(query);
        if (phrases.length > 0) expect(fts4AnyOf(phrases)).toMatch(row);
      }),
      { numRuns: 2000 },
    );
    expect(expressions(toFts4(parseTextQuery('a b "c d" e* -f (g OR h OR NOT i)') as TextQuery))).toEqual(['"a" "b" "c d" "e*"', '"f"', '"g" OR "h"', '"i"']);
  });
});
