import { Emitter } from '../core/util/event';

const emitter = new Emitter<string>();

/** The snippet of a prompt is about to go into a document, or is likely to. */
export const onDidAnnounceSnippet = emitter.event;

/** Tells whoever follows the tab stops of inserted prompts what to look out for. */
export function announceSnippet(snippet: string): void {
  emitter.fire(snippet);
}
