import { isAIEvent } from './aiEvents';
import { isCompositionEvent } from './compositionEvents';
import type { DomainEvent } from './domainEvents';
import { isInlineEvent } from './inlineEvents';
import { isPlaceholderFilled } from './placeholderEvents';
import { isPromptEvent } from './promptEvents';

/** True for an entry of the journal that this version knows; others belong to later versions. */
export function isDomainEvent(entry: unknown): entry is DomainEvent {
  return isPromptEvent(entry) || isCompositionEvent(entry) || isPlaceholderFilled(entry) || isInlineEvent(entry) || isAIEvent(entry);
}
