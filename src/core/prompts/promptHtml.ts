import { singleLine } from '../util/text';
import type { PlaceholderType } from './prompt';

/** What the card of a prompt shows. All of it is text of the author. */
interface PromptCard {
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** The other keys with their values, in the order of the file. */
  readonly others: readonly (readonly [key: string, value: string])[];
}

/** Keys by which a prompt's frontmatter is told from that of other documents. */
const PROMPT_KEYS = ['title', 'name', 'description', 'tags'] as const;
const MAX_TEXT = 500;
const MAX_ITEMS = 50;

/** The card of the frontmatter with these values; `undefined` when they are not a prompt's. Values may be of any type and size. */
export function promptCard(values: ReadonlyMap<string, unknown>): PromptCard | undefined {
  const title = textOf(values.get('title')) || textOf(values.get('name'));
  const description = textOf(values.get('description'));
  const tags = tagsOf(values.get('tags'));
  if (title === '' && description === '' && tags.length === 0) return undefined;
  const shown = new Set<string>(PROMPT_KEYS);
  if (textOf(values.get('title')) !== '' && textOf(values.get('name')) !== title) shown.delete('name');
  const others: [string, string][] = [];
  for (const [key, value] of values) {
    const text = shown.has(key) ? '' : summaryOf(value);
    if (text !== '' && others.length < MAX_ITEMS) others.push([singleLine(key, 60), text]);
  }
  return { title, description, tags, others };
}

/**
 * The inner HTML of a card. Nothing of the author becomes markup.
 * @param notice a sentence to show below, such as that the frontmatter has faults
 */
export function promptCardHtml(card: PromptCard, notice?: string): string {
  const part = (name: string, text: string): string => (text === '' ? '' : `<div class="promptstack-card-${name}" dir="auto">${escapeHtml(text)}</div>`);
  const tags = card.tags.map((tag) => `<li dir="auto">${escapeHtml(tag)}</li>`).join('');
  const others = card.others.map(([key, value]) => `<div><dt dir="auto">${escapeHtml(key)}</dt><dd dir="auto">${escapeHtml(value)}</dd></div>`).join('');
  const title = card.title === '' ? '' : `<div class="promptstack-card-title" role="heading" aria-level="2" dir="auto">${escapeHtml(card.title)}</div>`;
  return [
    title,
    part('description', card.description),
    tags === '' ? '' : `<ul class="promptstack-card-tags">${tags}</ul>`,
    others === '' ? '' : `<dl class="promptstack-card-others">${others}</dl>`,
    part('notice', notice ?? ''),
  ].join('');
}

/** A placeholder in running text: its name as a chip, the whole of it as tooltip. */
export function placeholderHtml(type: PlaceholderType, name: string): string {
  return `<span class="promptstack-placeholder" data-type="${type}" title="{{${type}:${name}}}">${name}</span>`;
}

/** Marks the placeholders in HTML made of code, outside its tags: the text stays as it is. */
export function markPlaceholders(html: string): string {
  if (!html.includes('{{')) return html;
  return html.replace(/<[^>]*>|\{\{(?:text|list):[A-Za-z0-9_]+\}\}/g, (found) =>
    found.startsWith('<') ? found : `<span class="promptstack-placeholder promptstack-placeholder-code">${found}</span>`,
  );
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Makes text stand for itself in HTML, also in attributes. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return singleLine(value, MAX_TEXT);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** From a list or from text with commas. */
function tagsOf(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value.slice(0, MAX_ITEMS) : textOf(value).split(',');
  return items.map(textOf).map((tag) => tag.trim()).filter((tag) => tag !== '');
}

/** One line for a value of any type. Never walks into nested values: they may be huge. */
function summaryOf(value: unknown): string {
  if (!Array.isArray(value)) return typeof value === 'object' && value !== null ? '{…}' : textOf(value);
  const items = value.slice(0, MAX_ITEMS).map((item: unknown) => (typeof item === 'object' && item !== null ? '…' : textOf(item)));
  return singleLine(items.join(', '), MAX_TEXT);
}
