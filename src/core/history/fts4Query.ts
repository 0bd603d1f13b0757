import type { QueryPhrase, TextQuery } from './textQuery';

/**
 * A query in pieces that SQLite can do: FTS4 knows no negation on its own or below `OR`, and limits how deeply its expressions are nested, so
 * only words, phrases and plain rows of them become a MATCH expression; the rest is left to SQL. SQLite balances rows, so 64 terms are 6 deep.
 */
export type Fts4Query =
  /** The rows of `SELECT docid FROM … WHERE … MATCH ?`. */
  | { readonly kind: 'match'; readonly match: string }
  /** At least two operands. */
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Fts4Query[] }
  | { readonly kind: 'not'; readonly operand: Fts4Query };

/** For an index of `indexText` with `tokenize=simple`. */
export function toFts4(query: TextQuery): Fts4Query {
  switch (query.kind) {
    case 'phrase':
      return { kind: 'match', match: fts4Phrase(query) };
    case 'not':
      return { kind: 'not', operand: toFts4(query.operand) };
    case 'and':
    case 'or':
      return row(query.kind, query.operands);
  }
}

/**
 * A MATCH expression for what has any of these phrases, whose `matchinfo` counts them in this order.
 *
 * @param phrases at least one
 */
export function fts4AnyOf(phrases: readonly QueryPhrase[]): string {
  return phrases.map(fts4Phrase).join(' OR ');
}

/** In quotes, where neither words such as `OR` nor any character of a term but the final `*` has a meaning. */
function fts4Phrase({ terms }: QueryPhrase): string {
  return `"${terms.map(({ text, isPrefix }) => (isPrefix ? `${text}*` : text)).join(' ')}"`;
}

function row(kind: 'and' | 'or', queries: readonly TextQuery[]): Fts4Query {
  const phrases = queries.filter((query) => query.kind === 'phrase');
  const others = queries.filter((query) => query.kind !== 'phrase').map(toFts4);
  const match = phrases.map(fts4Phrase).join(kind === 'or' ? ' OR ' : ' ');
  const operands: Fts4Query[] = phrases.length > 0 ? [{ kind: 'match', match }, ...others] : others;
  return operands.length === 1 && operands[0] ? operands[0] : { kind, operands };
}
