import { createHash } from 'node:crypto';
import type { SqlDatabase } from './sqlDatabase';

/** One step between two versions of the schema, both ways. Each runs in a transaction together with the number of the version. */
export interface Migration {
  readonly up: string;
  readonly down: string;
}

/** Tells our files from those of other programs: `PSTH`. */
export const applicationId = 0x50535448;

/**
 * `composition` and `content` hold everything: all else is filled from them, so that these rows alone are worth saving from a broken file. The
 * texts stand apart, as most questions are answered by a walk through the rest, which is a tenth of it. An `id` is about the second in which
 * the composition was created, so that the full-text index, which is kept in descending order, gives the newest first without sorting.
 * `prompts` and `tags` are JSON, and `text` is UTF-8: strings of sql.js lose a byte order mark.
 *
 * The full-text index is FTS4, the latest that sql.js has (no FTS5), of terms that a function of ours makes: the view `terms` stands for
 * the text that it is of, so that nothing is stored twice, and SQLite can still check the index against it and fill it again.
 */
export const migrations: readonly Migration[] = [
  {
    up: `
      CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE composition (
        id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, uri TEXT NOT NULL, created NUMERIC NOT NULL, updated NUMERIC NOT NULL,
        directory TEXT, source TEXT, excerpt TEXT NOT NULL, characters INTEGER NOT NULL, lines INTEGER NOT NULL, tokens INTEGER NOT NULL,
        prompts TEXT NOT NULL, tags TEXT NOT NULL, is_missing INTEGER NOT NULL, size INTEGER NOT NULL, mtime NUMERIC NOT NULL,
        hash TEXT NOT NULL);
      CREATE TABLE content (id INTEGER PRIMARY KEY, uuid TEXT NOT NULL, text BLOB NOT NULL);
      CREATE INDEX composition_created ON composition (created, uuid);
      CREATE INDEX composition_uri ON composition (uri);
      CREATE INDEX composition_source ON composition (source) WHERE source IS NOT NULL;
      CREATE INDEX composition_directory ON composition (directory);
      CREATE INDEX composition_missing ON composition (uuid) WHERE is_missing;
      CREATE TABLE tag (folded TEXT NOT NULL, id INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (folded, id)) WITHOUT ROWID;
      CREATE INDEX tag_id ON tag (id);
      CREATE TABLE prompt (uri TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (uri, id)) WITHOUT ROWID;
      CREATE INDEX prompt_id ON prompt (id);
      CREATE VIEW terms (rowid, terms) AS SELECT id, terms_of(text) FROM content;
      CREATE VIRTUAL TABLE fulltext USING fts4 (content="terms", terms, tokenize=simple, order=desc);
      INSERT INTO fulltext (fulltext) VALUES ('automerge=8');`,
    down: 'DROP TABLE fulltext; DROP VIEW terms; DROP TABLE prompt; DROP TABLE tag; DROP TABLE content; DROP TABLE composition; DROP TABLE meta;',
  },
];

/** How many columns a row of these tables has; no other table has as many. */
export const compositionColumns = 17;
export const contentColumns = 3;

export function schemaVersion(database: SqlDatabase): number {
  return database.number('PRAGMA user_version');
}

/**
 * Brings the schema to a version, step by step, up or down. A step that fails leaves the database as it was before that step.
 * @param version default: the latest
 * @throws when a step fails or the schema is later than what is known
 */
export function migrate(database: SqlDatabase, version = migrations.length, steps = migrations): void {
  for (let from = schemaVersion(database); from !== version; from = schemaVersion(database)) {
    const isUp = from < version;
    const step = steps[isUp ? from : from - 1];
    if (!step) throw new Error(`No way from version ${from} of the schema to ${version}`);
    database.transaction(() => {
      database.execute(isUp ? step.up : step.down);
      database.execute(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${isUp ? from + 1 : from - 1}`);
    });
  }
}

/** Of the {@link schemaText} of the latest version; making a database to compare with would take longer than all the rest of opening one. */
export const latestSchema = 'd161a008a7c61903492cd5791bc407f57535699e5c583373648ddff3b40bb8af';

/** Whether the schema is that of the latest version. */
export function isLatestSchema(database: SqlDatabase): boolean {
  return createHash('sha256').update(schemaText(database)).digest('hex') === latestSchema;
}

/** What the schema consists of, to compare: names, and the statements that are ours and not SQLite's own. */
export function schemaText(database: SqlDatabase): string {
  return JSON.stringify(database.rows("SELECT type, name, iif(name GLOB 'fulltext_*', '', sql) FROM sqlite_schema ORDER BY type, name"));
}

/**
 * Settings that are not part of the file. The file in memory needs no journal on a disk, nor to be flushed. Pages of 8 KB hold a composition
 * of 2 KB with less waste than 4 KB; what is deleted is overwritten, so that no deleted text stays in the file or is salvaged from it.
 */
export function configure(database: SqlDatabase): void {
  database.execute('PRAGMA page_size = 8192; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA secure_delete = ON; PRAGMA cache_size = -16000');
}
