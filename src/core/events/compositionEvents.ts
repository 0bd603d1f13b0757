/** What happens to compositions and is worth remembering, as it stands in the journal. Times are milliseconds since the epoch. */
export type CompositionEvent =
  | {
      /** Its Markdown file was written and is on disk. */
      readonly type: 'compositionSaved';
      readonly uuid: string;
      /** Of the Markdown file in the history folder. */
      readonly uri: string;
      /** SHA-256 of the file's bytes, hexadecimal. */
      readonly hash: string;
      readonly at: number;
    }
  | { readonly type: 'compositionDeleted'; readonly uuid: string; readonly uri: string; readonly at: number }
  | {
      /** From now on the composition records what is written in another document. */
      readonly type: 'compositionTracked';
      readonly uuid: string;
      /** URI of that document. */
      readonly source: string;
      readonly at: number;
    }
  | { readonly type: 'compositionUntracked'; readonly source: string; readonly at: number };

/** True for an entry of the journal that is one of these events; others belong to later versions or other parts. */
export function isCompositionEvent(entry: unknown): entry is CompositionEvent {
  if (typeof entry !== 'object' || entry === null) return false;
  const event = entry as Readonly<Record<string, unknown>>;
  if (typeof event['at'] !== 'number' || !Number.isFinite(event['at'])) return false;
  const has = (...keys: readonly string[]): boolean => keys.every((key) => typeof event[key] === 'string');
  switch (event['type']) {
    case 'compositionSaved':
      return has('uuid', 'uri', 'hash');
    case 'compositionDeleted':
      return has('uuid', 'uri');
    case 'compositionTracked':
      return has('uuid', 'source');
    case 'compositionUntracked':
      return has('source');
    default:
      return false;
  }
}
