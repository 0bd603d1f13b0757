import type { ContextSelectorId } from '../ports/ai';

/** Why a prompt was chosen, with what it added to the score. */
export type SelectionReason =
  | { readonly kind: 'tag'; readonly tag: string; readonly score: number }
  /** Same category as a prompt of the composition. */
  | { readonly kind: 'category'; readonly category: string; readonly score: number }
  /** The telling ones of the words in common, heaviest first. */
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly score: number }
  | { readonly kind: 'lastSession'; readonly score: number }
  | { readonly kind: 'uses'; readonly count: number; readonly score: number }
  /** The composition refers to it or was made with it. */
  | { readonly kind: 'referenced' }
  | { readonly kind: 'user' };

/** A prompt that goes along with a request. */
export interface ChosenPrompt {
  readonly uri: string;
  readonly title: string;
  /** Body as it is on disk, without frontmatter. */
  readonly text: string;
  readonly tokens: number;
  /** Comparable within one selection only. */
  readonly score: number;
  /** Greatest first; never empty. */
  readonly reasons: readonly SelectionReason[];
}

/** What was chosen for one composition. Figures are tokens. */
export interface ContextSelection {
  readonly selector: ContextSelectorId;
  /** Best first; what is referenced or wanted by the user before all others. */
  readonly prompts: readonly ChosenPrompt[];
  readonly tokens: number;
  /** What they may have together, where that is still known. */
  readonly budget?: number;
  /** URIs that would have been in but for the budget. */
  readonly leftOut: readonly string[];
}

/** A composition, and what may go along with it. */
export interface SelectionRequest {
  readonly uri: string;
  /** The whole document. */
  readonly text: string;
  /** For prompts, in tokens. */
  readonly budget: number;
  /** Chosen by the user: before all others and as far as the budget goes, or never. */
  readonly wanted: readonly string[];
  readonly unwanted: readonly string[];
  readonly signal: AbortSignal;
}

/** Chooses the prompts of the library that say most about a composition. */
export interface ContextSelector {
  readonly id: ContextSelectorId;
  /** Waits for the library. @throws {AIError} `cancelled` when the signal is aborted */
  select(request: SelectionRequest): Promise<ContextSelection>;
}
