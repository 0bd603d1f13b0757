/** A value that was filled in for a placeholder, as it stands in the journal. Times are milliseconds since the epoch. */
export interface PlaceholderFilled {
  readonly type: 'placeholderFilled';
  readonly name: string;
  /** Of a list, its items joined by line ends. */
  readonly value: string;
  readonly at: number;
}

/** True for an entry of the journal that is such an event; others belong to later versions or other parts. */
export function isPlaceholderFilled(entry: unknown): entry is PlaceholderFilled {
  if (typeof entry !== 'object' || entry === null) return false;
  const { type, name, value, at } = entry as Readonly<Record<string, unknown>>;
  return type === 'placeholderFilled' && typeof name === 'string' && typeof value === 'string' && typeof at === 'number' && Number.isFinite(at);
}
