import { plainText } from './snippet';
import { yamlFlowList, yamlScalar } from './yamlScalar';

/** What the author says of a prompt that is to be written. */
export interface NewPrompt {
  /** Not blank. */
  readonly title: string;
  /** May be empty. */
  readonly description: string;
  readonly tags: readonly string[];
  /** May be empty, with any line endings. */
  readonly body: string;
}

/** The text of a prompt file to be, and the offset in it (UTF-16 code units) where its body begins. */
interface NewPromptText {
  readonly text: string;
  readonly bodyStart: number;
}

/** Folders that a library has without anybody creating them. */
export const defaultCategories: readonly string[] = ['workflows', 'commands', 'prompt-decorations', 'rules'];

/** Why a text is no name for a category. */
export type CategoryNameProblem = 'empty' | 'hidden' | 'characters' | 'end' | 'reserved' | 'tooLong';

const MAX_SLUG = 60;
const MAX_CATEGORY = 80;
/** Names that Windows gives to devices, whatever their extension. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$/i;

/** Lays out a new prompt: frontmatter with the keys that have a value, a blank line, the body. Line endings are `\n`. */
export function newPromptText({ title, description, tags, body }: NewPrompt): NewPromptText {
  const lines = ['---', `title: ${yamlScalar(oneLine(title))}`];
  if (oneLine(description) !== '') lines.push(`description: ${yamlScalar(oneLine(description))}`);
  if (tags.length > 0) lines.push(`tags: ${yamlFlowList(tags.map(oneLine))}`);
  const head = `${lines.join('\n')}\n---\n\n`;
  const content = withoutMargin(plainText(body));
  return { text: content === '' ? head : `${head}${content}\n`, bodyStart: head.length };
}

/**
 * A file name for a title, without extension: lower-case letters and digits of any script, joined by hyphens, allowed on every
 * file system. Never empty, at most 60 UTF-16 code units.
 */
export function slugOf(title: string): string {
  const words = title.normalize('NFC').toLowerCase().normalize('NFC').match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu) ?? [];
  let slug = '';
  for (const word of words) {
    const longer = slug === '' ? word : `${slug}-${word}`;
    if (longer.length > MAX_SLUG) break;
    slug = longer;
  }
  if (slug === '') slug = cut(words[0] ?? 'prompt', MAX_SLUG);
  return DEVICE.test(slug) ? `${slug}-prompt` : slug;
}

/** File names to try one after the other until one is free: `name.md`, `name-2.md`, `name-3.md`, … */
export function* fileNamesFor(title: string): Generator<string, never> {
  const slug = slugOf(title);
  yield `${slug}.md`;
  for (let number = 2; ; number++) yield `${slug}-${number}.md`;
}

/** Judges the name of a category that is to become a folder, on any file system. `undefined`: it is fine. */
export function categoryNameProblem(name: string): CategoryNameProblem | undefined {
  if (name.trim() === '') return 'empty';
  if (name.startsWith('.')) return 'hidden';
  if (/[\\/:*?"<>|\p{Cc}]/u.test(name) || !name.isWellFormed()) return 'characters';
  if (/^\s|[\s.]$/.test(name)) return 'end';
  if (DEVICE.test(name.replace(/\..*$/s, '').trimEnd())) return 'reserved';
  return name.length > MAX_CATEGORY ? 'tooLong' : undefined;
}

/** Tags as somebody types them: separated by commas, with or without `#`; blank ones and repetitions are left out. */
export function tagsIn(typed: string): readonly string[] {
  const tags = typed.split(',').map((tag) => oneLine(tag).replace(/^#+/, '').trim());
  return [...new Set(tags)].filter((tag) => tag !== '');
}

function oneLine(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

/** Without the blank lines around it, and without the indentation that all its lines share. */
function withoutMargin(text: string): string {
  const lines = text.replace(/^(?:[ \t]*\n)+/, '').trimEnd().split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
  const shared = indents.reduce((margin, indent) => margin.slice(0, sharedLength(margin, indent)), indents[0] ?? '');
  return lines.map((line) => (line.startsWith(shared) ? line.slice(shared.length) : line.trim())).join('\n');
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

function cut(word: string, max: number): string {
  if (word.length <= max) return word;
  const last = word.charCodeAt(max - 1);
  return word.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}
