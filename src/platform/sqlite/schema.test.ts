import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SqlJsStatic } from 'sql.js';
import { sqlJs } from '../../../test/support/sqlHistory';
import { eachToken, indexText } from '../../core/history/terms';
import { configure, isLatestSchema, latestSchema, migrate, type Migration, migrations, schemaText, schemaVersion } from './schema';
import { SqlDatabase } from './sqlDatabase';

let sql: SqlJsStatic;
beforeAll(async () => {
  sql = await sqlJs();
});

function emptyDatabase(): SqlDatabase {
  const database = new SqlDatabase(sql);
  configure(database);
  database.define('terms_of', () => '');
  return database;
}

describe('the versions of the schema', () => {
  test('lead up to the latest and back to nothing', () => {
    const database = emptyDatabase();
    const nothing = schemaText(database);
    migrate(database);
    expect(schemaVersion(database)).toBe(migrations.length);
    const latest = schemaText(database);
    migrate(database, 0);
    expect(schemaText(database)).toBe(nothing);
    migrate(database);
    expect(schemaText(database)).toBe(latest);
  });

  test('of which the latest is known without making one', () => {
    const database = emptyDatabase();
    migrate(database);
    expect(createHash('sha256').update(schemaText(database)).digest('hex')).toBe(latestSchema);
    expect(isLatestSchema(database)).toBe(true);
    database.execute('DROP INDEX tag_id');
    expect(isLatestSchema(database)).toBe(false);
  });

  const later: readonly Migration[] = [
    ...migrations,
    { up: "ALTER TABLE composition ADD COLUMN mood TEXT NOT NULL DEFAULT 'fine'", down: 'ALTER TABLE composition DROP COLUMN mood' },
    { up: 'CREATE TABLE half (done); INSERT INTO nowhere VALUES (1)', down: 'DROP TABLE half' },
  ];

  test('keep the data both ways', () => {
    const database = emptyDatabase();
    migrate(database, 1);
    const columns = "'file:///a.md', 1, 1, NULL, NULL, '', 0, 0, 0, '[]', '[]', 0, 0, 0, ''";
    database.execute(`INSERT INTO composition VALUES (1, 'a', ${columns})`);
    migrate(database, 2, later);
    expect(database.row('SELECT uuid, mood FROM composition')).toEqual(['a', 'fine']);
    migrate(database, 1, later);
    expect(database.number('SELECT count(*) FROM composition')).toBe(1);
    expect(() => database.row('SELECT mood FROM composition')).toThrow();
  });

  test('leave everything as it was where a step fails', () => {
    const database = emptyDatabase();
    migrate(database, 2, later);
    const before = schemaText(database);
    expect(() => migrate(database, 3, later)).toThrow(/nowhere/);
    expect(schemaVersion(database)).toBe(2);
    expect(schemaText(database)).toBe(before);
    expect(() => migrate(database, 4, later)).toThrow();
  });
});

test('SQLite cuts the text of the index into exactly the terms that it was made of', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(fc.constantFrom('fooBar', 'snake_case', 'Ä', 'é', 'e\u0301', '日本', '👩‍👩‍👧', '🇩🇪', 'İ', 'ß', '\0', '\u2028', 'ａ', 'x'.repeat(70), '١٢', ' ', '-', '¦'), { maxLength: 20 }).map((parts) => parts.join('')),
  );
  const database = new SqlDatabase(sql);
  database.execute('CREATE VIRTUAL TABLE fulltext USING fts4 (terms, tokenize=simple); CREATE VIRTUAL TABLE found USING fts4aux (fulltext)');
  fc.assert(
    fc.property(text, (written) => {
      const counts = new Map<string, number>();
      eachToken(written, (token) => counts.set(token, (counts.get(token) ?? 0) + 1));
      database.execute('DELETE FROM fulltext');
      database.run('INSERT INTO fulltext (terms) VALUES (?)', [indexText(written)]);
      const rows = database.rows("SELECT term, occurrences FROM found WHERE col = '*'");
      expect(new Map(rows.map(([term, occurrences]) => [String(term), Number(occurrences)]))).toEqual(counts);
    }),
  );
});
