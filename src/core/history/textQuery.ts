import { type QueryToken, queryTokens } from './queryTokens';

/** Further ones are left out. */
const MAX_TERMS = 64;

export interface QueryTerm {
  /** Folded as by `termsOf`. */
  readonly text: string;
  /** Terms that begin with {@link text} are meant as well. */
  readonly isPrefix: boolean;
}

/** Terms one behind the other; a single word is a phrase of one. */
export interface QueryPhrase {
  readonly kind: 'phrase';
  /** At least one. */
  readonly terms: readonly QueryTerm[];
}

/** What a text must have to be found. */
export type TextQuery =
  | QueryPhrase
  /** At least two operands. */
  | { readonly kind: 'and' | 'or'; readonly operands: readonly TextQuery[] }
  | { readonly kind: 'not'; readonly operand: TextQuery };

/**
 * Reads what somebody typed into a search box; nothing is an error.
 *
 * - Words are all required. What stands together (`foo.bar()`, `a/b`) is a phrase, as is `"a b"`.
 * - `word*` is a prefix; so is the last word, as long as nothing follows it.
 * - `OR` joins its neighbours, so `a b OR c` is `a (b OR c)`; `AND` binds closer than `OR`: `a AND b OR c` is `(a AND b) OR c`.
 *   `NOT` and `-` exclude the word, phrase or group behind them.
 * - Operators are capitals. One without something to work on is a word; quotes and parentheses without a partner mean nothing.
 *
 * @returns `undefined` when there is nothing to search for
 */
export function parseTextQuery(query: string): TextQuery | undefined {
  return new Parser(queryTokens(query)).parse();
}

/** The phrases that a text is found for, each once, in the order of the query: what is highlighted and ranked by. */
export function positivePhrases(query: TextQuery): QueryPhrase[] {
  const phrases = new Map<string, QueryPhrase>();
  collect(query, true, phrases);
  return [...phrases.values()];
}

/** Whether a text is meant. @param has whether it has a phrase */
export function matchesQuery(query: TextQuery, has: (phrase: QueryPhrase) => boolean): boolean {
  switch (query.kind) {
    case 'phrase':
      return has(query);
    case 'not':
      return !matchesQuery(query.operand, has);
    case 'and':
      return query.operands.every((operand) => matchesQuery(operand, has));
    case 'or':
      return query.operands.some((operand) => matchesQuery(operand, has));
  }
}

function collect(query: TextQuery, isPositive: boolean, into: Map<string, QueryPhrase>): void {
  if (query.kind === 'not') collect(query.operand, !isPositive, into);
  else if (query.kind !== 'phrase') for (const operand of query.operands) collect(operand, isPositive, into);
  else if (isPositive) {
    const key = phraseKey(query);
    if (!into.has(key)) into.set(key, query);
  }
}

/** The same for phrases that mean the same. */
export function phraseKey({ terms }: QueryPhrase): string {
  return terms.map(({ text, isPrefix }) => (isPrefix ? `${text}*` : text)).join(' ');
}

type Node = TextQuery | undefined;

/** Recursive descent; the depth of parentheses is bounded by the tokens, that of negations by taking them in a loop. */
class Parser {
  readonly #tokens: readonly QueryToken[];
  #at = 0;
  #terms = 0;

  constructor(tokens: readonly QueryToken[]) {
    this.#tokens = tokens;
  }

  parse(): Node {
    const groups: Node[] = [];
    while (this.#hasOperand()) groups.push(this.#alternatives());
    return join('and', groups);
  }

  #alternatives(): Node {
    const operands = [this.#conjunction()];
    while (this.#takeOperator('OR')) operands.push(this.#conjunction());
    return join('or', operands);
  }

  #conjunction(): Node {
    const operands = [this.#factor()];
    while (this.#takeOperator('AND')) operands.push(this.#factor());
    return join('and', operands);
  }

  #factor(): Node {
    let isNegated = false;
    for (; this.#isNegation(); this.#at++) isNegated = !isNegated;
    const operand = this.#operand();
    return isNegated && operand ? { kind: 'not', operand } : operand;
  }

  #operand(): Node {
    const token = this.#tokens[this.#at++];
    if (token?.kind === 'phrase') return token.phrase && this.#bounded(token.phrase);
    if (token?.kind !== 'open') return undefined;
    const group = this.parse();
    this.#at++;
    return group;
  }

  #bounded(phrase: QueryPhrase): Node {
    const terms = phrase.terms.slice(0, MAX_TERMS - this.#terms);
    this.#terms += terms.length;
    return terms.length === phrase.terms.length ? phrase : terms.length > 0 ? { kind: 'phrase', terms } : undefined;
  }

  /** `NOT` or `-` with something behind it to exclude. */
  #isNegation(): boolean {
    const token = this.#tokens[this.#at];
    const isNegation = token?.kind === 'minus' || (token?.kind === 'phrase' && token.operator === 'NOT');
    return isNegation && this.#hasOperand(this.#at + 1);
  }

  #takeOperator(operator: 'AND' | 'OR'): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'phrase' || token.operator !== operator || !this.#hasOperand(this.#at + 1)) return false;
    this.#at++;
    return true;
  }

  #hasOperand(at = this.#at): boolean {
    const token = this.#tokens[at];
    return token !== undefined && token.kind !== 'close';
  }
}

function join(kind: 'and' | 'or', nodes: readonly Node[]): Node {
  const operands = nodes.flatMap((node) => (node === undefined ? [] : node.kind === kind ? node.operands : [node]));
  return operands.length > 1 ? { kind, operands } : operands[0];
}
