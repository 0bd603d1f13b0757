import { type Check, isArrayOf, isBoolean, isCount, isEither, isNull, isOneOf, isShape, isString } from './checks';
import { protocolOf } from './messages';

/* What the History Statistics page and the extension say to each other. */

/** A stretch of time in which the user's clock was the same number of minutes ahead of UTC; `[from, to)` in milliseconds since the epoch. */
export interface Period {
  readonly from: number;
  readonly to: number;
  readonly offsetMinutes: number;
}

export const scopes = ['all', 'workspace'] as const;
/** Which compositions are counted: all, or those that were written in the open workspace. */
export type Scope = (typeof scopes)[number];

export interface DayCount {
  /** `YYYY-MM-DD` in the user's time. */
  readonly day: string;
  readonly compositions: number;
  readonly tokens: number;
}

/** How many compositions have something in common. */
export interface Count {
  readonly label: string;
  /** More about it: the URI of a prompt, the path of a folder; empty for a tag. */
  readonly detail: string;
  readonly count: number;
  /** It is a prompt that the library has, so that it can be shown. */
  readonly isPrompt: boolean;
}

export interface StatisticsState {
  readonly compositions: number;
  /** Of the Markdown files. */
  readonly bytes: number;
  readonly characters: number;
  readonly tokens: number;
  /** When the first and the last was begun, in milliseconds since the epoch; `null` when there is none. */
  readonly range: { readonly first: number; readonly last: number } | null;
  /** Ascending; days without compositions are left out. */
  readonly days: readonly DayCount[];
  /** Most frequent first, as are tags and folders. */
  readonly prompts: readonly Count[];
  readonly tags: readonly Count[];
  readonly folders: readonly Count[];
  /** While files are still read, so that the figures are too small. */
  readonly progress: { readonly done: number; readonly total: number } | null;
}

/** The texts of the page in the language of the editor; `{0}` stands for a number or a name. */
export const textKeys = [
  'title', 'show', 'all', 'workspace', 'range', 'days', 'weeks', 'months', 'totals', 'count', 'size', 'tokens', 'average', 'characters', 'first', 'last', 'perDay',
  'perWeek', 'perMonth', 'tokensPerDay', 'tokensPerWeek', 'tokensPerMonth', 'today', 'weekOf', 'one', 'many', 'oneToken', 'manyTokens', 'summary', 'none', 'table', 'date',
  'prompts', 'tags', 'folders', 'noPrompts', 'noTags', 'noFolders', 'showPrompt', 'gone', 'empty', 'emptyHint', 'emptyWorkspace', 'newComposition',
  'loading', 'reading', 'failed', 'retry',
] as const;
export type StatisticsTexts = { readonly [K in (typeof textKeys)[number]]: string };

export interface StatisticsRequests {
  /** The page was loaded, or loaded again. `hasWorkspace`: a folder is open. */
  ready: { params: null; result: { readonly language: string; readonly texts: StatisticsTexts; readonly hasWorkspace: boolean } };
  /** @param periods ascending and disjoint; days are counted in these only, all other figures are of all times. */
  load: { params: { readonly periods: readonly Period[]; readonly scope: Scope }; result: StatisticsState };
  showPrompt: { params: { readonly uri: string }; result: null };
  newComposition: { params: null; result: null };
}

export interface StatisticsEvents {
  /** The figures may be others now. */
  changed: null;
}

export const ranges = ['days', 'weeks', 'months'] as const;
/** What a bar of a chart stands for. */
export type Range = (typeof ranges)[number];

/** What the page keeps over a reload of the window. */
export interface SavedStatistics {
  readonly range: Range;
  readonly scope: Scope;
}

/** More periods than the rules of any time zone make of a year and some days. */
const MAX_PERIODS = 50;

const isTime: Check<number> = (value): value is number => Number.isSafeInteger(value);
const isPeriod: Check<Period> = isShape({ from: isTime, to: isTime, offsetMinutes: isTime });
const isPeriods: Check<readonly Period[]> = (value): value is readonly Period[] => isArrayOf(isPeriod)(value) && value.length <= MAX_PERIODS;
const isCounts = isArrayOf(isShape({ label: isString, detail: isString, count: isCount, isPrompt: isBoolean }));
const isTexts = isShape(Object.fromEntries(textKeys.map((key) => [key, isString]))) as Check<StatisticsTexts>;
const isState: Check<StatisticsState> = isShape({
  compositions: isCount,
  bytes: isCount,
  characters: isCount,
  tokens: isCount,
  range: isEither(isNull, isShape({ first: isTime, last: isTime })),
  days: isArrayOf(isShape({ day: isString, compositions: isCount, tokens: isCount })),
  prompts: isCounts,
  tags: isCounts,
  folders: isCounts,
  progress: isEither(isNull, isShape({ done: isCount, total: isCount })),
});

export const statisticsProtocol = protocolOf<StatisticsRequests, StatisticsEvents>(
  {
    ready: { params: isNull, result: isShape({ language: isString, texts: isTexts, hasWorkspace: isBoolean }) },
    load: { params: isShape({ periods: isPeriods, scope: isOneOf(...scopes) }), result: isState },
    showPrompt: { params: isShape({ uri: isString }), result: isNull },
    newComposition: { params: isNull, result: isNull },
  },
  { changed: isNull },
);

export const isSavedStatistics: Check<SavedStatistics> = isShape({ range: isOneOf(...ranges), scope: isOneOf(...scopes) });
