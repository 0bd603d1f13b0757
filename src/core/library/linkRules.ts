import { basenameOf, isInside } from '../util/uri';
import { isPromptName, isVisibleBelow } from './libraryNames';

/** What to do with a link in a library folder. */
type LinkVerdict = 'follow' | 'ignore' | 'linkOutside' | 'linkLoop';

interface LinkFacts {
  /** URI of the link, every folder above it resolved. */
  readonly realLink: string;
  /** Where it leads, resolved. */
  readonly target: string;
  readonly targetIsFolder: boolean;
  /** The library folder, resolved. */
  readonly realRoot: string;
  /** Resolved targets of the links that are followed already. */
  readonly followed: Iterable<string>;
}

/**
 * Links out of the library are never followed. Within it everything shows once: a link is followed only to what would not show
 * otherwise (say `.shared/review.md`), and only the first one there.
 */
export function judgeLink({ realLink, target, targetIsFolder, realRoot, followed }: LinkFacts): LinkVerdict {
  const name = basenameOf(realLink);
  if (!targetIsFolder && !isPromptName(name)) return 'ignore';
  if (isInside(realLink, target)) return 'linkLoop';
  if (!isInside(target, realRoot)) return 'linkOutside';
  const shows = isVisibleBelow(realRoot, target) && (targetIsFolder || isPromptName(basenameOf(target)));
  if (shows) return 'ignore';
  for (const other of followed) if (isInside(target, other) || isInside(other, target)) return 'ignore';
  return 'follow';
}
