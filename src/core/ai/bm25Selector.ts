import type { PromptLibrary } from '../app';
import { topOf } from '../library/topOf';
import type { Prompt } from '../prompts/prompt';
import type { Slices } from '../util/slices';
import type { SelectionReason } from './contextSelector';
import type { CompositionView } from './selection/compositionView';
import { FollowedLibrary } from './selection/followedLibrary';
import { RankedSelector, type SelectorParts } from './selection/rankedSelector';
import { type RankedPrompt, type Ranking, wordsReason } from './selection/ranking';
import { countWords } from './selection/words';

/** How quickly further occurrences of a word in a prompt count less, how much longer prompts count less, and the same for words of the composition. */
const K1 = 1.8;
const B = 0.85;
const K3 = 4;
/** A word of these fields counts as so many of the body. */
const TITLE = 4;
const TAG = 3;
const DESCRIPTION = 2;
/** Words of a composition that are looked for: the most telling ones. */
const MAX_QUERY = 150;
/** Of a body, in UTF-16 code units: the rest of a long one says little new. */
const REACH = 40_000;

export function bm25Selector(parts: SelectorParts): RankedSelector {
  return new RankedSelector('bm25', parts, new Bm25Ranking(parts.library));
}

/** Okapi BM25 (see `bm25` of the history's search) over title, tags, description and body of all prompts, by the words of the composition. */
class Bm25Ranking implements Ranking {
  readonly #followed: FollowedLibrary;
  #question: { readonly view: CompositionView; readonly weights: ReadonlyMap<string, number> } | undefined;

  constructor(library: PromptLibrary) {
    this.#followed = new FollowedLibrary(library, (prompt) => wordsOfAll(prompt, library));
  }

  async rank(view: CompositionView, slices: Slices): Promise<readonly RankedPrompt[]> {
    await this.#followed.update(slices);
    const { vectors } = this.#followed;
    return (await vectors.match(this.#ask(view), this.#gain(), slices)).map(({ key, score }) => ({ uri: key, score }));
  }

  explain(uri: string, view: CompositionView): readonly SelectionReason[] {
    const weights = this.#question?.view === view ? this.#question.weights : this.#ask(view);
    const words = wordsReason(this.#followed.vectors.explain(uri, weights, this.#gain()), view);
    return words ? [words] : [];
  }

  dispose(): void {
    this.#followed.dispose();
  }

  #ask(view: CompositionView): ReadonlyMap<string, number> {
    const { vectors } = this.#followed;
    const weighed = [...view.words].map(([word, { count }]) => [word, (vectors.rarity(word) * (K3 + 1) * count) / (K3 + count)] as const);
    const weights = new Map(topOf(weighed, MAX_QUERY, (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
    this.#question = { view, weights };
    return weights;
  }

  #gain(): (count: number, length: number) => number {
    const average = Math.max(1, this.#followed.vectors.averageLength);
    return (count, length) => (count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / average));
  }
}

/** Without its body where that cannot be read: its problem is shown where it belongs. */
async function wordsOfAll({ uri, title, tags, description }: Prompt, library: PromptLibrary): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  countWords(title, counts, TITLE);
  for (const tag of tags) countWords(tag, counts, TAG);
  countWords(description, counts, DESCRIPTION);
  try {
    countWords((await library.read(uri)).body.slice(0, REACH), counts);
  } catch {
    return counts;
  }
  return counts;
}
