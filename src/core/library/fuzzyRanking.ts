import Fuse from 'fuse.js';
import type { Prompt } from '../prompts/prompt';
import { fold } from './searchText';

/** What fuse.js is given of a prompt, folded. */
interface Ranked {
  readonly title: string;
  readonly tags: string;
  readonly category: string;
}

/**
 * How well fuse.js finds the query in each of the prompts: 0 (not at all) to 1, in the order of `prompts`.
 * It looks at every letter of every prompt: only for a few prompts.
 */
export function fuseScores(query: string, prompts: readonly Prompt[]): number[] {
  const items = prompts.map(
    (prompt): Ranked => ({ title: fold(prompt.title), tags: fold(prompt.tags.join(' ')), category: fold(prompt.category) }),
  );
  const fuse = new Fuse(items, {
    keys: [
      { name: 'title', weight: 3 },
      { name: 'tags', weight: 1 },
      { name: 'category', weight: 1 },
    ],
    useTokenSearch: true,
    tokenMatch: 'any',
    includeScore: true,
    ignoreLocation: true,
    threshold: 0.4,
  });
  const scores = new Array<number>(prompts.length).fill(0);
  for (const { refIndex, score } of fuse.search(query)) scores[refIndex] = 1 - (score ?? 1);
  return scores;
}
