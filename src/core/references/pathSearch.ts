import type { Clock } from '../ports/clock';
import { topOf } from '../library/topOf';
import { compareText } from '../util/text';
import { dirnameOf, isInside, joinUri, relativeTo } from '../util/uri';
import { FileIndex, type IndexedFolder } from './fileIndex';
import { align, type Alignment, consumedBy, lettersOf, matchName, matchPath, type Piece } from './pathScore';
import type { FileHit, FileSearchOptions } from './workspaceFiles';

const DEFAULT_LIMIT = 50;
/** So many of the candidates are looked at closely. */
const CLOSE_LOOK = 256;
const MAX_QUERY = 200;
const MAX_RECENT = 200;
/** Longest time without a turn of the event loop, in milliseconds, and how often to look at the clock. */
const SLICE_MS = 6;
const FILES_PER_LOOK = 4096;

/** The files that meet a query, and how well. */
interface Candidates {
  readonly count: number;
  readonly numbers: Uint32Array;
  readonly ranks: Uint8Array;
}

/** What the previous query found: one that only adds letters to it finds nothing else. */
interface Remembered {
  readonly query: string;
  readonly index: FileIndex;
  readonly end: number;
  readonly numbers: Uint32Array;
}

/** Fuzzy search over paths. */
export class PathSearch {
  readonly #clock: Clock;
  #remembered: Remembered | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** See `WorkspaceFiles.search`. */
  async search(index: FileIndex, query: string, options: FileSearchOptions = {}): Promise<readonly FileHit[]> {
    const limit = options.limit ?? DEFAULT_LIMIT;
    const pieces = piecesOf(query);
    const self = options.from === undefined ? -1 : numberOfUri(index, options.from);
    const candidates = await this.#candidates(index, pieces, options.signal);
    if (!candidates || options.signal?.aborted) return [];
    const recent = recentNumbers(index, options.recent ?? [], self).filter((number) => new FileMatcher(index, pieces).rank(number) > 0);
    const others = best(index, candidates, nearnessOf(index, options.from), { wanted: Math.max(CLOSE_LOOK, limit), without: new Set([...recent, self]) });
    const looked = pieces.length === 0 ? others.map(({ number }) => number) : closeLook(index, others, pieces);
    return [...recent, ...looked].slice(0, limit).map((number) => hitOf(index, number, pieces));
  }

  /** `undefined` when it was cancelled. */
  async #candidates(index: FileIndex, pieces: readonly Piece[], signal?: AbortSignal): Promise<Candidates | undefined> {
    const query = pieces.map(({ text }) => text).join(' ');
    const known = this.#known(index, query);
    const { end } = index;
    const matcher = new FileMatcher(index, pieces);
    const before = known?.numbers.length ?? 0;
    const total = before + end - (known?.end ?? 0);
    const numbers = new Uint32Array(total);
    const ranks = new Uint8Array(total);
    let count = 0;
    let sliceStart = this.#clock.now();
    for (let step = 0; step < total; step++) {
      if (step % FILES_PER_LOOK === FILES_PER_LOOK - 1 && this.#clock.now() - sliceStart >= SLICE_MS) {
        await this.#clock.nextTurn();
        if (signal?.aborted) return undefined;
        sliceStart = this.#clock.now();
      }
      const number = known && step < before ? (known.numbers[step] as number) : step - before + (known?.end ?? 0);
      const rank = matcher.rank(number);
      if (rank === 0) continue;
      numbers[count] = number;
      ranks[count++] = rank;
    }
    this.#remembered = { query, index, end, numbers: numbers.slice(0, count) };
    return { count, numbers, ranks };
  }

  #known(index: FileIndex, query: string): Remembered | undefined {
    const last = this.#remembered;
    return last && last.index === index && last.query !== '' && query.startsWith(last.query) ? last : undefined;
  }
}

interface Candidate {
  readonly number: number;
  /** Rank, then nearness, then shortness of the name. */
  readonly key: number;
}

/** The first candidates by rank and nearness, without sorting the others. */
function best(
  index: FileIndex,
  { count, numbers, ranks }: Candidates,
  near: (folder: number) => number,
  { wanted, without }: { readonly wanted: number; readonly without: ReadonlySet<number> },
): Candidate[] {
  const { folderNumbers } = index;
  const nearness = (at: number): number => near(folderNumbers[numbers[at] as number] as number);
  const ofRank = new Uint32Array(256);
  for (let at = 0; at < count; at++) ofRank[ranks[at] as number] = (ofRank[ranks[at] as number] as number) + 1;
  const leastRank = leastOf(ofRank, wanted + without.size);
  const above = ofRank.subarray(leastRank + 1).reduce((sum, each) => sum + each, 0);
  const ofNearness = new Uint32Array(256);
  for (let at = 0; at < count; at++) if (ranks[at] === leastRank) ofNearness[nearness(at)] = (ofNearness[nearness(at)] as number) + 1;
  const leastNear = leastOf(ofNearness, wanted + without.size - above);
  const eligible: Candidate[] = [];
  for (let at = 0; at < count; at++) {
    const number = numbers[at] as number;
    const isIn = (ranks[at] as number) > leastRank || (ranks[at] === leastRank && nearness(at) >= leastNear);
    if (!isIn || without.has(number)) continue;
    const length = Math.min(255, (index.names[number] as string).length);
    eligible.push({ number, key: (ranks[at] as number) * 65_536 + nearness(at) * 256 + 255 - length });
  }
  return topOf(eligible, wanted, (a, b) => b.key - a.key || compareNumbers(index, a.number, b.number));
}

/** The greatest value so that this one and those above it make up the number that is wanted. */
function leastOf(counts: Uint32Array, wanted: number): number {
  let least = counts.length - 1;
  for (let sum = counts[least] as number; least > 0 && sum < wanted; ) sum += counts[--least] as number;
  return least;
}

/** Ranks files against the pieces of one query; what it learns of a folder serves all its files. */
class FileMatcher {
  readonly #index: FileIndex;
  readonly #pieces: readonly Piece[];
  /** Of each folder and piece, how much the folder has of it, plus one; 0 is not known yet. */
  readonly #consumed: readonly Uint8Array[];

  constructor(index: FileIndex, pieces: readonly Piece[]) {
    this.#index = index;
    this.#pieces = pieces;
    this.#consumed = pieces.map(() => new Uint8Array(index.folders.length + 1024));
  }

  /** 0 when a piece is not met or the file is gone; 1 for the empty query. */
  rank(number: number): number {
    const folderNumber = this.#index.folderNumbers[number] as number;
    if (FileIndex.isGone(folderNumber)) return 0;
    if (this.#pieces.length === 0) return 1;
    const folder = this.#index.folders[folderNumber] as IndexedFolder;
    const inName = this.#index.letters[number] as number;
    const letters = inName | folder.letters;
    const lower = this.#index.lowers[number] as string;
    let sum = 0;
    for (let i = 0; i < this.#pieces.length; i++) {
      const piece = this.#pieces[i] as Piece;
      if ((piece.letters & ~letters) !== 0) return 0;
      const byName = piece.head === '' && (piece.letters & ~inName) === 0;
      let match = byName ? matchName(piece.text, this.#index.names[number] as string, lower) : 0;
      if (match === 0) match = matchPath(piece, lower, folder.lower, this.#consumedBy(i, piece, folderNumber, folder));
      if (match === 0) return 0;
      sum += match;
    }
    return Math.max(1, Math.round(sum / this.#pieces.length));
  }

  #consumedBy(piece: number, { text }: Piece, folderNumber: number, { lower }: IndexedFolder): number {
    const cache = this.#consumed[piece] as Uint8Array;
    const known = cache[folderNumber];
    if (known !== undefined && known > 0) return known - 1;
    const consumed = consumedBy(lower, text);
    cache[folderNumber] = consumed + 1;
    return consumed;
  }
}

function piecesOf(query: string): readonly Piece[] {
  const words = query.slice(0, MAX_QUERY).replaceAll('\\', '/').split(/\s+/);
  return words
    .map((word) => word.replace(/^(?:\.{0,2}\/)+/, ''))
    .filter((word) => word !== '')
    .map((typed) => {
      const text = typed.toLowerCase();
      const slash = text.lastIndexOf('/') + 1;
      return { text, typed, head: text.slice(0, slash), tail: text.slice(slash), letters: lettersOf(text) };
    });
}

/** Of each folder how near it is to the document: 255 for its own, less for every step up or down. */
export function nearnessOf(index: FileIndex, from: string | undefined): (folder: number) => number {
  if (from === undefined) return () => 0;
  const own = dirnameOf(from);
  const known = new Int16Array(index.folders.length + 1024).fill(-1);
  const segments = new Map<string, readonly string[]>();
  return (number) => {
    const cached = known[number];
    if (cached !== undefined && cached >= 0) return cached;
    const { root, path } = index.folders[number] as IndexedFolder;
    let mine = segments.get(root);
    if (!mine) {
      mine = isInside(own, root) ? (relativeTo(root, own) ?? '').split('/').filter((segment) => segment !== '') : ['\n'];
      segments.set(root, mine);
    }
    const nearness = Math.max(0, 255 - stepsBetween(mine, path) - (mine[0] === '\n' ? 64 : 0));
    known[number] = nearness;
    return nearness;
  };
}

function stepsBetween(mine: readonly string[], path: string): number {
  let common = 0;
  let at = 0;
  let depth = path === '' ? 0 : 1;
  for (let i = 0; i < path.length; i++) if (path.charCodeAt(i) === 47) depth++;
  while (common < mine.length && common < depth) {
    const segment = mine[common] as string;
    const end = at + segment.length;
    if (!path.startsWith(segment, at) || (end < path.length && path.charCodeAt(end) !== 47)) break;
    common++;
    at = end + 1;
  }
  return mine.length - common + (depth - common);
}

function recentNumbers(index: FileIndex, uris: readonly string[], self: number): number[] {
  const numbers = new Set(uris.slice(0, MAX_RECENT).map((uri) => numberOfUri(index, uri)));
  numbers.delete(self);
  numbers.delete(-1);
  return [...numbers];
}

/** The number of a file; -1 when it is not known. */
export function numberOfUri(index: FileIndex, uri: string): number {
  for (const root of index.roots) {
    const path = relativeTo(root, uri);
    const number = path === undefined ? -1 : index.numberOf(root, path);
    if (number !== -1) return number;
  }
  return -1;
}

export function uriOf(index: FileIndex, number: number): string {
  return joinUri(index.folderOf(number).root, ...index.pathOf(number).split('/'));
}

/** Candidates by how well the letters hang together, among those that are met in the same way. */
function closeLook(index: FileIndex, candidates: readonly Candidate[], pieces: readonly Piece[]): number[] {
  return candidates
    .map(({ number, key }) => ({ number, key, score: alignments(index, number, pieces).reduce((sum, { score }) => sum + score, 0) }))
    .sort((a, b) => (b.key >>> 20) - (a.key >>> 20) || b.score - a.score || (b.key & 0xffff) - (a.key & 0xffff) || compareNumbers(index, a.number, b.number))
    .map(({ number }) => number);
}

function compareNumbers(index: FileIndex, a: number, b: number): number {
  const [first, second] = [index.folderOf(a), index.folderOf(b)];
  return (
    compareText(index.names[a] as string, index.names[b] as string) ||
    first.path.length - second.path.length ||
    compareText(first.path, second.path) ||
    compareText(first.root, second.root)
  );
}

/** Where each piece is best seen: in the name if it can be. Positions count in the path. */
function alignments(index: FileIndex, number: number, pieces: readonly Piece[]): readonly Alignment[] {
  const name = index.names[number] as string;
  return pieces.flatMap(({ typed, head }) => {
    const inName = head === '' ? align(name, typed, 0) : undefined;
    const path = index.pathOf(number);
    const start = path.length - name.length;
    const alignment = inName ? { score: inName.score, positions: inName.positions.map((at) => at + start) } : align(path, typed, start);
    return alignment ? [alignment] : [];
  });
}

export function hitOf(index: FileIndex, number: number, pieces: readonly Piece[] = []): FileHit {
  const marked = new Set(alignments(index, number, pieces).flatMap(({ positions }) => positions));
  return {
    uri: uriOf(index, number),
    folder: index.folderOf(number).root,
    path: index.pathOf(number),
    matches: rangesOf([...marked].sort((a, b) => a - b)),
  };
}

function rangesOf(positions: readonly number[]): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (const position of positions) {
    const last = ranges.at(-1);
    if (last?.[1] === position) last[1]++;
    else ranges.push([position, position + 1]);
  }
  return ranges;
}
