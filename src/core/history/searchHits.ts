import { topOf } from '../library/topOf';
import type { CompositionSummary } from './composition';
import type { CompositionHit } from './compositionRepository';
import { compositionBody } from './compositionText';
import { phraseMatches } from './phraseMatches';
import { nearnessFactor, noticeableScore } from './ranking';
import { oneLine, snippetOf } from './snippets';
import { termsOf } from './terms';
import type { QueryPhrase } from './textQuery';

/** So many of the best by BM25 are read to see how near together their words stand. */
const READ = 60;

/** A composition that a query finds. */
export interface Candidate {
  readonly composition: CompositionSummary;
  /** By `bm25`. */
  readonly relevance: number;
}

/**
 * The best of what was found, as they are shown. Among equals the newest come first.
 *
 * @param phrases what was searched, by `positivePhrases`
 * @param textOf the whole Markdown file of a candidate; asked for the best only
 */
export function searchHits<T extends Candidate>(candidates: Iterable<T>, phrases: readonly QueryPhrase[], limit: number, textOf: (candidate: T) => string): CompositionHit[] {
  if (limit <= 0) return [];
  const count = phrases.length > 1 ? Math.max(limit, READ) : limit;
  const best = topOf(candidates, count, (a, b) => noticeableScore(b.relevance) - noticeableScore(a.relevance) || newestFirst(a, b));
  const hits = best.map((candidate) => hitOf(candidate, textOf(candidate), phrases));
  return hits.sort((a, b) => b.score - a.score || newestFirst(a, b)).slice(0, limit);
}

function hitOf({ composition, relevance }: Candidate, text: string, phrases: readonly QueryPhrase[]): CompositionHit {
  const line = oneLine(compositionBody(text));
  const terms = termsOf(line);
  const matches = phraseMatches(terms, phrases);
  return { composition, score: noticeableScore(relevance * nearnessFactor(matches)), snippet: snippetOf(line, terms, matches) };
}

function newestFirst(a: { readonly composition: CompositionSummary }, b: { readonly composition: CompositionSummary }): number {
  return b.composition.created - a.composition.created || (a.composition.uuid > b.composition.uuid ? -1 : 1);
}
