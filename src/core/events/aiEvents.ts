import { parseDay } from '../history/localDays';

/** What was asked of models and sent away, as it stands in the journal: figures and names, no text. Times are milliseconds since the epoch. */
export type AIJournalEvent = AICalled | AIUsageSummed | CompositionSent | AdviceJudged;

/** One call of a provider ended. */
export interface AICalled {
  readonly type: 'aiCalled';
  readonly provider: string;
  readonly model: string;
  readonly task: string;
  /** `ok`, or the reason of the failure. */
  readonly outcome: string;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  /** Milliseconds from the question to the end of the answer. */
  readonly ms: number;
  /** US dollars, where the price is known. */
  readonly cost?: number;
  readonly at: number;
}

/** Earlier calls of one day, provider and model, folded into one event. */
export interface AIUsageSummed {
  readonly type: 'aiUsageSummed';
  readonly provider: string;
  readonly model: string;
  /** Local date of the calls: `2026-01-31`. */
  readonly day: string;
  readonly calls: number;
  readonly failed: number;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly ms: number;
  readonly cost?: number;
  /** Calls whose price was not known. */
  readonly unpriced: number;
  readonly at: number;
}

/** A composition was sent somewhere: one line of the ledger. */
export interface CompositionSent {
  readonly type: 'compositionSent';
  /** Of the composition that records it, where there is one. */
  readonly uuid?: string;
  /** URI of the document. */
  readonly uri: string;
  readonly target: string;
  /** Where it ran, for target `run`. */
  readonly provider?: string;
  readonly model?: string;
  /** SHA-256 of exactly what was sent, hexadecimal. */
  readonly hash: string;
  readonly tokens: number;
  /** Prompts of the library in it: URI and SHA-256 of the file's bytes. */
  readonly prompts: readonly { readonly uri: string; readonly hash: string }[];
  /** Names of placeholders and SHA-256 of their values. */
  readonly values: readonly { readonly name: string; readonly hash: string }[];
  /** Files that were inlined or linked: URI and SHA-256 of the bytes. */
  readonly files: readonly { readonly uri: string; readonly hash: string; readonly inlined: boolean }[];
  /** HEAD of the repository around the workspace. */
  readonly commit?: string;
  /** Secrets that were masked. */
  readonly masked: number;
  readonly at: number;
}

/** What became of a piece of advice. */
export interface AdviceJudged {
  readonly type: 'adviceJudged';
  readonly outcome: 'applied' | 'dismissed';
  /** {@link SuggestionKind} */
  readonly kind: string;
  /** How many pieces of that kind, folded into one event; one when absent. */
  readonly count?: number;
  /** Of the last one. */
  readonly at: number;
}

/** Milliseconds since the epoch that a date can be made of. */
const LAST_TIME = 8.64e15 - 24 * 3600 * 1000;

/** True for an entry of the journal that is one of these events; others belong to later versions or other parts. */
export function isAIEvent(entry: unknown): entry is AIJournalEvent {
  if (typeof entry !== 'object' || entry === null) return false;
  const event = entry as Readonly<Record<string, unknown>>;
  const texts = (...keys: readonly string[]): boolean => keys.every((key) => typeof event[key] === 'string');
  const counts = (...keys: readonly string[]): boolean => keys.every((key) => Number.isFinite(event[key]) && (event[key] as number) >= 0);
  const optional = (key: string): boolean => event[key] === undefined || counts(key);
  if (!counts('at') || (event['at'] as number) > LAST_TIME) return false;
  switch (event['type']) {
    case 'aiCalled':
      return texts('provider', 'model', 'task', 'outcome') && counts('input', 'output', 'cacheRead', 'cacheWrite', 'ms') && optional('cost');
    case 'aiUsageSummed':
      return (
        texts('provider', 'model') &&
        typeof event['day'] === 'string' &&
        parseDay(event['day']) === event['day'] &&
        counts('calls', 'failed', 'input', 'output', 'cacheRead', 'cacheWrite', 'ms', 'unpriced') &&
        optional('cost')
      );
    case 'compositionSent':
      return texts('uri', 'target', 'hash') && counts('tokens', 'masked') && ['prompts', 'values', 'files'].every((key) => Array.isArray(event[key]));
    case 'adviceJudged':
      return texts('kind') && (event['outcome'] === 'applied' || event['outcome'] === 'dismissed') && optional('count');
    default:
      return false;
  }
}
