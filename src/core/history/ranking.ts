import type { PhraseMatch } from './phraseMatches';

/** How quickly further occurrences count less. */
const K1 = 1.2;
/** How much longer texts count less for the same occurrences. */
const B = 0.75;

/** What is known of all texts about one phrase and of one text. */
interface PhraseStatistics {
  /** How often the phrase is in the text. */
  readonly frequency: number;
  /** In how many texts it is. */
  readonly documents: number;
}

interface TextStatistics {
  /** In terms. */
  readonly length: number;
  readonly averageLength: number;
  /** How many texts there are. */
  readonly documents: number;
}

/**
 * How well a text answers a query, by Okapi BM25: S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond",
 * Foundations and Trends in Information Retrieval 3 (4), 2009, section 3.4; with 1 added inside the logarithm, so that
 * what is in more than half of the texts still counts. Phrases and prefixes count as words do.
 *
 * @returns 0 or more; more is better
 */
export function bm25(phrases: Iterable<PhraseStatistics>, { length, averageLength, documents }: TextStatistics): number {
  const norm = K1 * (1 - B + (B * length) / Math.max(averageLength, 1));
  let score = 0;
  for (const phrase of phrases) {
    if (phrase.frequency === 0) continue;
    const rarity = Math.log(1 + (documents - phrase.documents + 0.5) / (phrase.documents + 0.5));
    score += (rarity * phrase.frequency * (K1 + 1)) / (phrase.frequency + norm);
  }
  return score;
}

/** What standing right beside each other is worth. */
const NEARNESS = 0.5;

/**
 * By how much a text is better than its BM25 because what was searched stands together: 1.5 where all phrases of the query that it has follow
 * each other without a gap, falling to 1 with the number of terms between them; 1 for a single one.
 */
export function nearnessFactor(matches: readonly PhraseMatch[]): number {
  const lengths = new Map(matches.map(({ phrase, position, endPosition }) => [phrase, endPosition - position]));
  const wanted = lengths.size;
  if (wanted < 2) return 1;
  const length = [...lengths.values()].reduce((sum, each) => sum + each, 0);
  const ordered = [...matches].sort((a, b) => a.position - b.position || a.endPosition - b.endPosition);
  const counts = new Map<number, number>();
  let fewestBetween = Number.POSITIVE_INFINITY;
  let left = 0;
  for (const last of ordered) {
    counts.set(last.phrase, (counts.get(last.phrase) ?? 0) + 1);
    for (let first = ordered[left]; counts.size === wanted && first; first = ordered[++left]) {
      fewestBetween = Math.min(fewestBetween, last.endPosition - first.position - length);
      const count = (counts.get(first.phrase) ?? 0) - 1;
      if (count > 0) counts.set(first.phrase, count);
      else counts.delete(first.phrase);
    }
  }
  return 1 + NEARNESS / (1 + Math.max(0, fewestBetween) / wanted);
}

/** Scores that differ by less are the same to a reader: then the newer text comes first. */
const NOTICEABLE = Math.log(1.05);

/** Rounds a score to steps of 5 percent. */
export function noticeableScore(score: number): number {
  return score > 0 ? Math.exp(Math.round(Math.log(score) / NOTICEABLE) * NOTICEABLE) : 0;
}
