import type { SqlValue } from 'sql.js';
import type { Composition } from '../../core/history/composition';
import { assertComposition } from '../../core/history/compositionFilters';
import { allColumns, toComposition, withContent } from './compositionRow';
import { storedRecords } from './leafPages';
import { compositionColumns, contentColumns } from './schema';
import type { Row, SqlDatabase } from './sqlDatabase';

/**
 * All compositions that can be read of a damaged file, by looking at every page of it. Whose Markdown file is there has to be read again, as
 * nothing of what is known of the file is believed.
 */
export function salvage(bytes: Uint8Array): readonly Composition[] {
  const rows = new Map<string, Row>();
  const texts = new Map<string, SqlValue>();
  for (const { values } of storedRecords(bytes)) {
    // The first column is the id, which is not stored with the others; the second is the uuid.
    const uuid = values[1];
    if (typeof uuid !== 'string') continue;
    if (values.length === compositionColumns) rows.set(uuid, values.slice(1));
    else if (values.length === contentColumns) texts.set(uuid, values[2] ?? null);
  }
  return [...rows].flatMap(([uuid, row]) => {
    const composition = orNone(() => toComposition([...row, texts.get(uuid) ?? null]));
    if (!composition) return [];
    return composition.isMissing ? [composition] : [{ ...composition, size: 0, mtime: 0, hash: '' }];
  });
}

/** All compositions in the database of a later version, as far as they are kept as now. */
export function copyOfNewer(database: SqlDatabase): readonly Composition[] {
  try {
    return database.rows(`SELECT ${allColumns} FROM ${withContent}`).flatMap((row) => orNone(() => toComposition(row)) ?? []);
  } catch {
    return [];
  }
}

/** @returns `undefined` when that fails, or gives what no backend would keep */
function orNone(work: () => Composition): Composition | undefined {
  try {
    const composition = work();
    assertComposition(composition);
    return composition;
  } catch {
    return undefined;
  }
}
