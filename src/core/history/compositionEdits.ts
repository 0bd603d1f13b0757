import { type FrontmatterEditResult, setFrontmatterKey } from '../prompts/frontmatterEdit';
import { readFrontmatter } from '../prompts/frontmatter';
import { readCompositionHead, writeComposition } from './compositionText';

export interface TagChange {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

/** The text with one key of its frontmatter set; nothing else of it changes. */
export function withKey(text: string, key: 'prompts' | 'tags' | 'source' | 'uuid', value: string | readonly string[]): FrontmatterEditResult {
  const isEmpty = typeof value !== 'string' && value.length === 0;
  return setFrontmatterKey(text, key, isEmpty ? undefined : value);
}

/** Tags with those of a change, without those that differ from another one only in case. */
export function changedTags(tags: readonly string[], { add = [], remove = [] }: TagChange): readonly string[] {
  const removed = new Set(remove.map((tag) => tag.toLowerCase()));
  const result = new Map<string, string>();
  for (const tag of [...tags.filter((each) => !removed.has(each.toLowerCase())), ...add.map((each) => each.trim())]) {
    if (tag !== '' && !result.has(tag.toLowerCase())) result.set(tag.toLowerCase(), tag);
  }
  return [...result.values()];
}

/**
 * The text of a composition with other tags; nothing else of it changes.
 * @param uuid is written into a text without frontmatter, so that the file keeps its identity when it is renamed.
 */
export function withTags(text: string, change: TagChange, uuid: string): FrontmatterEditResult {
  const tags = changedTags(readCompositionHead(text).head.tags, change);
  if (readFrontmatter(text).block) return withKey(text, 'tags', tags);
  if (tags.length === 0) return { text, edits: [] };
  const newText = writeComposition({ uuid, created: 0, tags }, '').replace(/created: .*\r?\n/, '');
  return { text: newText + text, edits: [{ start: 0, end: 0, newText }] };
}
