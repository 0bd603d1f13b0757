import { bitCount, TypingDistance } from '../library/typingDistance';
import { topOf } from '../library/topOf';
import { FileIndex } from './fileIndex';
import { lettersOf } from './pathScore';
import { hitOf, nearnessOf, numberOfUri } from './pathSearch';
import type { FileReference } from './reference';
import type { FileHit } from './workspaceFiles';

interface Repair {
  readonly number: number;
  /** 0 for the same name elsewhere, 1 for another extension, more for typing mistakes. */
  readonly distance: number;
  readonly nearness: number;
}

/**
 * Files that a reference to nothing may have meant: of the same name elsewhere, of the same name with another extension, of a name that
 * is nearly the same; among equals those nearest to where the file should be.
 * @param expected URI where the file should be; @param documentUri is never meant
 */
export function repairsFor(index: FileIndex, { path }: FileReference, expected: string, documentUri: string, limit: number): readonly FileHit[] {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (name === '') return [];
  const distanceTo = distanceFrom(name);
  const near = nearnessOf(index, expected);
  const own = numberOfUri(index, documentUri);
  const repairs: Repair[] = [];
  const { folderNumbers, letters } = index;
  for (let number = 0; number < index.end; number++) {
    const folder = folderNumbers[number] as number;
    if (FileIndex.isGone(folder) || number === own) continue;
    const distance = distanceTo(index.lowers[number] as string, letters[number] as number);
    if (distance !== undefined) repairs.push({ number, distance, nearness: near(folder) });
  }
  const best = topOf(repairs, limit, (a, b) => a.distance - b.distance || b.nearness - a.nearness || comparePaths(index, a.number, b.number));
  return best.map(({ number }) => hitOf(index, number));
}

function comparePaths(index: FileIndex, a: number, b: number): number {
  const [first, second] = [index.pathOf(a), index.pathOf(b)];
  return first < second ? -1 : first > second ? 1 : a - b;
}

/** How far names are from that of a reference, by rank; `undefined` for those that are too far. */
function distanceFrom(name: string): (lower: string, letters: number) => number | undefined {
  const stem = stemIn(name);
  const typing = new TypingDistance(stem);
  const mistakes = stem.length <= 2 ? 0 : stem.length <= 4 ? 1 : stem.length <= 9 ? 2 : 3;
  const typed = lettersOf(stem);
  const extension = name.slice(stem.length);
  return (lower, letters) => {
    if (lower === name) return 0;
    // A mistake brings at most one letter and takes one away; what the extension brings is not told apart.
    if (bitCount(typed & ~letters) > mistakes) return undefined;
    const other = stemIn(lower);
    if (other === stem || lower === stem) return extension === '' && lower.endsWith('.md') ? 0 : 1;
    if (Math.abs(other.length - stem.length) > mistakes) return undefined;
    const distance = typing.to(other, mistakes) >> 6;
    if (distance > mistakes) return undefined;
    return 1 + distance + (lower.endsWith(extension) ? 0 : 0.5);
  };
}

function stemIn(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}
