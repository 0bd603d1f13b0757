import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { Composition } from '../../../src/core/history/composition';
import type { BenchQueries } from './historyTexts';

interface NativeStatement {
  run(...values: unknown[]): unknown;
  all(...values: unknown[]): unknown[];
  get(...values: unknown[]): unknown;
}

interface NativeDatabase {
  exec(sql: string): void;
  prepare(sql: string): NativeStatement;
  close(): void;
}

/** Compositions in a file of SQLite with FTS5 by better-sqlite3, in this thread: what native code does with the same texts. */
class Yardstick {
  readonly #database: NativeDatabase;
  readonly #insert: NativeStatement;
  readonly #search: NativeStatement;
  readonly #byId: NativeStatement;
  readonly #update: NativeStatement;
  readonly #delete: NativeStatement;

  constructor(database: NativeDatabase) {
    this.#database = database;
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      CREATE TABLE composition (id INTEGER PRIMARY KEY, uuid TEXT UNIQUE, created INTEGER, text TEXT);
      CREATE VIRTUAL TABLE fulltext USING fts5 (text, content='composition', content_rowid='id');
      CREATE TRIGGER added AFTER INSERT ON composition BEGIN INSERT INTO fulltext (rowid, text) VALUES (new.id, new.text); END;
      CREATE TRIGGER removed AFTER DELETE ON composition BEGIN INSERT INTO fulltext (fulltext, rowid, text) VALUES ('delete', old.id, old.text); END;
      CREATE TRIGGER changed AFTER UPDATE ON composition BEGIN
        INSERT INTO fulltext (fulltext, rowid, text) VALUES ('delete', old.id, old.text);
        INSERT INTO fulltext (rowid, text) VALUES (new.id, new.text); END;`);
    this.#insert = database.prepare('INSERT INTO composition (uuid, created, text) VALUES (?, ?, ?)');
    this.#update = database.prepare('UPDATE composition SET text = ? WHERE uuid = ?');
    this.#byId = database.prepare('SELECT * FROM composition WHERE uuid = ?');
    this.#delete = database.prepare('DELETE FROM composition WHERE uuid = ?');
    this.#search = database.prepare(
      `SELECT uuid, snippet(fulltext, 0, '[', ']', '…', 20) FROM fulltext JOIN composition ON id = fulltext.rowid WHERE fulltext MATCH ? ORDER BY rank LIMIT 50`,
    );
  }

  fill(compositions: readonly Composition[]): void {
    this.#database.exec('BEGIN');
    for (const composition of compositions) this.insert(composition);
    this.#database.exec('COMMIT');
  }

  insert({ uuid, created, text }: Composition): void {
    this.#insert.run(uuid, created, text);
  }

  update({ uuid }: Composition, text: string): void {
    this.#update.run(text, uuid);
  }

  byId({ uuid }: Composition): void {
    this.#byId.get(uuid);
  }

  delete({ uuid }: Composition): void {
    this.#delete.run(uuid);
  }

  search(kind: keyof BenchQueries, query: string): number {
    return this.#search.all(kind === 'prefix' ? `${query}*` : query).length;
  }

  close(): void {
    this.#database.close();
  }
}

/**
 * Installs better-sqlite3 on first use, outside of the project's own dependencies: it is native code, built for the one Node that runs this.
 * @returns `undefined` where it can be neither downloaded nor built; says so
 */
export function openYardstick(file: string): Yardstick | undefined {
  const folder = resolve('.vscode-test/yardstick');
  try {
    if (!existsSync(join(folder, 'node_modules', 'better-sqlite3'))) {
      mkdirSync(folder, { recursive: true });
      cpSync(resolve('test/bench/yardstick'), folder, { recursive: true });
      execFileSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, stdio: ['ignore', 2, 2] });
    }
    const Database = createRequire(join(folder, 'package.json'))('better-sqlite3') as new (file: string) => NativeDatabase;
    return new Yardstick(new Database(file));
  } catch (error) {
    console.error(`No yardstick: better-sqlite3 cannot be used here (${String(error).split('\n')[0]}).`);
    return undefined;
  }
}
