import type { SelectionReason } from '../contextSelector';
import type { Slices } from '../../util/slices';
import type { CompositionView } from './compositionView';

export interface RankedPrompt {
  readonly uri: string;
  /** Above 0. */
  readonly score: number;
}

/** One way to tell which prompts say most about a composition. */
export interface Ranking {
  /** All that have any score, in no order. */
  rank(view: CompositionView, slices: Slices): Promise<readonly RankedPrompt[]>;
  /** Why a prompt has its score, greatest first; empty when it has none. */
  explain(uri: string, view: CompositionView): readonly SelectionReason[];
  dispose(): void;
}

/** Words named in a reason, and the share of the heaviest one that they add at least: nobody chooses a prompt for its "and" and "the". */
const MAX_NAMED = 8;
const NAMED_SHARE = 1 / 3;

/** @param found words of both with what each adds, greatest first */
export function wordsReason(found: readonly (readonly [word: string, score: number])[], view: CompositionView): SelectionReason | undefined {
  const score = found.reduce((sum, [, each]) => sum + each, 0);
  if (score <= 0) return undefined;
  const named = found.filter(([, each]) => each >= NAMED_SHARE * (found[0]?.[1] ?? 0)).slice(0, MAX_NAMED);
  return { kind: 'words', words: named.map(([word]) => view.words.get(word)?.spelling ?? word), score };
}
