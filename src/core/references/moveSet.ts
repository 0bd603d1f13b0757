import { basenameOf } from '../util/uri';

/** A file, or a folder with everything in it, that gets another URI. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** Files that move at once. However many they are, each question takes as long as the path asked for is deep. */
export class MoveSet {
  readonly #to = new Map<string, string>();
  readonly #from = new Map<string, string>();
  /** Both ends of every move, folded. */
  readonly #ends = new Set<string>();
  readonly #departures = new Map<string, Move[]>();
  readonly #arrivals = new Map<string, Move[]>();
  /** Last segments of both ends, decoded and folded, and those of Markdown files without their extension. */
  readonly names = new Set<string>();

  constructor(readonly all: readonly Move[]) {
    for (const move of all) {
      this.#to.set(move.from, move.to);
      this.#from.set(move.to, move.from);
      addTo(this.#departures, basenameOf(move.from), move);
      addTo(this.#arrivals, basenameOf(move.to), move);
      for (const end of [move.from, move.to]) {
        this.#ends.add(folded(end));
        const name = folded(basenameOf(end));
        this.names.add(name).add(name.replace(/\.md$/, ''));
      }
    }
  }

  /** Where a URI is after the moves. */
  moved(uri: string): string {
    return replaced(uri, this.#to);
  }

  /** Where a URI was before the moves; itself when no move led there. */
  original(uri: string): string {
    return replaced(uri, this.#from);
  }

  /** Whether something moves to or from this place or a folder around it, if case does not count. */
  concerns(uri: string): boolean {
    return prefixOf(folded(uri), this.#ends) !== undefined;
  }

  /** What had that name. */
  departures(name: string): readonly Move[] {
    return this.#departures.get(name) ?? [];
  }

  /** What gets that name. */
  arrivals(name: string): readonly Move[] {
    return this.#arrivals.get(name) ?? [];
  }
}

/** Names that a file system may take for the same are the same. */
export function folded(text: string): string {
  return text.normalize().toLowerCase();
}

function replaced(uri: string, ends: ReadonlyMap<string, string>): string {
  const prefix = prefixOf(uri, ends);
  return prefix === undefined ? uri : `${ends.get(prefix)}${uri.slice(prefix.length)}`;
}

/** The URI itself or the nearest folder around it that is among the keys. */
function prefixOf(uri: string, keys: { has(key: string): boolean }): string | undefined {
  for (let end = uri.length; end > 0; end = uri.lastIndexOf('/', end - 1)) {
    const prefix = uri.slice(0, end);
    if (keys.has(prefix)) return prefix;
  }
  return undefined;
}

function addTo<K>(map: Map<K, Move[]>, key: K, move: Move): void {
  const moves = map.get(key);
  if (moves) moves.push(move);
  else map.set(key, [move]);
}
