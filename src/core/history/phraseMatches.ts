import type { Term } from './terms';
import type { QueryPhrase, QueryTerm } from './textQuery';

/** Where a phrase of a query stands in a text. */
export interface PhraseMatch {
  /** Index of the phrase. */
  readonly phrase: number;
  /** Of its first term and of the one behind its last. */
  readonly position: number;
  readonly endPosition: number;
  /** `[start, end)` in the text. */
  readonly start: number;
  readonly end: number;
}

/** All places of all phrases in the terms of a text, by start. */
export function phraseMatches(terms: readonly Term[], phrases: readonly QueryPhrase[]): PhraseMatch[] {
  const matches: PhraseMatch[] = [];
  const beginnings = new Beginnings(phrases);
  for (const [index, term] of terms.entries()) {
    for (const phrase of beginnings.of(term.text)) {
      const last = lastOf(terms, index, phrases[phrase]?.terms ?? []);
      if (last) matches.push({ phrase, position: term.position, endPosition: last.position + 1, start: term.start, end: last.end });
    }
  }
  return matches.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Which phrases may begin with a term. */
class Beginnings {
  readonly #exact = new Map<string, number[]>();
  readonly #prefixes: (readonly [prefix: string, phrase: number])[] = [];

  constructor(phrases: readonly QueryPhrase[]) {
    for (const [index, { terms }] of phrases.entries()) {
      const [first] = terms;
      if (first?.isPrefix) this.#prefixes.push([first.text, index]);
      else if (first) this.#exact.set(first.text, [...(this.#exact.get(first.text) ?? []), index]);
    }
  }

  of(term: string): readonly number[] {
    const exact = this.#exact.get(term) ?? [];
    if (this.#prefixes.length === 0) return exact;
    return [...exact, ...this.#prefixes.filter(([prefix]) => term.startsWith(prefix)).map(([, phrase]) => phrase)];
  }
}

function lastOf(terms: readonly Term[], first: number, phrase: readonly QueryTerm[]): Term | undefined {
  const position = (terms[first]?.position ?? 0) - first;
  const isThere = phrase.every(({ text, isPrefix }, index) => {
    const term = terms[first + index];
    // Positions that do not follow each other have a gap between them.
    return term?.position === position + first + index && (isPrefix ? term.text.startsWith(text) : term.text === text);
  });
  return isThere ? terms[first + phrase.length - 1] : undefined;
}
