import type { ContextSelectorId } from '../ports/ai';
import type { Disposable } from '../util/dispose';
import type { ContextSelector } from './contextSelector';
import type { AIParts } from './liveAI';

/** @returns is disposed by the caller */
export function createSelector(id: ContextSelectorId, _parts: AIParts): ContextSelector & Disposable {
  return { id, select: () => Promise.resolve({ selector: id, prompts: [], tokens: 0, leftOut: [] }), dispose: () => undefined };
}
