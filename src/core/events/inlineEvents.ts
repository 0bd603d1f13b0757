/** What became of a suggested continuation, as it stands in the journal: no text, only hashes and numbers. */
export interface InlineEvent {
  readonly type: 'suggestionAccepted' | 'suggestionDismissed';
  readonly kind: 'inline';
  /** Hashes of the words before the suggestion and of its first word. */
  readonly key: string;
  /** How many were taken, in UTF-16 code units; for a dismissal how many were offered. */
  readonly characters: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** True for an entry of the journal that is one of these events; others belong to later versions or other parts. */
export function isInlineEvent(entry: unknown): entry is InlineEvent {
  if (typeof entry !== 'object' || entry === null) return false;
  const { type, kind, key, characters, at } = entry as Readonly<Record<string, unknown>>;
  if (type !== 'suggestionAccepted' && type !== 'suggestionDismissed') return false;
  return kind === 'inline' && typeof key === 'string' && key.length <= 40 && isCount(characters) && isCount(at);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
