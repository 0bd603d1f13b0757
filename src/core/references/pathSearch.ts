import type { Clock } from '../ports/clock';
import { lettersOf } from '../library/typingDistance';
import { topOf } from '../library/topOf';
import { dirnameOf, isInside, joinUri, relativeTo } from '../util/uri';
import { FileIndex, type IndexedFolder } from './fileIndex';
import { align, consumedBy, matchPath, type Piece } from './pathScore';
import type { FileHit, FileSearchOptions } from './workspaceFiles';

const DEFAULT_LIMIT = 50;
/** So many of the candidates are looked at closely. */
const CLOSE_LOOK = 256;
const MAX_QUERY = 200;
const MAX_RECENT = 200;
/** Longest time without a turn of the event loop, in milliseconds, and how often to look at the clock. */
const SLICE_MS = 6;
const FILES_PER_LOOK = 4096;

interface Candidate {
  readonly number: number;
  /** How the query is met, then nearness, then shortness of the name. */
  readonly key: number;
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
    const near = nearnessOf(index, options.from);
    const recent = recentNumbers(index, options.recent ?? [], self);
    const candidates = await this.#candidates(index, pieces, near, options.signal);
    if (options.signal?.aborted) return [];
    const order = new Map([...recent].map((number, place) => [number, place]));
    const recentFirst: Candidate[] = [];
    const others: Candidate[] = [];
    for (const candidate of candidates) {
      if (candidate.number === self) continue;
      if (order.has(candidate.number)) recentFirst.push(candidate);
      else others.push(candidate);
    }
    recentFirst.sort((a, b) => (order.get(a.number) ?? 0) - (order.get(b.number) ?? 0));
    const best = topOf(others, Math.max(CLOSE_LOOK, limit), (a, b) => b.key - a.key || compareNumbers(index, a.number, b.number));
    const looked = [
      ...recentFirst.slice(0, limit).map(({ number }) => hitOf(index, number, pieces)),
      ...closeLook(index, best, pieces).slice(0, limit),
    ];
    return looked.slice(0, limit).map(({ hit }) => hit);
  }

  async #candidates(index: FileIndex, pieces: readonly Piece[], near: (folder: number) => number, signal?: AbortSignal): Promise<Candidate[]> {
    const query = pieces.map(({ text }) => text).join(' ');
    const known = this.#known(index, query);
    const end = index.end;
    const matcher = new FileMatcher(index, pieces);
    const found: Candidate[] = [];
    const numbers: number[] = [];
    let sliceStart = this.#clock.now();
    const total = known ? known.numbers.length + (end - known.end) : end;
    for (let step = 0; step < total; step++) {
      if (step % FILES_PER_LOOK === FILES_PER_LOOK - 1 && this.#clock.now() - sliceStart >= SLICE_MS) {
        await this.#clock.nextTurn();
        if (signal?.aborted) return [];
        sliceStart = this.#clock.now();
      }
      const number = known ? (step < known.numbers.length ? (known.numbers[step] as number) : known.end + step - known.numbers.length) : step;
      const folder = index.folderNumbers[number] as number;
      if (FileIndex.isGone(folder)) continue;
      const rank = matcher.rank(number, folder);
      if (rank === 0) continue;
      numbers.push(number);
      const length = Math.min(255, (index.names[number] as string).length);
      found.push({ number, key: (rank * 256 + near(folder)) * 256 + 255 - length });
    }
    this.#remembered = { query, index, end, numbers: Uint32Array.from(numbers) };
    return found;
  }

  #known(index: FileIndex, query: string): Remembered | undefined {
    const last = this.#remembered;
    return last && last.index === index && last.query !== '' && query.startsWith(last.query) ? last : undefined;
  }
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

  /** 0 when a piece is not met; 1 for the empty query. */
  rank(number: number, folderNumber: number): number {
    if (this.#pieces.length === 0) return 1;
    const folder = this.#index.folders[folderNumber] as IndexedFolder;
    const letters = (this.#index.letters[number] as number) | folder.letters;
    let sum = 0;
    for (let i = 0; i < this.#pieces.length; i++) {
      const piece = this.#pieces[i] as Piece;
      if ((piece.letters & ~letters) !== 0) return 0;
      const consumed = this.#consumedBy(i, piece, folderNumber, folder);
      const match = matchPath(piece, this.#index.names[number] as string, this.#index.lowers[number] as string, folder.lower, consumed);
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
  const words = query.slice(0, MAX_QUERY).replaceAll('\\', '/').toLowerCase().split(/\s+/);
  return words
    .map((word) => word.replace(/^(?:\.{0,2}\/)+/, ''))
    .filter((word) => word !== '')
    .map((text) => {
      const slash = text.lastIndexOf('/') + 1;
      return { text, head: text.slice(0, slash), tail: text.slice(slash), letters: lettersOf(text) };
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

function recentNumbers(index: FileIndex, uris: readonly string[], self: number): Set<number> {
  const numbers = new Set<number>();
  for (const uri of uris.slice(0, MAX_RECENT)) {
    const number = numberOfUri(index, uri);
    if (number !== -1 && number !== self) numbers.add(number);
  }
  return numbers;
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

interface Looked {
  readonly hit: FileHit;
  readonly score: number;
}

function closeLook(index: FileIndex, candidates: readonly Candidate[], pieces: readonly Piece[]): Looked[] {
  if (pieces.length === 0) return candidates.map(({ number }) => hitOf(index, number, pieces));
  return candidates
    .map(({ number, key }) => ({ ...hitOf(index, number, pieces), number, key }))
    .sort(
      (a, b) =>
        classOf(b.key) - classOf(a.key) || b.score - a.score || (b.key % 65_536) - (a.key % 65_536) || compareNumbers(index, a.number, b.number),
    );
}

function classOf(key: number): number {
  return Math.floor(key / (256 * 256 * 16));
}

function compareNumbers(index: FileIndex, a: number, b: number): number {
  const [first, second] = [index.folderOf(a), index.folderOf(b)];
  return (
    compareTexts(index.names[a] as string, index.names[b] as string) ||
    first.path.length - second.path.length ||
    compareTexts(first.path, second.path) ||
    compareTexts(first.root, second.root)
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function hitOf(index: FileIndex, number: number, pieces: readonly Piece[] = []): Looked {
  const { root } = index.folderOf(number);
  const path = index.pathOf(number);
  const nameStart = path.lastIndexOf('/') + 1;
  const marked = new Set<number>();
  let score = 0;
  for (const { text } of pieces) {
    const alignment = align(path, text, nameStart);
    score += alignment?.score ?? 0;
    for (const position of alignment?.positions ?? []) marked.add(position);
  }
  return { hit: { uri: uriOf(index, number), folder: root, path, matches: rangesOf([...marked].sort((a, b) => a - b)) }, score };
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
