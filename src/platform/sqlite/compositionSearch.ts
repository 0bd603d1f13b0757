import { type Composition, summaryOf } from '../../core/history/composition';
import type { CompositionHit, SearchOptions } from '../../core/history/compositionRepository';
import { fts4AnyOf, toFts4 } from '../../core/history/fts4Query';
import { bm25, noticeableScore } from '../../core/history/ranking';
import { type Candidate, searchHits } from '../../core/history/searchHits';
import { matchesQuery, parseTextQuery, positivePhrases, type QueryPhrase, type TextQuery } from '../../core/history/textQuery';
import { allColumns, toComposition, withContent } from './compositionRow';
import { allOf, type Condition, filterOf, hasText } from './filterSql';
import type { SqlDatabase } from './sqlDatabase';

/** So many of the newest that are found are ranked: a word that is in most of 100,000 compositions would take a quarter of a second otherwise. */
const rankedAtMost = 2000;
/** So many of the best are read at least, for how near the words stand. */
const readAtLeast = 60;

interface Ranked {
  readonly id: number;
  readonly relevance: number;
  /** What of it a reader would notice. */
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
    const conditions = filterOf(filter);
    const ranked = phrases.length === 0 ? [] : this.#ranked(parsed, phrases, conditions);
    // A text may be meant for what it has not.
    if (matchesQuery(parsed, () => false)) ranked.push(...this.#newest(parsed, conditions, new Set(ranked.map(({ id }) => id))));
    // Ids follow the time of creation.
    ranked.sort((a, b) => b.score - a.score || b.id - a.id);
    const best = ranked.slice(0, Math.max(limit, readAtLeast)).flatMap((each) => this.#candidate(each));
    return searchHits(best, phrases, Math.floor(limit), ({ text }) => text);
  }

  #newest(query: TextQuery, filter: Condition, known: ReadonlySet<number>): Ranked[] {
    const { sql, parameters } = allOf([hasText(toFts4(query)), filter], 'AND');
    const rows = this.#database.rows(`SELECT id FROM composition WHERE ${sql} ORDER BY id DESC LIMIT ?`, [...parameters, rankedAtMost]);
    return rows.map(([id]) => ({ id: Number(id), relevance: 0, score: 0 })).filter(({ id }) => !known.has(id));
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
    return rows.map(([id, info]) => {
      const relevance = info instanceof Uint8Array ? relevanceOf(info) : 0;
      return { id: Number(id), relevance, score: noticeableScore(relevance) };
    });
  }

  #candidate({ id, relevance }: Ranked): readonly (Candidate & Pick<Composition, 'text'>)[] {
    const row = this.#database.row(`SELECT ${allColumns} FROM ${withContent} WHERE composition.id = ?`, [id]);
    if (!row) return [];
    const composition = toComposition(row);
    return [{ composition: summaryOf(composition), relevance, text: composition.text }];
  }
}

/** @param info `pcnalx` of an index of one column: counts of phrases and columns, texts, average and own length, then three figures for each phrase. */
function relevanceOf(info: Uint8Array): number {
  const [phraseCount = 0, , documents = 0, averageLength = 0, length = 0, ...figures] = new Uint32Array(info.buffer, info.byteOffset, info.byteLength / 4);
  const phrases = Array.from({ length: phraseCount }, (_, index) => ({ frequency: figures[3 * index] ?? 0, documents: figures[3 * index + 2] ?? 0 }));
  return bm25(phrases, { length, averageLength, documents });
}
