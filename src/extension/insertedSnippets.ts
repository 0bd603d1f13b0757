import { type Disposable, toDisposable } from '../core/util/dispose';

type Follower = (snippet: string) => Promise<void>;

const followers = new Set<Follower>();

/** Tells `follower` of the snippets of prompts that are about to go into a document, or are likely to. */
export function followSnippets(follower: Follower): Disposable {
  followers.add(follower);
  return toDisposable(() => followers.delete(follower));
}

/** Resolves when whoever follows the tab stops of inserted prompts is ready for this one. */
export async function announceSnippet(snippet: string): Promise<void> {
  await Promise.all([...followers].map((follower) => follower(snippet)));
}
