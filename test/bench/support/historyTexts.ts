import type { Composition } from '../../../src/core/history/composition';
import { compositionBody } from '../../../src/core/history/compositionText';
import { termsOf } from '../../../src/core/history/terms';
import { compositionRow, manyCompositions } from '../../support/compositionRows';
import { corpusBodies, corpusIsAbsent, corpusRowBodies } from '../../support/corpus';
import { Random } from '../../support/random';

/** Compositions of about 2 KB, of paragraphs of real prompts put together anew; made-up words where the corpus is absent. */
export function* benchCompositions(count: number, seed = 1): Generator<Composition> {
  if (corpusIsAbsent) {
    yield* manyCompositions(count, seed);
    return;
  }
  const paragraphs = [...corpusBodies(), ...corpusRowBodies()].flatMap((body) => body.split(/\n{2,}/)).filter(({ length }) => length > 40 && length < 1500);
  const random = new Random(seed);
  for (let index = 0; index < count; index++) {
    const parts: string[] = [];
    for (let length = 0; length < 1900; length += parts.at(-1)?.length ?? 0) parts.push(random.pick(paragraphs));
    const created = Date.UTC(2023, 0, 1) + index * 600_000 + seed;
    const tags = [`tag${random.below(20)}`];
    yield compositionRow({ body: parts.join('\n\n'), created, tags, directory: `file:///work/project${index % 9}`, prompts: [`file:///library/${index % 40}.md`] });
  }
}

/** Queries by what they ask for. */
export interface BenchQueries {
  readonly rare: string;
  readonly two_words: string;
  readonly phrase: string;
  readonly prefix: string;
  readonly common: string;
}

/** Queries that such compositions answer, by how many of the texts have the words. */
export function benchQueries(compositions: readonly Composition[]): BenchQueries {
  const counts = new Map<string, number>();
  for (const { text } of compositions) {
    for (const term of new Set(termsOf(compositionBody(text)).map((each) => each.text))) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  const words = [...counts].filter(([word]) => /^[a-z]{4,}$/.test(word)).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const nearest = (share: number): string => words.find(([, count]) => count <= share * compositions.length)?.[0] ?? '';
  const [first = '', second = ''] = /[a-z]{4,} [a-z]{4,}/.exec(compositionBody(compositions[0]?.text ?? ''))?.[0].split(' ') ?? [];
  // A blank at the end: the last word is whole.
  return {
    rare: `${nearest(0.004)} `,
    two_words: `${nearest(0.15)} ${nearest(0.1)} `,
    phrase: `"${first} ${second}"`,
    prefix: nearest(0.05).slice(0, 3),
    common: `${words[0]?.[0] ?? ''} `,
  };
}
