import type { Prompt } from '../prompts/prompt';
import type { GroupKey } from './treeNodes';
import type { PromptSource } from './promptSource';

/** How the library tree is grouped below the favourites and the recently used prompts. */
export type TreeGrouping = 'category' | 'tag' | 'source' | 'flat';

/**
 * The groups, from the root of the tree down, under which a prompt stands; several for a prompt with several tags, and an empty
 * list of groups for the root itself.
 *
 * By category, the user's own categories stand at the root and everybody else's below the name of their source: the own library is
 * what one works with, and a `rules` folder of the workspace is not the same as one's own. By tag, all sources are one.
 */
export function placementsOf(prompt: Prompt, source: PromptSource | undefined, grouping: TreeGrouping): readonly (readonly GroupKey[])[] {
  switch (grouping) {
    case 'flat':
      return [[]];
    case 'tag':
      return byTag(prompt);
    case 'source':
      return [[...sourceGroup(prompt, source), ...folderGroups(prompt)]];
    case 'category':
      return [[...(source?.kind === 'user' ? [] : sourceGroup(prompt, source)), ...folderGroups(prompt)]];
  }
}

function byTag(prompt: Prompt): readonly (readonly GroupKey[])[] {
  const tags = new Map<string, GroupKey>();
  for (const tag of prompt.tags) {
    const label = tag.trim();
    const key = label.toLowerCase();
    if (key && !tags.has(key)) tags.set(key, { kind: 'tag', key, label });
  }
  if (tags.size === 0) return [[{ kind: 'untagged', key: '', label: '' }]];
  return [...tags.values()].map((tag) => [tag]);
}

function sourceGroup(prompt: Prompt, source: PromptSource | undefined): readonly GroupKey[] {
  if (!source) return [];
  return [{ kind: 'source', key: source.id, label: source.label, folder: { sourceId: prompt.sourceId, path: '' } }];
}

function folderGroups(prompt: Prompt): readonly GroupKey[] {
  const names = prompt.path.split('/').slice(0, -1);
  return names.map((name, depth) => ({
    kind: depth === 0 ? 'category' : 'folder',
    key: name,
    label: name,
    folder: { sourceId: prompt.sourceId, path: names.slice(0, depth + 1).join('/') },
  }));
}
