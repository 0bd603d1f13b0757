import type { SqlDatabase } from './sqlDatabase';

/** The full-text index of more bytes of database than this is checked only when somebody asks: it takes a second for 50 MB. */
const checkedUpTo = 100_000_000;

const tables = ['meta', 'composition', 'content', 'tag', 'prompt', 'fulltext_segments', 'fulltext_segdir', 'fulltext_docsize', 'fulltext_stat'];

export interface Finding {
  /** `index`: only what can be made anew of the rest. */
  readonly kind: 'table' | 'index';
  readonly message: string;
}

/**
 * Looks for damage, in steps between which others can be served. A step is a walk through one table. Never throws.
 * @param isThorough checks the full-text index whatever its size
 */
export function* integritySteps(database: SqlDatabase, isThorough: boolean): Generator<readonly Finding[]> {
  for (const table of tables) yield attempt(table.startsWith('fulltext') ? 'index' : 'table', () => checkTable(database, table));
  yield attempt('index', () => (isThorough || database.size <= checkedUpTo ? checkIndex(database) : []));
}

function attempt(kind: Finding['kind'], work: () => readonly string[]): readonly Finding[] {
  try {
    return work().map((message) => ({ kind, message }));
  } catch (error) {
    return [{ kind, message: error instanceof Error ? error.message : String(error) }];
  }
}

function checkTable(database: SqlDatabase, table: string): readonly string[] {
  const lines = database.rows(`PRAGMA quick_check(${table})`).map(([line]) => String(line));
  return lines.filter((line) => line !== 'ok').map((line) => `${table}: ${line}`);
}

/** Against the texts that it is of. */
function checkIndex(database: SqlDatabase): readonly string[] {
  database.execute("INSERT INTO fulltext (fulltext) VALUES ('integrity-check')");
  return [];
}
