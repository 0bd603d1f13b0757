import { tagKey } from '../../core/history/compositionFilters';
import type { CompositionFilter } from '../../core/history/compositionRepository';
import { type Fts4Query, toFts4 } from '../../core/history/fts4Query';
import { parseTextQuery } from '../../core/history/textQuery';
import type { SqlValue } from 'sql.js';

/** An expression over `composition` with the values of its question marks. */
export interface Condition {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** Everything that a user typed goes in as a parameter. */
export function filterOf(filter: CompositionFilter): Condition {
  const conditions: Condition[] = [];
  for (const tag of filter.tags ?? []) conditions.push({ sql: 'composition.id IN (SELECT id FROM tag WHERE folded = ?)', parameters: [tagKey(tag)] });
  if (filter.directory !== undefined) conditions.push(inFolder(filter.directory));
  if (filter.from !== undefined) conditions.push({ sql: 'composition.created >= ?', parameters: [filter.from] });
  if (filter.to !== undefined) conditions.push({ sql: 'composition.created < ?', parameters: [filter.to] });
  if (filter.isMissing !== undefined) conditions.push({ sql: 'composition.is_missing = ?', parameters: [filter.isMissing ? 1 : 0] });
  const query = parseTextQuery(filter.text ?? '');
  if (query) conditions.push(hasText(toFts4(query)));
  return allOf(conditions, 'AND');
}

/** True for the compositions whose text is meant. */
export function hasText(query: Fts4Query): Condition {
  if (query.kind === 'match') {
    return { sql: 'composition.id IN (SELECT docid FROM fulltext WHERE fulltext MATCH ?)', parameters: [query.match] };
  }
  if (query.kind === 'not') {
    const { sql, parameters } = hasText(query.operand);
    return { sql: `NOT ${sql}`, parameters };
  }
  return allOf(query.operands.map(hasText), query.kind === 'and' ? 'AND' : 'OR');
}

/** @param operator no condition at all is true */
export function allOf(conditions: readonly Condition[], operator: 'AND' | 'OR'): Condition {
  if (conditions.length === 0) return { sql: 'TRUE', parameters: [] };
  return { sql: `(${conditions.map(({ sql }) => sql).join(` ${operator} `)})`, parameters: conditions.flatMap(({ parameters }) => parameters) };
}

function inFolder(folder: string | null): Condition {
  if (folder === null) return { sql: 'composition.directory IS NULL', parameters: [] };
  const root = folder.endsWith('/') ? folder.slice(0, -1) : folder;
  // What is below it lies between its name with a slash and its name with the character behind the slash.
  return { sql: '(composition.directory = ? OR (composition.directory >= ? AND composition.directory < ?))', parameters: [root, `${root}/`, `${root}0`] };
}
