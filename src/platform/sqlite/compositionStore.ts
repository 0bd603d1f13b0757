import type { Composition, CompositionSummary } from '../../core/history/composition';
import { assertComposition, tagKey } from '../../core/history/compositionFilters';
import type {
  CompositionPage,
  CountOf,
  HistoryStatistics,
  KnownFile,
  ListOptions,
  StatisticsOptions,
} from '../../core/history/compositionRepository';
import { allColumns, encodeText, summaryColumns, toComposition, toRow, toSummary, withContent } from './compositionRow';
import { type Condition, filterOf } from './filterSql';
import type { Row, SqlDatabase } from './sqlDatabase';

const dayMs = 86_400_000;
const placeholders = Array(16).fill('?').join(', ');
/** How many ids are asked for at once; SQLite allows 32,766. */
const chunk = 500;

/** Compositions in the tables of `schema.ts`. Synchronous; what changes several rows does all or nothing. */
export class CompositionStore {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  /** @throws {TypeError} for what is no composition */
  save(compositions: readonly Composition[]): void {
    for (const composition of compositions) assertComposition(composition);
    this.#database.transaction(() => {
      for (const composition of compositions) this.#put(composition);
    });
  }

  load(uuid: string): Composition | undefined {
    const row = this.#database.row(`SELECT ${allColumns} FROM ${withContent} WHERE composition.uuid = ?`, [uuid]);
    return row && toComposition(row);
  }

  findByUri(uri: string): CompositionSummary | undefined {
    return this.#summary('uri = ? ORDER BY updated DESC, uuid LIMIT 1', [uri]);
  }

  findBySource(source: string): CompositionSummary | undefined {
    return this.#summary('source = ? ORDER BY created DESC, updated DESC, uuid LIMIT 1', [source]);
  }

  delete(uuids: readonly string[]): number {
    return this.#database.transaction(() => {
      let count = 0;
      for (const id of this.#ids(uuids)) {
        this.#remove(id);
        count++;
      }
      return count;
    });
  }

  list(options: ListOptions = {}): CompositionPage {
    const { limit = 100, offset = 0, order = 'newest' } = options;
    const { sql, parameters } = filterOf(options);
    const total = this.#database.number(`SELECT count(*) FROM composition WHERE ${sql}`, parameters);
    const direction = order === 'newest' ? 'DESC' : 'ASC';
    const rows = this.#database.rows(
      `SELECT ${summaryColumns} FROM composition WHERE ${sql} ORDER BY created ${direction}, uuid ${direction} LIMIT ? OFFSET ?`,
      [...parameters, whole(limit), whole(offset)],
    );
    return { items: rows.map(toSummary), total };
  }

  tags(): readonly CountOf<string>[] {
    // The spelling of the oldest one.
    const oldest = "min(printf('%016d', created + 300000000000000) || uuid)";
    const rows = this.#database.rows(`SELECT name, count(*), ${oldest} FROM tag JOIN composition USING (id) GROUP BY folded ORDER BY 2 DESC, folded`);
    return rows.map(toCount);
  }

  directories(): readonly CountOf<string>[] {
    const sql = 'SELECT directory, count(*) FROM composition WHERE directory IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1';
    return this.#database.rows(sql).map(toCount);
  }

  statistics(options: StatisticsOptions): HistoryStatistics {
    const condition = filterOf(options);
    const sums = `count(*), coalesce(sum(size), 0), coalesce(sum(characters), 0), coalesce(sum(tokens), 0), min(created), max(created)`;
    const [count, bytes, characters, tokens, first, last] = this.#database
      .rows(`SELECT ${sums} FROM composition WHERE ${condition.sql}`, condition.parameters)
      .flat()
      .map(Number);
    const totals = { compositions: count ?? 0, bytes: bytes ?? 0, characters: characters ?? 0, tokens: tokens ?? 0 };
    const range = totals.compositions > 0 ? { first: first ?? 0, last: last ?? 0 } : undefined;
    return { ...totals, range, days: this.#days(condition, options.offsetMinutes), prompts: this.#prompts(condition) };
  }

  /** By uuid, from behind `after` on. */
  files(after: string, limit: number): readonly KnownFile[] {
    const rows = this.#database.rows(
      'SELECT uuid, uri, size, mtime, hash, is_missing FROM composition WHERE uuid > ? ORDER BY uuid LIMIT ?',
      [after, limit],
    );
    return rows.map(([uuid, uri, size, mtime, hash, isMissing]) => {
      return { uuid: String(uuid), uri: String(uri), size: Number(size), mtime: Number(mtime), hash: String(hash), isMissing: isMissing === 1 };
    });
  }

  /** @returns those that there are */
  markMissing(uuids: readonly string[], isMissing: boolean): readonly string[] {
    const update = 'UPDATE composition SET is_missing = ? WHERE uuid = ?';
    return this.#database.transaction(() => uuids.filter((uuid) => this.#database.run(update, [isMissing ? 1 : 0, uuid]) > 0));
  }

  /** Those whose Markdown file is gone. */
  missing(): readonly string[] {
    return this.#database.rows('SELECT uuid FROM composition WHERE is_missing').map(([uuid]) => String(uuid));
  }

  #summary(condition: string, parameters: Row): CompositionSummary | undefined {
    const row = this.#database.row(`SELECT ${summaryColumns} FROM composition WHERE ${condition}`, parameters);
    return row && toSummary(row);
  }

  #days({ sql, parameters }: Condition, offsetMinutes: number): HistoryStatistics['days'] {
    const rows = this.#database.rows(
      `SELECT floor((created + ?) / ${dayMs}.0), count(*), sum(tokens) FROM composition WHERE ${sql} GROUP BY 1 ORDER BY 1`,
      [offsetMinutes * 60_000, ...parameters],
    );
    return rows.map(([day, count, tokens]) => ({ day: dateOf(Number(day)), compositions: Number(count), tokens: Number(tokens) }));
  }

  #prompts({ sql, parameters }: Condition): readonly CountOf<string>[] {
    const rows = this.#database.rows(
      `SELECT prompt.uri, count(*) FROM prompt JOIN composition USING (id) WHERE ${sql} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20`,
      parameters,
    );
    return rows.map(toCount);
  }

  #put(composition: Composition): void {
    const [former] = this.#ids([composition.uuid]);
    if (former !== undefined) this.#remove(former);
    const id = this.#freeId(composition.created);
    this.#database.run(`INSERT INTO composition VALUES (?, ${placeholders})`, [id, ...toRow(composition)]);
    this.#database.run('INSERT INTO content VALUES (?, ?, ?)', [id, composition.uuid, encodeText(composition.text)]);
    this.#database.run('INSERT INTO fulltext (docid, terms) SELECT rowid, terms FROM terms WHERE rowid = ?', [id]);
    for (const name of composition.tags) this.#database.run('INSERT OR IGNORE INTO tag VALUES (?, ?, ?)', [tagKey(name), id, name]);
    for (const uri of composition.prompts) this.#database.run('INSERT OR IGNORE INTO prompt VALUES (?, ?)', [uri, id]);
  }

  #remove(id: number): void {
    // The index first: it needs the text to know what goes.
    this.#database.run('DELETE FROM fulltext WHERE docid = ?', [id]);
    for (const table of ['tag', 'prompt', 'content', 'composition']) this.#database.run(`DELETE FROM ${table} WHERE id = ?`, [id]);
  }

  #ids(uuids: readonly string[]): readonly number[] {
    const ids: number[] = [];
    const unique = [...new Set(uuids)];
    for (let start = 0; start < unique.length; start += chunk) {
      const part = unique.slice(start, start + chunk);
      const marks = part.length === 1 ? '?' : Array(chunk).fill('?').join(', ');
      const filled = part.length === 1 ? part : [...part, ...Array<null>(chunk - part.length).fill(null)];
      ids.push(...this.#database.rows(`SELECT id FROM composition WHERE uuid IN (${marks})`, filled).map(([id]) => Number(id)));
    }
    return ids;
  }

  /** About the second of the creation; later ones where many were created in the same. */
  #freeId(created: number): number {
    let id = Math.min(Math.max(Math.floor(created / 1000), 1), 1e12);
    for (let step = 1; this.#database.row('SELECT 1 FROM composition WHERE id = ?', [id]); step *= 2) id += Math.ceil(step * Math.random());
    return id;
  }
}

function toCount([value, count]: Row): CountOf<string> {
  return { value: String(value), count: Number(count) };
}

/** @param day since the epoch */
function dateOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** What SQLite takes for a limit: a negative one would mean all. */
function whole(count: number): number {
  return Number.isFinite(count) ? Math.max(0, Math.floor(count)) : Number.MAX_SAFE_INTEGER;
}
