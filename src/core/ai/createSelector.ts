import type { ContextSelectorId } from '../ports/ai';
import type { Disposable } from '../util/dispose';
import { bm25Selector } from './bm25Selector';
import type { ContextSelector } from './contextSelector';
import { scoreSelector } from './scoreSelector';
import type { SelectorParts } from './selection/rankedSelector';

/**
 * @param parts `opened`: when this window was opened, in milliseconds since the epoch; default: now
 * @returns is disposed by the caller
 */
export function createSelector(id: ContextSelectorId, parts: SelectorParts & { readonly opened?: number }): ContextSelector & Disposable {
  return id === 'bm25' ? bm25Selector(parts) : scoreSelector(parts, parts.opened ?? parts.clock.now());
}
