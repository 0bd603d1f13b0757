import { afterAll, describe, expect, it } from 'vitest';
import { corpusFiles, corpusIsAbsent, corpusRows } from '../../../test/support/corpus';
import { Random } from '../../../test/support/random';
import { syntheticPrompt, syntheticPrompts } from '../../../test/support/syntheticPrompts';
import { typoKinds, withTypo, withTypoInEachWord } from '../../../test/support/typos';
import type { Prompt } from '../prompts/prompt';
import { PromptSearch } from './promptSearch';

/** What somebody types who wants the prompt of this title. */
type Typing = (title: string, random: Random) => string;

const shuffled: Typing = (title, random) => random.shuffled(title.split(' ')).join(' ');

/** The last word only begun, by at least half. */
const begun: Typing = (title, random) => {
  const characters = [...(title.split(' ').at(-1) ?? '')];
  const typed = Math.max(2, Math.ceil(characters.length * (0.5 + 0.5 * random.next())));
  return title.slice(0, title.length - characters.slice(typed).join('').length);
};

const typings: readonly (readonly [string, Typing])[] = [
  ['as it is', (title) => title],
  ['words in any order', shuffled],
  ['last word begun', begun],
  ...typoKinds.map((kind) => [`${kind} in one word`, (title, random) => withTypo(title, kind, random)] as [string, Typing]),
  ...typoKinds.map((kind) => [`${kind} in each word`, (title, random) => withTypoInEachWord(title, kind, random)] as [string, Typing]),
  ['any order, one typo', (title, random) => withTypo(shuffled(title, random), random.pick(typoKinds), random)],
];

const spaced = (title: string): string => title.trim().replace(/\s+/gu, ' ');
const sameTitle = (a: string, b: string): boolean => spaced(a).toLowerCase() === spaced(b).toLowerCase();

/** The part of the queries whose prompt, or one of the same title, is among the first three. */
function foundAmongFirstThree(search: PromptSearch, wanted: readonly Prompt[], typing: Typing, queries: number): number {
  const random = new Random(20_260_101);
  let found = 0;
  for (let i = 0; i < queries; i++) {
    const { title } = random.pick(wanted);
    const hits = search.search(typing(spaced(title), random), { limit: 3 });
    if (hits.some(({ prompt }) => sameTitle(prompt.title, title))) found++;
  }
  return found / queries;
}

const percent = (part: number): string => `${(part * 100).toFixed(1)} %`.padStart(7);

function searchOver(prompts: readonly Prompt[]): PromptSearch {
  const search = new PromptSearch();
  search.apply({ added: prompts, changed: [], removed: [] });
  return search;
}

if (corpusIsAbsent) console.log('Ranking over real titles is skipped: there is no ../shared/corpus.');

describe.skipIf(corpusIsAbsent)('the wanted prompt is among the first three, by its title', () => {
  const entries = corpusIsAbsent ? [] : [...corpusFiles(), ...corpusRows()];
  const prompts = entries.filter(({ title }) => title.trim() !== '').map((entry, index) => syntheticPrompt(index, entry));
  const rows = prompts.filter(({ category }) => category === 'prompts.chat');
  const filler = corpusIsAbsent ? [] : syntheticPrompts(10_000 - prompts.length, 7).map((prompt) => ({ ...prompt, uri: `${prompt.uri}.copy` }));
  const libraries = {
    'the rows of the table': { search: searchOver(rows), wanted: rows, queries: 150 },
    'all real prompts': { search: searchOver(prompts), wanted: prompts, queries: 150 },
    'all real prompts among 10,000': { search: searchOver([...prompts, ...filler]), wanted: prompts, queries: 150 },
  };

  const results: string[] = [];
  afterAll(() => console.log(results.join('\n')));

  it('reads all of the corpus', () => {
    expect(corpusRows()).toHaveLength(1281);
    expect(prompts.length).toBeGreaterThan(2200);
  });

  for (const [library, { search, wanted, queries }] of Object.entries(libraries)) {
    it.each(typings)(`${library}, typed %s`, (name, typing) => {
      const part = foundAmongFirstThree(search, wanted, typing, queries);
      results.push(`${percent(part)} ${library} (${wanted.length}), ${name}`);
      expect(part).toBeGreaterThanOrEqual(0.95);
    });
  }

  it.each(typoKinds)('most titles of a single short word, %s', (kind) => {
    const short = prompts.filter(({ title }) => /^\p{L}{3,5}$/u.test(title.trim()));
    const part = foundAmongFirstThree(libraries['all real prompts'].search, short, (title, random) => withTypo(title, kind, random), 100);
    results.push(`${percent(part)} the ${short.length} titles of a word of 3 to 5 letters, ${kind}`);
    expect(part).toBeGreaterThanOrEqual(0.5);
  });
});
