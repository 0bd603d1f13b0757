import type { Prompt } from '../prompts/prompt';
import type { Slices } from '../util/slices';
import type { SelectionReason } from './contextSelector';
import { type CompositionView, phraseOf } from './selection/compositionView';
import { FollowedLibrary } from './selection/followedLibrary';
import { beginOfLastSession } from './selection/lastSession';
import { RankedSelector, type SelectorParts } from './selection/rankedSelector';
import { type RankedPrompt, type Ranking, wordsReason } from './selection/ranking';
import { countWords } from './selection/words';

/** What each match adds. A word in common adds 1 if it is as rare as the average word, less if it is commoner. */
const TAG = 10;
const CATEGORY = 5;
const LAST_SESSION = 3;

/** @param opened when this window was opened, in milliseconds since the epoch */
export function scoreSelector(parts: SelectorParts, opened: number): RankedSelector {
  return new RankedSelector('score', parts, new ScoreRanking(parts, opened));
}

/** What is the same for all prompts while one composition is looked at. */
interface Question {
  readonly view: CompositionView;
  readonly isTag: (tag: string) => boolean;
  readonly categories: ReadonlySet<string>;
  readonly weights: ReadonlyMap<string, number>;
  readonly sessionBegin: number | undefined;
}

/**
 * Adds up what a prompt has in common with a composition: tags, its category with prompts in the composition, words of its title, description
 * and tags, and how it is used. A composition without tags of its own has those tags of prompts that stand in its text as words.
 */
class ScoreRanking implements Ranking {
  readonly #parts: SelectorParts;
  readonly #opened: number;
  readonly #followed: FollowedLibrary;
  /** By tag as it is written. */
  readonly #phrases = new Map<string, string>();
  #question: Question | undefined;

  constructor(parts: SelectorParts, opened: number) {
    this.#parts = parts;
    this.#opened = opened;
    this.#followed = new FollowedLibrary(parts.library, wordsOfMetadata);
  }

  async rank(view: CompositionView, slices: Slices): Promise<readonly RankedPrompt[]> {
    await this.#followed.update(slices);
    const question = this.#ask(view);
    const byWords = new Map((await this.#followed.vectors.match(question.weights, once, slices)).map(({ key, score }) => [key, score]));
    const ranked: RankedPrompt[] = [];
    for (const prompt of this.#parts.library.prompts) {
      const words = byWords.get(prompt.uri) ?? 0;
      const score = this.#marks(prompt, question).reduce((sum, reason) => sum + reason.score, words);
      if (score > 0) ranked.push({ uri: prompt.uri, score });
      await slices.next();
    }
    return ranked;
  }

  explain(uri: string, view: CompositionView): readonly SelectionReason[] {
    const prompt = this.#parts.library.get(uri);
    if (!prompt) return [];
    const question = this.#question?.view === view ? this.#question : this.#ask(view);
    const words = wordsReason(this.#followed.vectors.explain(uri, question.weights, once), view);
    const reasons = [...this.#marks(prompt, question), ...(words ? [words] : [])];
    return reasons.sort((a, b) => scoreOf(b) - scoreOf(a));
  }

  dispose(): void {
    this.#followed.dispose();
  }

  #ask(view: CompositionView): Question {
    const { library, usage } = this.#parts;
    const { vectors } = this.#followed;
    const average = vectors.averageRarity();
    const categories = view.referenced.flatMap((uri) => library.get(uri)?.category ?? '').filter((category) => category !== '');
    const own = new Set(view.tags.map((tag) => this.#phraseOf(tag)));
    const known = new Map<string, boolean>();
    const stands = (tag: string): boolean => {
      let answer = known.get(tag);
      if (answer === undefined) known.set(tag, (answer = view.hasPhrase(this.#phraseOf(tag))));
      return answer;
    };
    this.#question = {
      view,
      isTag: own.size > 0 ? (tag) => own.has(this.#phraseOf(tag)) : stands,
      categories: new Set(categories),
      weights: new Map([...view.words.keys()].map((word) => [word, average === 0 ? 0 : vectors.rarity(word) / average])),
      sessionBegin: beginOfLastSession(usage, this.#opened),
    };
    return this.#question;
  }

  /** Everything but words. */
  #marks({ uri, tags, category }: Prompt, { isTag, categories, sessionBegin }: Question): (SelectionReason & { readonly score: number })[] {
    const marks: (SelectionReason & { readonly score: number })[] = [];
    for (const tag of tags) if (isTag(tag)) marks.push({ kind: 'tag', tag, score: TAG });
    if (categories.has(category)) marks.push({ kind: 'category', category, score: CATEGORY });
    const { count, lastUsed } = this.#parts.usage.of(uri);
    if (sessionBegin !== undefined && lastUsed !== undefined && lastUsed >= sessionBegin) marks.push({ kind: 'lastSession', score: LAST_SESSION });
    if (count > 0) marks.push({ kind: 'uses', count, score: count });
    return marks;
  }

  #phraseOf(tag: string): string {
    let phrase = this.#phrases.get(tag);
    if (phrase === undefined) this.#phrases.set(tag, (phrase = phraseOf(tag)));
    return phrase;
  }
}

function once(): number {
  return 1;
}

function scoreOf(reason: SelectionReason): number {
  return 'score' in reason ? reason.score : 0;
}

/** Each once, however often it is there. */
function wordsOfMetadata({ title, description, tags }: Prompt): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of [title, description, ...tags]) countWords(text, counts);
  return counts;
}
