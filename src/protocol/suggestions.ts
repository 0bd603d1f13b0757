import { type Check, isArrayOf, isBoolean, isCount, isEither, isNull, isOneOf, isShape, isString } from './checks';
import { protocolOf } from './messages';

/* What the Suggestions view and the extension say to each other. All texts of a suggestion are a model's: the page shows them as text. */

export const kinds = ['recommendation', 'gap', 'formatting', 'contradiction', 'clarity', 'reformatting'] as const;
export type Kind = (typeof kinds)[number];

const states = ['pending', 'applying', 'applied', 'error', 'dismissed'] as const;
type State = (typeof states)[number];

/** Lines counted from 1, both included. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

export interface Item {
  /** Unique in its document. */
  readonly id: string;
  readonly kind: Kind;
  readonly title: string;
  readonly explanation: string;
  /** In the document as it is now; empty when they are gone. */
  readonly lines: readonly Lines[];
  /** It is on all of the text. */
  readonly isWhole: boolean;
  /** Title of the prompt that would be inserted; empty for other advice. */
  readonly prompt: string;
  readonly state: State;
  /** Unified diff that waits for a yes or no, or its beginning; empty while there is none. */
  readonly diff: string;
  /** Lines of the diff that are left out. */
  readonly moreLines: number;
  /** Why it was not applied, in words; empty unless it failed. */
  readonly error: string;
}

/** What went wrong with a run, in words. Waits are milliseconds from when the message was sent. */
export interface Failure {
  readonly message: string;
  /** What the service says of it; empty for nothing. */
  readonly detail: string;
  /** Title of the button that helps; empty for none. */
  readonly action: string;
  readonly canRetry: boolean;
  /** How long trying again makes no sense. */
  readonly wait: number;
}

/** A service that did not answer is asked again after {@link wait} milliseconds. */
export interface Waiting {
  readonly wait: number;
  readonly attempt: number;
  readonly attempts: number;
  readonly reason: string;
}

const runKinds = ['none', 'queued', 'sent', 'streaming', 'waiting', 'failed', 'stopped', 'done'] as const;
export type RunKind = (typeof runKinds)[number];

interface ContextPrompt {
  readonly uri: string;
  readonly title: string;
  readonly tokens: number;
  /** Why it was chosen, in words. */
  readonly reasons: string;
}

/** The prompts of the library that were sent along, or would be. */
export interface Context {
  readonly prompts: readonly ContextPrompt[];
  readonly tokens: number;
  /** Prompts for which there was no room. */
  readonly leftOut: number;
  /** They went along with the last run; otherwise they would with the next. */
  readonly wasSent: boolean;
}

/** A text that takes much of the model's context. Percent of it. */
export interface Length {
  readonly share: number;
  /** What may be sent at most. */
  readonly limit: number;
  readonly isTooLong: boolean;
}

/** Everything that the view shows. */
export interface ViewState {
  /** `null` while there is no prompt document. */
  readonly document: { readonly uri: string; readonly name: string } | null;
  /** Empty: none is set up. */
  readonly provider: string;
  /** Empty: the first of the provider's list. */
  readonly model: string;
  /** The workspace is not trusted: nothing is sent from it. */
  readonly isRestricted: boolean;
  readonly run: RunKind;
  /** With run `failed`. */
  readonly failure: Failure | null;
  /** With run `waiting`. */
  readonly waiting: Waiting | null;
  /** The document changed since the advice was given. */
  readonly isOutdated: boolean;
  /** `null` while the text is short enough, or the size of the model is not known yet. */
  readonly length: Length | null;
  readonly context: Context | null;
  /** In order of arrival. */
  readonly items: readonly Item[];
  /** Pieces of the answer that could not be read. */
  readonly unreadable: number;
}

/** The texts of the page in the language of the editor; `{0}` stands for a number or a name. */
export const textKeys = [
  'title', 'get', 'getAgain', 'stop', 'retry', 'retryIn', 'retryNow', 'cancel', 'noDocument', 'noDocumentHint', 'noProvider', 'noProviderHint', 'selectProvider', 'setApiKey',
  'restricted', 'intro', 'nothing', 'nothingHint', 'outdated', 'long', 'tooLong', 'queued', 'asking', 'reading', 'waiting', 'stopped', 'model', 'defaultModel',
  'contextNone', 'contextOne', 'contextMany', 'nextNone', 'nextOne', 'nextMany', 'contextTokens', 'contextLeftOut', 'choose',
  'list', 'keys', 'recommendation', 'gap', 'formatting', 'contradiction', 'clarity', 'reformatting', 'line', 'lines', 'wholeText', 'linesGone', 'showLines', 'inserts',
  'apply', 'insert', 'dismiss', 'accept', 'reject', 'details', 'changes', 'moreLines',
  'pending', 'applying', 'review', 'applied', 'error', 'dismissed', 'oneDismissed', 'manyDismissed', 'show', 'hide', 'unreadableOne', 'unreadableMany',
  'arrivedOne', 'arrivedMany', 'finishedOne', 'finishedMany', 'failed',
] as const;
export type SuggestionsTexts = { readonly [K in (typeof textKeys)[number]]: string };

/** One piece of advice on a document. */
export interface ItemTarget {
  readonly uri: string;
  readonly id: string;
}

const actions = ['get', 'getAgain', 'stop', 'choose', 'help', 'selectProvider', 'setApiKey', 'focusEditor'] as const;
/** What a button of the page, or a key, asks for. `help` is what the {@link Failure} offers. */
export type Action = (typeof actions)[number];

const itemActions = ['apply', 'dismiss', 'accept', 'reject', 'restore'] as const;
/** `restore`: a dismissed one is looked at again. */
export type ItemAction = (typeof itemActions)[number];

export interface SuggestionsRequests {
  /** The page was loaded, or loaded again. */
  ready: { params: null; result: { readonly language: string; readonly texts: SuggestionsTexts; readonly state: ViewState } };
  act: { params: { readonly action: Action }; result: null };
  judge: { params: ItemTarget & { readonly action: ItemAction }; result: null };
  /** Selects lines in the editor, which does not get the focus. @param index among the lines of the suggestion */
  showLines: { params: ItemTarget & { readonly index: number }; result: null };
}

export interface SuggestionsEvents {
  changed: ViewState;
}

/** What the page keeps while it is hidden and over a reload of the window. */
export interface SavedView {
  readonly uri: string;
  /** CSS pixels. */
  readonly scroll: number;
  readonly current: string;
  readonly expanded: readonly string[];
  readonly showsDismissed: boolean;
  readonly showsContext: boolean;
}

const isLines: Check<Lines> = isShape({ first: isCount, last: isCount });
const isItem: Check<Item> = isShape({
  id: isString,
  kind: isOneOf(...kinds),
  title: isString,
  explanation: isString,
  lines: isArrayOf(isLines),
  isWhole: isBoolean,
  prompt: isString,
  state: isOneOf(...states),
  diff: isString,
  moreLines: isCount,
  error: isString,
});
const isState: Check<ViewState> = isShape({
  document: isEither(isNull, isShape({ uri: isString, name: isString })),
  provider: isString,
  model: isString,
  isRestricted: isBoolean,
  run: isOneOf(...runKinds),
  failure: isEither(isNull, isShape({ message: isString, detail: isString, action: isString, canRetry: isBoolean, wait: isCount })),
  waiting: isEither(isNull, isShape({ wait: isCount, attempt: isCount, attempts: isCount, reason: isString })),
  isOutdated: isBoolean,
  length: isEither(isNull, isShape({ share: isCount, limit: isCount, isTooLong: isBoolean })),
  context: isEither(
    isNull,
    isShape({
      prompts: isArrayOf(isShape({ uri: isString, title: isString, tokens: isCount, reasons: isString })),
      tokens: isCount,
      leftOut: isCount,
      wasSent: isBoolean,
    }),
  ),
  items: isArrayOf(isItem),
  unreadable: isCount,
});
const isTexts = isShape(Object.fromEntries(textKeys.map((key) => [key, isString]))) as Check<SuggestionsTexts>;

export const suggestionsProtocol = protocolOf<SuggestionsRequests, SuggestionsEvents>(
  {
    ready: { params: isNull, result: isShape({ language: isString, texts: isTexts, state: isState }) },
    act: { params: isShape({ action: isOneOf(...actions) }), result: isNull },
    judge: { params: isShape({ uri: isString, id: isString, action: isOneOf(...itemActions) }), result: isNull },
    showLines: { params: isShape({ uri: isString, id: isString, index: isCount }), result: isNull },
  },
  { changed: isState },
);

export const isSavedView: Check<SavedView> = isShape({
  uri: isString,
  scroll: isCount,
  current: isString,
  expanded: isArrayOf(isString),
  showsDismissed: isBoolean,
  showsContext: isBoolean,
});
