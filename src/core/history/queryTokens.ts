import type { QueryPhrase, QueryTerm } from './textQuery';
import { termsOf } from './terms';

/** A piece of a query as it stands there. */
export type QueryToken =
  | { readonly kind: 'open' | 'close' | 'minus' }
  /** May have nothing that can be searched for. */
  | { readonly kind: 'phrase'; readonly phrase: QueryPhrase | undefined; readonly operator: 'AND' | 'OR' | 'NOT' | undefined };

/** In UTF-16 code units; what stands behind is left out. */
const MAX_LENGTH = 10_000;
const MAX_DEPTH = 20;

const BLANK = /[\p{Z}\p{Cc}]/u;
/** As some editors and phones type them. */
const QUOTES = '"“”„';

/** Cuts a query into words, phrases, operators and parentheses that match each other. */
export function queryTokens(query: string): QueryToken[] {
  return matched(new Tokenizer(query.slice(0, MAX_LENGTH)).run());
}

class Tokenizer {
  readonly #query: string;
  readonly #tokens: QueryToken[] = [];
  readonly #lastQuote: number;

  constructor(query: string) {
    this.#query = query;
    this.#lastQuote = Math.max(...[...QUOTES].map((quote) => query.lastIndexOf(quote)));
  }

  run(): QueryToken[] {
    for (let at = 0; at < this.#query.length; ) at = this.#next(at);
    return this.#tokens;
  }

  #next(at: number): number {
    const query = this.#query;
    const character = query.charAt(at);
    if (BLANK.test(character)) return at + 1;
    if (character === '(' || character === ')') {
      this.#tokens.push({ kind: character === '(' ? 'open' : 'close' });
      return at + 1;
    }
    if (this.#isOpeningQuote(at)) return this.#quoted(at + 1);
    // Two of them are an option of a program, one on its own is a bullet.
    if (character === '-' && at + 1 < query.length && query.charAt(at + 1) !== '-' && !BLANK.test(query.charAt(at + 1))) {
      this.#tokens.push({ kind: 'minus' });
      return at + 1;
    }
    return this.#word(at);
  }

  /** A quote that is never closed means nothing. */
  #isOpeningQuote(at: number): boolean {
    return at < this.#lastQuote && QUOTES.includes(this.#query.charAt(at));
  }

  #quoted(start: number): number {
    let end = start;
    while (!QUOTES.includes(this.#query.charAt(end))) end++;
    this.#tokens.push({ kind: 'phrase', phrase: this.#phrase(this.#query.slice(start, end), false), operator: undefined });
    return end + 1;
  }

  #word(start: number): number {
    const query = this.#query;
    let open = 0;
    let end = start;
    for (; end < query.length; end++) {
      const character = query.charAt(end);
      if (BLANK.test(character) || this.#isOpeningQuote(end)) break;
      if (character === '(') open++;
      // The parentheses of a call belong to the word.
      else if (character === ')' && --open < 0) break;
    }
    const word = query.slice(start, end);
    const operator = word === 'AND' || word === 'OR' || word === 'NOT' ? word : undefined;
    this.#tokens.push({ kind: 'phrase', phrase: this.#phrase(word, end === query.length && !this.#isExcluded()), operator });
    return end;
  }

  /** What is excluded counts as it stands: while `-review` is being typed, not everything with an `r` goes away. */
  #isExcluded(): boolean {
    const before = this.#tokens.at(-1);
    return before?.kind === 'minus' || (before?.kind === 'phrase' && before.operator === 'NOT');
  }

  /** @param isUnfinished its last term may be begun only. */
  #phrase(text: string, isUnfinished: boolean): QueryPhrase | undefined {
    const found = termsOf(text);
    const terms: QueryTerm[] = [];
    for (const [index, { text: term, position, end }] of found.entries()) {
      // What follows are the parts of compound words; whoever writes a compound means the whole.
      if (position !== index) break;
      const isStarred = text.charAt(end) === '*' && (end + 1 === text.length || BLANK.test(text.charAt(end + 1)));
      terms.push({ text: term, isPrefix: isStarred || (isUnfinished && end === text.length) });
    }
    return terms.length === 0 ? undefined : { kind: 'phrase', terms };
  }
}

/** Leaves out parentheses without a partner and those that are nested too deeply. */
function matched(tokens: readonly QueryToken[]): QueryToken[] {
  const kept = new Set<number>();
  const open: number[] = [];
  for (const [index, { kind }] of tokens.entries()) {
    if (kind === 'open') open.push(index);
    else if (kind === 'close') {
      const partner = open.pop();
      if (partner !== undefined && open.length < MAX_DEPTH) kept.add(partner).add(index);
    }
  }
  return tokens.filter(({ kind }, index) => (kind !== 'open' && kind !== 'close') || kept.has(index));
}
