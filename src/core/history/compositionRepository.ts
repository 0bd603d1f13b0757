import type { Disposable } from '../util/dispose';
import type { Composition, CompositionSummary } from './composition';

/** Which compositions are meant; what is absent does not restrict. */
export interface CompositionFilter {
  /** Those that have all of these tags, whatever their case. */
  readonly tags?: readonly string[];
  /** URI of a folder: those that were written in it or below it. `null`: those that were written outside of any. */
  readonly directory?: string | null;
  /** Created at or after, before: milliseconds since the epoch. */
  readonly from?: number;
  readonly to?: number;
  /** Only those whose Markdown file is gone, or only the others. */
  readonly isMissing?: boolean;
  /** Full text, in the language of {@link CompositionRepository.search}. Blank does not restrict. */
  readonly text?: string;
}

export interface ListOptions extends CompositionFilter {
  /** Default 100. */
  readonly limit?: number;
  /** How many to leave out at the beginning. Default 0. */
  readonly offset?: number;
  /** Default `newest`, by {@link CompositionSummary.created}. */
  readonly order?: 'newest' | 'oldest';
}

export interface CompositionPage {
  readonly items: readonly CompositionSummary[];
  /** How many the filter lets through, whatever the limit. */
  readonly total: number;
}

export interface SearchOptions extends CompositionFilter {
  /** Default 50. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

/** A part of a text around words that were searched. */
export interface Snippet {
  /** On one line, with `…` where something was left out. */
  readonly text: string;
  /** `[start, end)` in {@link text}, in UTF-16 code units, ascending and disjoint. */
  readonly highlights: readonly (readonly [number, number])[];
}

export interface CompositionHit {
  readonly composition: CompositionSummary;
  /** Greater is better; comparable only within one answer. */
  readonly score: number;
  readonly snippet: Snippet;
}

export interface CountOf<T> {
  readonly value: T;
  readonly count: number;
}

export interface HistoryStatistics {
  readonly compositions: number;
  /** Of the Markdown files. */
  readonly bytes: number;
  readonly characters: number;
  readonly tokens: number;
  /** {@link CompositionSummary.created} of the first and the last; `undefined` when there are none. */
  readonly range: { readonly first: number; readonly last: number } | undefined;
  /** Days with at least one composition, ascending. */
  readonly days: readonly DayStatistics[];
  /** URIs, most used first, at most 20: in how many compositions each prompt is. */
  readonly prompts: readonly CountOf<string>[];
}

interface DayStatistics {
  /** `YYYY-MM-DD` in the time zone of {@link StatisticsOptions.offsetMinutes}. */
  readonly day: string;
  readonly compositions: number;
  readonly tokens: number;
}

export interface StatisticsOptions extends CompositionFilter {
  /** Minutes that are added to UTC to have the user's time; as one figure for the whole range it is off by the hour of summer time. */
  readonly offsetMinutes: number;
}

/** What is known of the file of a composition. */
export interface KnownFile {
  readonly uuid: string;
  readonly uri: string;
  readonly size: number;
  readonly mtime: number;
  readonly hash: string;
  readonly isMissing: boolean;
}

/**
 * The index of all compositions. The Markdown files are the truth of content: whatever this holds can be filled again from them, but for
 * compositions whose file is gone. Every backend passes `test/support/compositionRepositoryConformance.ts`.
 *
 * @throws every method {HistoryError} with reason `closed` after disposal, `unavailable` when the backend broke down.
 */
export interface CompositionRepository extends Disposable {
  /** Adds compositions or replaces those with the same uuid, all or none. */
  save(compositions: readonly Composition[]): Promise<void>;
  load(uuid: string): Promise<Composition | undefined>;
  /** The composition whose Markdown file that is. */
  findByUri(uri: string): Promise<CompositionSummary | undefined>;
  /** The latest composition that records that document. */
  findBySource(source: string): Promise<CompositionSummary | undefined>;
  /** @returns how many there were */
  delete(uuids: readonly string[]): Promise<number>;
  list(options?: ListOptions): Promise<CompositionPage>;
  /**
   * Best first. Words are all required, in any order, whatever their case and accents; the last one may be begun only.
   * `"a b"` is a phrase, `OR` between two words one of both, `NOT` or `-` in front of a word excludes it, `word*` is a prefix, parentheses group.
   * Nothing that is typed is an error: what makes no sense as an operator is a word. A blank query finds nothing.
   */
  search(query: string, options?: SearchOptions): Promise<readonly CompositionHit[]>;
  /** All tags with the number of compositions, most frequent first. */
  tags(): Promise<readonly CountOf<string>[]>;
  /** All {@link CompositionSummary.directory}, most frequent first. */
  directories(): Promise<readonly CountOf<string>[]>;
  statistics(options: StatisticsOptions): Promise<HistoryStatistics>;
  files(): Promise<readonly KnownFile[]>;
  /** Sets {@link CompositionSummary.isMissing}. */
  markMissing(uuids: readonly string[], isMissing: boolean): Promise<void>;
  /** Looks for damage. @returns what is wrong, for the log; empty when nothing is */
  verify(): Promise<readonly string[]>;
  /** Resolves when all that was saved is where the backend keeps it. */
  flush(): Promise<void>;
}
