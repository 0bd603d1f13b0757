import type { SqlJsStatic } from 'sql.js';
import type { Composition } from '../../core/history/composition';
import { compositionBody } from '../../core/history/compositionText';
import { indexText, TERMS_VERSION } from '../../core/history/terms';
import { decodeText } from './compositionRow';
import { CompositionStore } from './compositionStore';
import type { DatabaseFiles } from './databaseFiles';
import type { OpenAnswer } from './historyProtocol';
import { isWhole } from './leafPages';
import { copyOfNewer, salvage } from './salvage';
import { applicationId, configure, isLatestSchema, migrate, migrations, schemaVersion } from './schema';
import { isBreakdown, SqlDatabase } from './sqlDatabase';

/** A database in memory. */
export interface OpenDatabase {
  readonly database: SqlDatabase;
  readonly answer: Exclude<OpenAnswer, { readonly state: 'blocked' }>;
  /** Whether the file may be replaced. */
  readonly isKept: boolean;
}

export interface Opening {
  readonly sql: SqlJsStatic;
  readonly files: DatabaseFiles;
  readonly now: () => number;
  /** Goes on although compositions would be lost. */
  readonly mayLose: boolean;
  readonly warn: (message: string) => void;
}

/** Lets what opening a database runs of SQLite be compiled, some 20 ms, while the database is being read. */
export function warmUp(sql: SqlJsStatic): void {
  const database = prepared(new SqlDatabase(sql));
  database.number('PRAGMA application_id');
  isLatestSchema(database);
  database.close();
}

/** Opens what is on disk, or begins anew; of what is damaged it takes what can be read. Leaves the file as it is. */
export function openDatabase(opening: Opening): OpenDatabase | Extract<OpenAnswer, { readonly state: 'blocked' }> {
  const { sql, files, warn } = opening;
  let bytes: Uint8Array | undefined;
  try {
    bytes = files.read();
  } catch (error) {
    // Nobody knows what is in it, so that it must not be replaced.
    warn(`${files.database} cannot be read, so that nothing is kept: ${String(error)}`);
    return { database: emptyDatabase(sql), answer: { state: 'new' }, isKept: false };
  }
  if (!bytes) return { database: emptyDatabase(sql), answer: { state: 'new' }, isKept: true };
  try {
    return openBytes(sql, bytes);
  } catch (error) {
    if (isBreakdown(error)) throw error;
    warn(`${files.database} is damaged: ${String(error)}`);
    return repair(opening, bytes, files.readSidecar().missing);
  }
}

/**
 * A new database with what can be read of a damaged one, which is set aside.
 * @param missing compositions of which the text is nowhere else
 */
export function repair(opening: Opening, bytes: Uint8Array, missing: readonly string[]): OpenDatabase | Extract<OpenAnswer, { readonly state: 'blocked' }> {
  const { files, warn } = opening;
  const compositions = salvage(bytes);
  const readable = new Set(compositions.map(({ uuid }) => uuid));
  const count = missing.filter((uuid) => !readable.has(uuid)).length;
  if (count > 0 && !opening.mayLose) return { state: 'blocked', count };
  const database = filledDatabase(opening.sql, compositions);
  let backup: string | undefined;
  try {
    backup = files.version() === undefined ? undefined : files.setAside(opening.now());
  } catch (error) {
    warn(`The damaged ${files.database} could not be set aside, so that it stays and nothing is kept: ${String(error)}`);
    return { database, answer: { state: 'repaired', repair: { backup, salvaged: compositions.length } }, isKept: false };
  }
  return { database, answer: { state: 'repaired', repair: { backup, salvaged: compositions.length } }, isKept: true };
}

/** Whether the full-text index was made of other terms than this version makes. */
function isIndexOutdated(database: SqlDatabase): boolean {
  return database.row('SELECT value FROM meta WHERE name = ?', ['terms'])?.[0] !== String(TERMS_VERSION);
}

/** Makes the full-text index anew, of the text that is there: some 10 s for 100,000 compositions. */
export function rebuildIndex(database: SqlDatabase): void {
  database.transaction(() => {
    database.execute("INSERT INTO fulltext (fulltext) VALUES ('rebuild')");
    noteTerms(database);
  });
}

function openBytes(sql: SqlJsStatic, bytes: Uint8Array): OpenDatabase {
  if (!isWhole(bytes)) throw new Error('It is no whole file of SQLite');
  const database = prepared(new SqlDatabase(sql, bytes));
  try {
    if (database.number('PRAGMA application_id') !== applicationId) throw new Error('Another program wrote it');
    if (schemaVersion(database) > migrations.length) {
      const compositions = copyOfNewer(database);
      database.close();
      return { database: filledDatabase(sql, compositions), answer: { state: 'newer' }, isKept: false };
    }
    migrate(database);
    if (!isLatestSchema(database)) throw new Error('It has another schema than it says');
    if (isIndexOutdated(database)) rebuildIndex(database);
    new CompositionStore(database).missing();
    return { database, answer: { state: 'ready' }, isKept: true };
  } catch (error) {
    database.close();
    throw error;
  }
}

function emptyDatabase(sql: SqlJsStatic): SqlDatabase {
  const database = prepared(new SqlDatabase(sql));
  migrate(database);
  noteTerms(database);
  return database;
}

function filledDatabase(sql: SqlJsStatic, compositions: readonly Composition[]): SqlDatabase {
  const database = emptyDatabase(sql);
  new CompositionStore(database).save(compositions);
  return database;
}

function prepared(database: SqlDatabase): SqlDatabase {
  configure(database);
  database.define('terms_of', (text) => (text instanceof Uint8Array ? termsOf(text) : ''));
  return database;
}

function termsOf(text: Uint8Array): string {
  return indexText(compositionBody(decodeText(text)));
}

function noteTerms(database: SqlDatabase): void {
  database.run('INSERT OR REPLACE INTO meta VALUES (?, ?)', ['terms', String(TERMS_VERSION)]);
}
