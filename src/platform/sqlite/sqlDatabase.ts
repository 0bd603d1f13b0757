import type { Database, SqlJsStatic, SqlValue, Statement } from 'sql.js';

export type Row = readonly SqlValue[];

/** How many statements are kept prepared; the rarest used go first. */
const keptStatements = 60;

/** What SQLite says of a file whose pages or schema make no sense. */
const damage = /malformed|not a database|disk I\/O error|unsupported file format|no such (table|column|module)|corrupt/i;

const lackOfMemory = /^Aborted|out of memory|allocation failed|Invalid typed array length/i;

/** A database of sql.js, which lives in memory, with statements that are prepared once. Errors are `Error`s, whatever sql.js throws. */
export class SqlDatabase {
  readonly #database: Database;
  readonly #statements = new Map<string, Statement>();

  /** @param bytes of a file of SQLite; a new database without. @throws when SQLite refuses it */
  constructor(sql: SqlJsStatic, bytes?: Uint8Array) {
    this.#database = new sql.Database(bytes);
  }

  /** Bytes it takes in memory, and on disk. */
  get size(): number {
    return this.number('SELECT page_count * page_size FROM pragma_page_count, pragma_page_size');
  }

  /** Makes a function of the program known to SQL. It must not throw. */
  define(name: string, implementation: (value: SqlValue) => SqlValue): void {
    this.#database.create_function(name, implementation);
  }

  /** Runs statements without parameters, any number of them. */
  execute(sql: string): void {
    guarded(() => this.#database.run(sql));
  }

  /** Runs one statement. @returns how many rows it changed */
  run(sql: string, parameters: Row = []): number {
    return guarded(() => {
      const statement = this.#prepare(sql);
      try {
        statement.run([...parameters]);
      } finally {
        statement.reset();
      }
      return this.#database.getRowsModified();
    });
  }

  /** All rows of one query. */
  rows(sql: string, parameters: Row = []): readonly Row[] {
    return guarded(() => {
      const statement = this.#prepare(sql);
      const rows: Row[] = [];
      try {
        statement.bind([...parameters]);
        while (statement.step()) rows.push(statement.get());
      } finally {
        statement.reset();
      }
      return rows;
    });
  }

  /** The first row, if there is one. */
  row(sql: string, parameters: Row = []): Row | undefined {
    return this.rows(sql, parameters)[0];
  }

  /** The first value of the first row as a number; 0 when there is none. */
  number(sql: string, parameters: Row = []): number {
    return Number(this.row(sql, parameters)?.[0] ?? 0);
  }

  /** Does all of `work` or nothing. */
  transaction<T>(work: () => T): T {
    this.execute('BEGIN');
    try {
      const result = work();
      this.execute('COMMIT');
      return result;
    } catch (error) {
      try {
        this.execute('ROLLBACK');
      } catch {
        // SQLite has rolled back itself where the error asked for it.
      }
      throw error;
    }
  }

  /** The file as it would be on disk. Not inside of a transaction. */
  export(): Uint8Array {
    return guarded(() => this.#database.export());
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #prepare(sql: string): Statement {
    const known = this.#statements.get(sql);
    const statement = known ?? this.#database.prepare(sql);
    this.#statements.delete(sql);
    this.#statements.set(sql, statement);
    if (this.#statements.size > keptStatements) this.#dropOldest();
    return statement;
  }

  #dropOldest(): void {
    const [oldest] = this.#statements;
    if (!oldest) return;
    oldest[1].free();
    this.#statements.delete(oldest[0]);
  }
}

/** Whether an error means that the database itself is broken rather than one call. */
export function isDamage(error: unknown): error is Error {
  return error instanceof Error && !isBreakdown(error) && damage.test(error.message);
}

/** Whether SQLite was cut off within a call, by a fault or for want of memory, after which nothing that it holds can be trusted. */
export function isBreakdown(error: unknown): boolean {
  return error instanceof Error && (error.name === 'RuntimeError' || lackOfMemory.test(error.message));
}

/** sql.js throws strings at times. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Error ? error : new Error(String(error));
  }
}
