import type { AICallStatus } from './provider';
import type { AIError } from './aiError';
import type { ContextSelection } from './contextSelector';

export const suggestionKinds = ['recommendation', 'gap', 'formatting', 'contradiction', 'clarity', 'reformatting'] as const;
export type SuggestionKind = (typeof suggestionKinds)[number];

type SuggestionState = 'pending' | 'applying' | 'applied' | 'error' | 'dismissed';

/** Lines of a document, counted from 1, both included. */
export interface LineSpan {
  readonly first: number;
  readonly last: number;
}

/** A piece of advice on a composition. Everything in it but `id`, `kind`, `promptUri` and `state` is text of a model: never HTML, Markdown or a link. */
export interface Suggestion {
  /** Unique among those of its document. */
  readonly id: string;
  readonly kind: SuggestionKind;
  /** One line, never empty. */
  readonly title: string;
  readonly explanation: string;
  /** Ascending and disjoint, of the text that the advice is on ({@link SuggestionList.text}); empty: of all of it. */
  readonly lines: readonly LineSpan[];
  /** The prompt of the library that a recommendation wants inserted: always one of those that were sent. */
  readonly promptUri?: string;
  readonly state: SuggestionState;
  /** With state `applying`: the edits that wait for a yes or no, as unified diff. */
  readonly diff?: string;
  /** With state `error`: why applying failed. */
  readonly error?: AIError | { readonly reason: 'conflict' | 'noEdits' | 'badEdits' | 'failed'; readonly detail?: string };
}

/** How the advice is being gathered. */
export type SuggestionRun =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly status: AICallStatus }
  | { readonly kind: 'failed'; readonly error: AIError }
  | { readonly kind: 'stopped' };

/** All advice on one document. Immutable. */
export interface SuggestionList {
  /** URI of the document. */
  readonly uri: string;
  readonly run: SuggestionRun;
  /** In order of arrival. */
  readonly suggestions: readonly Suggestion[];
  /** The text that the advice is on; `undefined` before the first run. */
  readonly text: string | undefined;
  /** The prompts that were sent along; after a reload of the window without their texts. */
  readonly context: ContextSelection | undefined;
  /** Pieces of the answer that could not be read. */
  readonly unreadable: number;
  /** Milliseconds since the epoch: when the last run ended. */
  readonly at: number | undefined;
}
