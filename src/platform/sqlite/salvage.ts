import type { Composition } from '../../core/history/composition';
import { allColumns, toComposition } from './compositionRow';
import { storedRecords } from './leafPages';
import { compositionColumns } from './schema';
import type { SqlDatabase } from './sqlDatabase';

/**
 * All compositions that can be read of a damaged file, by looking at every page of it. Whose Markdown file is there has to be read again, as
 * nothing of what is known of the file is believed.
 */
export function salvage(bytes: Uint8Array): readonly Composition[] {
  const found = new Map<string, Composition>();
  for (const { values } of storedRecords(bytes)) {
    if (!compositionColumns.includes(values.length)) continue;
    // The first column is the id, which is not stored with the others.
    const composition = orNone(() => toComposition(values.slice(1)));
    if (!composition || !isSound(composition)) continue;
    const known = found.get(composition.uuid);
    if (!known || known.updated < composition.updated) found.set(composition.uuid, composition);
  }
  return [...found.values()].map((composition) => (composition.isMissing ? composition : { ...composition, size: 0, mtime: 0, hash: '' }));
}

/** All compositions in the database of a later version, as far as they are kept as now. */
export function copyOfNewer(database: SqlDatabase): readonly Composition[] {
  try {
    return database.rows(`SELECT ${allColumns} FROM composition`).flatMap((row) => orNone(() => toComposition(row)) ?? []);
  } catch {
    return [];
  }
}

function isSound({ uuid, uri, created, updated }: Composition): boolean {
  return uuid !== '' && uri !== '' && Number.isFinite(created) && Number.isFinite(updated);
}

function orNone<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
