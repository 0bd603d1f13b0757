import type { Composition } from '../../src/core/history/composition';
import { compositionBody } from '../../src/core/history/compositionText';
import { Random } from './random';

let last = 0;

/** A composition as it would be read of its file. What is not given is made up, so that no two are alike. */
export function compositionRow(init: Partial<Composition> & { readonly body?: string } = {}): Composition {
  const number = ++last;
  const { body = `Composition number ${number}`, ...given } = init;
  const uuid = given.uuid ?? `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
  const created = given.created ?? Date.UTC(2026, 0, 1) + number * 60_000;
  const text = given.text ?? `---\nuuid: ${uuid}\ncreated: ${new Date(created).toISOString()}\n---\n${body}`;
  const content = compositionBody(text);
  return {
    uuid,
    uri: `file:///history/${uuid}.md`,
    created,
    updated: created,
    directory: undefined,
    source: undefined,
    excerpt: content.slice(0, 100).replace(/\s+/gu, ' ').trim(),
    characters: content.length,
    lines: content.split('\n').length,
    tokens: Math.ceil(content.length / 4),
    prompts: [],
    tags: [],
    isMissing: false,
    size: new TextEncoder().encode(text).length,
    mtime: created,
    hash: number.toString(16).padStart(64, '0'),
    ...given,
    text,
  };
}

/** Many compositions of about 2 KB, with words as frequent as in a language: few of them everywhere, most of them rare. */
export function* manyCompositions(count: number, seed = 1): Generator<Composition> {
  const random = new Random(seed);
  const syllables = 'ka lo mi ter ven sol dra pin eth uma rok sti bel gor fan'.split(' ');
  const words = Array.from({ length: 20_000 }, () => Array.from({ length: 2 + random.below(3) }, () => random.pick(syllables)).join(''));
  const word = (): string => words[Math.floor(words.length ** random.next()) - 1] ?? '';
  for (let index = 0; index < count; index++) {
    const body = Array.from({ length: 300 }, (_, at) => `${word()}${at % 12 === 11 ? '.\n' : ''}`).join(' ');
    const created = Date.UTC(2024, 0, 1) + index * 600_000;
    yield compositionRow({ body, created, tags: [`tag${index % 17}`], directory: `file:///work/project${index % 9}`, prompts: [`file:///library/${index % 40}.md`] });
  }
}
