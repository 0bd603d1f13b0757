import type { SqlJsStatic } from 'sql.js';
import { allColumns, toComposition, withContent } from './compositionRow';
import type { CompositionStore } from './compositionStore';
import type { DatabaseFiles } from './databaseFiles';
import { SqlDatabase } from './sqlDatabase';

/**
 * Takes over from a database that another window wrote those compositions that are nowhere else, so that replacing it loses nothing: their
 * Markdown file was gone before this window could read it.
 * @param wasDeleted what this window deleted stays deleted
 * @returns their uuids
 */
export function adoptMissing(sql: SqlJsStatic, files: DatabaseFiles, store: CompositionStore, wasDeleted: (uuid: string) => boolean): readonly string[] {
  const unknown = files.readSidecar().missing.filter((uuid) => !wasDeleted(uuid) && store.load(uuid) === undefined);
  const bytes = unknown.length > 0 ? files.read() : undefined;
  if (!bytes) return [];
  const other = new SqlDatabase(sql, bytes);
  try {
    const rows = unknown.flatMap((uuid) => other.rows(`SELECT ${allColumns} FROM ${withContent} WHERE composition.uuid = ? AND is_missing`, [uuid]));
    const compositions = rows.map(toComposition);
    store.save(compositions);
    return compositions.map(({ uuid }) => uuid);
  } finally {
    other.close();
  }
}
