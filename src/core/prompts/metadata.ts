import { basenameOf } from '../util/uri';
import { detached, singleLine } from '../util/text';
import { type Frontmatter, sourceListOf, sourceTextOf } from './frontmatter';
import { type TitleOrigin } from './prompt';

/** What a prompt file says of itself, fit for display. */
export interface PromptMetadata {
  readonly title: string;
  readonly titleOrigin: TitleOrigin;
  readonly description: string;
  readonly tags: readonly string[];
  /** Keys of ours whose value is of another type than expected. What could be read of them was taken all the same. */
  readonly invalidKeys: readonly string[];
}

/** Longest texts that are shown, in UTF-16 code units. */
const MAX_TITLE = 200;
const MAX_DESCRIPTION = 1024;
const MAX_TAG = 60;
const MAX_TAGS = 50;

/** Names that say nothing of the prompt: its folder is its name. */
const FOLDER_NAMED = /^(?:skill|index|readme|system|prompt|agents)$/i;
/** Second extensions by which tools know their own files. */
const TOOL_SUFFIX = /\.(?:prompt|prompts|agent|agents|instructions|chatmode|skill|command|rule|rules|template|snippet)$/i;

/**
 * @param path decoded path below the library root. @param root URI of that root, which names a file that has no folder.
 */
export function readMetadata(text: string, frontmatter: Frontmatter, path: string, root: string): PromptMetadata {
  const invalidKeys: string[] = [];
  const textOf = (key: string, max: number): string => {
    const value = frontmatter.values.get(key);
    if (value === undefined || value === null) return '';
    if (typeof value === 'string') return singleLine(value, max);
    if (typeof value === 'object') invalidKeys.push(key);
    return singleLine(sourceTextOf(text, frontmatter, key) ?? '', max);
  };
  const description = textOf('description', MAX_DESCRIPTION);
  const tags = tagsOf(text, frontmatter, invalidKeys);
  const title = textOf('title', MAX_TITLE);
  if (title) return { title, titleOrigin: 'frontmatter', description, tags, invalidKeys };
  const name = textOf('name', MAX_TITLE);
  if (name) return { title: name, titleOrigin: 'name', description, tags, invalidKeys };
  const heading = firstHeading(text, frontmatter.bodyStart);
  if (heading) return { title: heading, titleOrigin: 'heading', description, tags, invalidKeys };
  return { title: titleFromPath(path, root), titleOrigin: 'fileName', description, tags, invalidKeys };
}

/** The file's name without its extensions, or its folder's where every tool gives the file the same name. Never empty. */
export function titleFromPath(path: string, root: string): string {
  const segments = path.split('/');
  const file = segments.pop() ?? '';
  const stem = file.replace(/(?!^)\.[^.]*$/, '').replace(TOOL_SUFFIX, '') || file;
  const folder = segments.pop() ?? basenameOf(root);
  return singleLine(FOLDER_NAMED.test(stem) && folder ? folder : stem, MAX_TITLE) || singleLine(file, MAX_TITLE) || '?';
}

function tagsOf(text: string, frontmatter: Frontmatter, invalidKeys: string[]): readonly string[] {
  const value = frontmatter.values.get('tags');
  if (value === undefined || value === null) return [];
  let items: readonly unknown[];
  if (Array.isArray(value)) {
    const values = value.slice(0, MAX_TAGS) as readonly unknown[];
    const typed = values.some((item) => typeof item !== 'string');
    const source = typed ? sourceListOf(text, frontmatter, 'tags') : undefined;
    items = source ? values.map((item, index) => (item === null ? null : source[index])) : values;
  } else {
    if (typeof value === 'object') invalidKeys.push('tags');
    const source = typeof value === 'string' ? value : (sourceTextOf(text, frontmatter, 'tags') ?? '');
    items = source.replace(/^\[|\]$/g, '').split(/[,\r\n]/, MAX_TAGS);
  }
  const tags = new Set<string>();
  for (const item of items.slice(0, MAX_TAGS)) {
    if (typeof item === 'object' && item !== null && !invalidKeys.includes('tags')) invalidKeys.push('tags');
    const tag = typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean' ? singleLine(String(item), MAX_TAG) : '';
    if (tag) tags.add(tag);
  }
  return [...tags];
}

/** Text of the first `# heading` outside code fences; empty when there is none. */
function firstHeading(text: string, from: number): string {
  const pattern = /(?:^|[\r\n]) {0,3}(?:(`{3,}|~{3,})([^\r\n]*)|#[ \t]+([^\r\n]*))/g;
  pattern.lastIndex = from > 0 ? from - 1 : 0;
  let fence = '';
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [, marker, info = '', heading] = match;
    if (marker !== undefined) {
      if (fence === '') fence = marker;
      else if (marker.startsWith(fence) && info.trim() === '') fence = '';
    } else if (fence === '' && heading !== undefined) {
      const title = singleLine(withoutMarkup(heading.slice(0, MAX_TITLE * 4)), MAX_TITLE);
      if (title) return detached(title);
    }
  }
  return '';
}

/** A heading as it reads: closing number signs, emphasis, code marks and link targets are not part of its text. */
function withoutMarkup(heading: string): string {
  return heading
    .replace(/(?:^|[ \t])#+[ \t]*$/, '')
    .replace(/!?\[([^\]]*)\]\([^)\s]*\)/g, '$1')
    .replace(/\*\*|__|`/g, '');
}
