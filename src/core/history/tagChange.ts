import type { TagChange } from './compositionEdits';
import type { CountOf } from './compositionRepository';

/** How many of these compositions have each tag, in the order of their first appearance. */
export function tagCounts(compositions: readonly { readonly tags: readonly string[] }[]): readonly CountOf<string>[] {
  const counts = new Map<string, number>();
  for (const { tags } of compositions) for (const tag of new Set(tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count }));
}

/**
 * A list of tags is offered with those ticked that all compositions have. What is ticked in the end goes to all of them; only what was
 * ticked before and is not any more is removed, so that a tag that just some have stays with those when nobody touches it.
 */
export function tagChange(compositions: readonly { readonly tags: readonly string[] }[], ticked: ReadonlySet<string>): Required<TagChange> {
  const all = tagCounts(compositions).flatMap(({ value, count }) => (count === compositions.length ? value : []));
  return { add: [...ticked].filter((tag) => !all.includes(tag)), remove: all.filter((tag) => !ticked.has(tag)) };
}

/** What was typed as a tag: on one line, spelled as the known one that differs in case only. `undefined` for nothing. */
export function typedTag(text: string, known: readonly string[]): string | undefined {
  const tag = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  const folded = tag.toLocaleLowerCase();
  return tag === '' ? undefined : (known.find((each) => each === tag) ?? known.find((each) => each.toLocaleLowerCase() === folded) ?? tag);
}
