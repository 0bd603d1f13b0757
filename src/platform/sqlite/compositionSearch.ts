import type { Composition } from '../../core/history/composition';
import type { CompositionHit, SearchOptions } from '../../core/history/compositionRepository';
import { compositionBody } from '../../core/history/compositionText';
import { fts4AnyOf, toFts4 } from '../../core/history/fts4Query';
import { type PhraseMatch, phraseMatches } from '../../core/history/phraseMatches';
import { bm25, nearnessFactor, noticeableScore } from '../../core/history/ranking';
import { oneLine, snippetOf } from '../../core/history/snippets';
import { type Term, termsOf } from '../../core/history/terms';
import { parseTextQuery, positivePhrases, type QueryPhrase, type TextQuery } from '../../core/history/textQuery';
import { allColumns, summaryOf, toComposition } from './compositionRow';
import { allOf, type Condition, filterOf, hasText } from './filterSql';
import type { SqlDatabase } from './sqlDatabase';

/** So many of the newest that are found are ranked: a word that is in most of 100,000 compositions would take a quarter of a second otherwise. */
const rankedAtMost = 2000;
/** Of how many texts, for each one that is wished, it is looked how near the words stand. */
const lookedAt = 3;
/** What standing near can be worth at most: see `nearnessFactor`. */
const bestNearness = 1.5;
/** Of longer texts only the beginning is looked at, for nearness and snippet, in UTF-16 code units. */
const longestText = 100_000;

interface Ranked {
  readonly id: number;
  readonly score: number;
}

interface Looked {
  readonly composition: Composition;
  readonly line: string;
  readonly terms: readonly Term[];
  readonly matches: readonly PhraseMatch[];
  readonly score: number;
}

/** Full-text search: SQLite finds and counts, JavaScript ranks and cuts the snippets, of the stored texts of those that are shown. */
export class CompositionSearch {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  search(query: string, { limit = 50, ...filter }: Omit<SearchOptions, 'signal'>): readonly CompositionHit[] {
    const parsed = parseTextQuery(query);
    if (!parsed || !(limit >= 1)) return [];
    const phrases = positivePhrases(parsed);
    const ranked = phrases.length === 0 ? this.#newest(parsed, filterOf(filter)) : this.#ranked(parsed, phrases, filterOf(filter));
    const best = worthLooking(ranked, phrases.length, Math.floor(limit));
    const looked = this.#texts(best).map(({ composition, score }) => look(composition, score, phrases));
    return looked.sort(byScore).slice(0, limit).map(toHit);
  }

  #newest(query: TextQuery, filter: Condition): Ranked[] {
    const { sql, parameters } = allOf([hasText(toFts4(query)), filter], 'AND');
    const rows = this.#database.rows(`SELECT id FROM composition WHERE ${sql} ORDER BY created DESC, uuid DESC LIMIT ?`, [...parameters, rankedAtMost]);
    return rows.map(([id]) => ({ id: Number(id), score: 0 }));
  }

  #ranked(query: TextQuery, phrases: readonly QueryPhrase[], filter: Condition): Ranked[] {
    const compiled = toFts4(query);
    const operands = query.kind === 'and' || query.kind === 'or' ? query.operands.length : 1;
    // `matchinfo` counts what is in the expression: where that is each phrase once, the expression finds and counts at the same time.
    const isDirect = compiled.kind === 'match' && operands === phrases.length;
    const match = isDirect ? compiled.match : fts4AnyOf(phrases);
    const condition = isDirect ? filter : allOf([hasText(compiled), filter], 'AND');
    const rows = this.#database.rows(
      `SELECT composition.id, matchinfo(fulltext, 'pcnalx') FROM fulltext CROSS JOIN composition ON composition.id = fulltext.docid
        WHERE fulltext MATCH ? AND ${condition.sql} ORDER BY fulltext.docid DESC LIMIT ?`,
      [match, ...condition.parameters, rankedAtMost],
    );
    return rows.map(([id, info]) => ({ id: Number(id), score: info instanceof Uint8Array ? scoreOf(info) : 0 }));
  }

  #texts(ranked: readonly Ranked[]): readonly { readonly composition: Composition; readonly score: number }[] {
    return ranked.flatMap(({ id, score }) => {
      const row = this.#database.row(`SELECT ${allColumns} FROM composition WHERE id = ?`, [id]);
      return row ? [{ composition: toComposition(row), score }] : [];
    });
  }
}

/** The best, and those that nearness could lift up to them. */
function worthLooking(ranked: readonly Ranked[], phrases: number, limit: number): readonly Ranked[] {
  const sorted = [...ranked].sort((a, b) => b.score - a.score || b.id - a.id);
  const worst = sorted[limit - 1]?.score;
  if (worst === undefined) return sorted;
  const least = phrases > 1 ? worst / bestNearness : noticeableScore(worst) * 0.97;
  return sorted.filter(({ score }, index) => index < limit || (index < lookedAt * limit && score >= least));
}

/** @param info `pcnalx` of an index of one column: counts of phrases and columns, texts, average and own length, then three figures for each phrase. */
function scoreOf(info: Uint8Array): number {
  const [phraseCount = 0, , documents = 0, averageLength = 0, length = 0, ...figures] = new Uint32Array(info.buffer, info.byteOffset, info.byteLength / 4);
  const phrases = Array.from({ length: phraseCount }, (_, index) => ({ frequency: figures[3 * index] ?? 0, documents: figures[3 * index + 2] ?? 0 }));
  return bm25(phrases, { length, averageLength, documents });
}

function look(composition: Composition, score: number, phrases: readonly QueryPhrase[]): Looked {
  const line = oneLine(compositionBody(composition.text).slice(0, longestText));
  const terms = termsOf(line);
  const matches = phraseMatches(terms, phrases);
  return { composition, line, terms, matches, score: noticeableScore(score * nearnessFactor(matches)) };
}

function byScore(a: Looked, b: Looked): number {
  return b.score - a.score || b.composition.created - a.composition.created || (a.composition.uuid < b.composition.uuid ? 1 : -1);
}

function toHit({ composition, line, terms, matches, score }: Looked): CompositionHit {
  return { composition: summaryOf(composition), score, snippet: snippetOf(line, terms, matches) };
}
