/** What happens to prompts and is worth remembering, as it stands in the journal. Times are milliseconds since the epoch. */
export type PromptEvent =
  | { readonly type: 'promptUsed'; readonly uri: string; readonly at: number }
  | PromptUses
  | { readonly type: 'promptFavoured'; readonly uri: string; readonly favourite: boolean; readonly at: number }
  | { readonly type: 'promptMoved'; readonly from: string; readonly to: string; readonly at: number };

/** Earlier uses of a prompt, folded into one event. */
interface PromptUses {
  readonly type: 'promptUses';
  readonly uri: string;
  readonly count: number;
  /** What they weigh together at {@link at}: 1 for a use then, less for earlier ones. */
  readonly weight: number;
  /** The last use. */
  readonly at: number;
}

export const promptEventTypes = ['promptUsed', 'promptUses', 'promptFavoured', 'promptMoved'] as const satisfies readonly PromptEvent['type'][];

/** True for an entry of the journal that is one of these events; others belong to later versions or other parts. */
export function isPromptEvent(entry: unknown): entry is PromptEvent {
  if (typeof entry !== 'object' || entry === null || !('type' in entry) || !('at' in entry)) return false;
  if (typeof entry.at !== 'number' || !Number.isFinite(entry.at)) return false;
  const event = entry as Readonly<Record<string, unknown>>;
  switch (event['type']) {
    case 'promptUsed':
      return typeof event['uri'] === 'string';
    case 'promptUses':
      return typeof event['uri'] === 'string' && isPositive(event['count']) && isPositive(event['weight']);
    case 'promptFavoured':
      return typeof event['uri'] === 'string' && typeof event['favourite'] === 'boolean';
    case 'promptMoved':
      return typeof event['from'] === 'string' && typeof event['to'] === 'string';
    default:
      return false;
  }
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}
