import type { Composition, CompositionSummary } from '../../core/history/composition';
import type { Row } from './sqlDatabase';

const summaryNames = [
  ...['uuid', 'uri', 'created', 'updated', 'directory', 'source', 'excerpt', 'characters', 'lines', 'tokens', 'prompts', 'tags', 'is_missing'],
];
const fileNames = ['size', 'mtime', 'hash'];

/** Columns of a {@link CompositionSummary}, for {@link toSummary}. */
export const summaryColumns = summaryNames.map((name) => `composition.${name}`).join(', ');
/** Columns of a {@link Composition}, for {@link toComposition}, in the order in which they are stored behind the `id`; the text is stored apart. */
export const allColumns = [...[...summaryNames, ...fileNames].map((name) => `composition.${name}`), 'content.text'].join(', ');
export const withContent = 'composition JOIN content USING (id)';

/** A row is not what the schema promises: the file is damaged. */
export class BrokenRowError extends Error {}

const encoder = new TextEncoder();
// A byte order mark is part of the text.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export function encodeText(text: string): Uint8Array {
  return encoder.encode(text);
}

export function decodeText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** Values for {@link allColumns} but for the text. */
export function toRow(composition: Composition): Row {
  const { uuid, uri, created, updated, directory, source, excerpt, characters, lines, tokens } = composition;
  const lists = [composition.prompts, composition.tags].map((list) => JSON.stringify(list));
  const { isMissing, size, mtime, hash } = composition;
  const figures = [characters, lines, tokens];
  return [uuid, uri, created, updated, directory ?? null, source ?? null, excerpt, ...figures, ...lists, isMissing ? 1 : 0, size, mtime, hash];
}

/** @param row {@link summaryColumns} @throws {BrokenRowError} */
export function toSummary(row: Row): CompositionSummary {
  const [uuid, uri, created, updated, directory, source, excerpt, characters, lines, tokens, prompts, tags, isMissing] = row;
  return {
    uuid: string(uuid),
    uri: string(uri),
    created: number(created),
    updated: number(updated),
    directory: directory === null ? undefined : string(directory),
    source: source === null ? undefined : string(source),
    excerpt: string(excerpt),
    characters: number(characters),
    lines: number(lines),
    tokens: number(tokens),
    prompts: strings(prompts),
    tags: strings(tags),
    isMissing: number(isMissing) !== 0,
  };
}

/** @param row {@link allColumns} @throws {BrokenRowError} */
export function toComposition(row: Row): Composition {
  const [size, mtime, hash, text] = row.slice(summaryNames.length);
  if (!(text instanceof Uint8Array)) throw new BrokenRowError('No text');
  return { ...toSummary(row), size: number(size), mtime: number(mtime), hash: string(hash), text: decodeText(text) };
}

function string(value: unknown): string {
  if (typeof value !== 'string') throw new BrokenRowError('Not a string');
  return value;
}

function number(value: unknown): number {
  if (typeof value !== 'number') throw new BrokenRowError('Not a number');
  return value;
}

function strings(value: unknown): readonly string[] {
  try {
    const list: unknown = JSON.parse(string(value));
    if (Array.isArray(list)) return list.map(string);
  } catch {
    // Neither JSON nor a list.
  }
  throw new BrokenRowError('Not a list');
}
