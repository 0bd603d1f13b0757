import type { Composition } from '../../src/core/history/composition';

/** A composition of the text; what it is called and when it was made is the same each time. */
export function aComposition(properties: Partial<Composition> = {}): Composition {
  const { uuid = 'a', text = 'Write a test.' } = properties;
  const created = properties.created ?? Date.UTC(2026, 0, 5, 14, 30);
  return {
    uuid,
    uri: `file:///history/${uuid}.md`,
    created,
    updated: created,
    directory: undefined,
    source: undefined,
    excerpt: text.slice(0, 100),
    characters: text.length,
    lines: text.split('\n').length,
    tokens: Math.ceil(text.length / 4),
    prompts: [],
    tags: [],
    isMissing: false,
    text,
    size: Buffer.byteLength(text),
    mtime: created,
    hash: '0'.repeat(64),
    ...properties,
  };
}
