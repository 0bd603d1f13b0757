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

/** Words named in a reason. */
const MAX_NAMED = 8;

/** @param found words of both with what each adds, greatest first */
export function wordsReason(found: readonly (readonly [word: string, score: number])[], view: CompositionView): SelectionReason | undefined {
  const score = found.reduce((sum, [, each]) => sum + each, 0);
  if (score <= 0) return undefined;
  return { kind: 'words', words: found.slice(0, MAX_NAMED).map(([word]) => view.words.get(word)?.spelling ?? word), score };
}
