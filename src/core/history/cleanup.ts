import type { CompositionSummary } from './composition';
import { addDays, dayOf, machineOffset, startOfDay } from './localDays';

/** Which compositions are to go. */
export type CleanupChoice =
  | { readonly kind: 'all' }
  /** Not changed for that many days of the calendar. */
  | { readonly kind: 'olderThan'; readonly days: number }
  /** All but those that were changed last. */
  | { readonly kind: 'allButLast'; readonly count: number }
  /** Begun in that time: milliseconds since the epoch, `[from, to)`. */
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  /** Those whose Markdown file is gone. */
  | { readonly kind: 'missing' };

/** The choices that need no further question, in the order in which they are offered. */
export const plainChoices: readonly CleanupChoice[] = [
  { kind: 'olderThan', days: 30 },
  { kind: 'olderThan', days: 60 },
  { kind: 'olderThan', days: 90 },
  { kind: 'allButLast', count: 10 },
  { kind: 'allButLast', count: 25 },
  { kind: 'allButLast', count: 50 },
  { kind: 'missing' },
  { kind: 'all' },
];

/**
 * @param now milliseconds since the epoch
 * @returns the compositions that the choice names, oldest first
 */
export function chosenForCleanup(compositions: readonly CompositionSummary[], choice: CleanupChoice, now: number): readonly CompositionSummary[] {
  const byChange = [...compositions].sort((a, b) => changeOf(a) - changeOf(b) || a.created - b.created || (a.uuid < b.uuid ? -1 : 1));
  switch (choice.kind) {
    case 'all':
      return byChange;
    case 'olderThan': {
      const limit = startOfDay(addDays(dayOf(now, machineOffset), -choice.days), machineOffset);
      return byChange.filter((composition) => changeOf(composition) < limit);
    }
    case 'allButLast':
      return byChange.slice(0, Math.max(0, byChange.length - choice.count));
    case 'range':
      return byChange.filter(({ created }) => created >= choice.from && created < choice.to);
    case 'missing':
      return byChange.filter(({ isMissing }) => isMissing);
  }
}

/** What is being written at the moment is no litter. @param open URIs of the documents in editors */
export function withoutOpen(
  compositions: readonly CompositionSummary[],
  open: ReadonlySet<string>,
): { readonly chosen: readonly CompositionSummary[]; readonly kept: readonly CompositionSummary[] } {
  const isOpen = ({ uri, source }: CompositionSummary): boolean => open.has(uri) || (source !== undefined && open.has(source));
  return { chosen: compositions.filter((composition) => !isOpen(composition)), kept: compositions.filter(isOpen) };
}

/** About how many bytes the Markdown files of some compositions have, told from those of all. Those that are missing have none. */
export function estimatedBytes(compositions: readonly CompositionSummary[], all: { readonly bytes: number; readonly characters: number }): number {
  const characters = compositions.reduce((sum, composition) => sum + (composition.isMissing ? 0 : composition.characters), 0);
  return all.characters === 0 ? 0 : Math.min(all.bytes, Math.round((characters * all.bytes) / all.characters));
}

/** A file that a clock set back has older than its beginning is as old as that. */
function changeOf({ created, updated }: CompositionSummary): number {
  return Math.max(created, updated);
}
