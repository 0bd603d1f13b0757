/** What became of suggested continuations, as it stands in the journal: no text, only hashes and numbers. Times are milliseconds since the epoch. */
export type InlineEvent = SuggestionOutcome | SuggestionsJudged;

interface SuggestionOutcome {
  readonly type: 'suggestionAccepted' | 'suggestionDismissed';
  readonly kind: 'inline';
  /** Hashes of the words before the suggestion and of its first word. */
  readonly key: string;
  /** How many were taken, in UTF-16 code units; for a dismissal how many were offered. */
  readonly characters: number;
  readonly at: number;
}

/** Earlier outcomes of suggestions with the same key, folded into one event. */
interface SuggestionsJudged {
  readonly type: 'suggestionsJudged';
  readonly kind: 'inline';
  readonly key: string;
  /** Accepted minus dismissed, as far as it still counts at {@link at}. */
  readonly score: number;
  /** The last outcome. */
  readonly at: number;
}

export const inlineEventTypes = ['suggestionAccepted', 'suggestionDismissed', 'suggestionsJudged'] as const satisfies readonly InlineEvent['type'][];

/** True for an entry of the journal that is one of these events; others belong to later versions or other parts. */
export function isInlineEvent(entry: unknown): entry is InlineEvent {
  if (typeof entry !== 'object' || entry === null) return false;
  const { type, kind, key, characters, score, at } = entry as Readonly<Record<string, unknown>>;
  if (kind !== 'inline' || typeof key !== 'string' || key.length > 40 || !isCount(at)) return false;
  if (type === 'suggestionsJudged') return typeof score === 'number' && Number.isFinite(score);
  return (type === 'suggestionAccepted' || type === 'suggestionDismissed') && isCount(characters);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
