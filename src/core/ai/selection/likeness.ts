import type { Slices } from '../../util/slices';

/** Words of a run: texts of other people share few runs of this length. */
const RUN = 5;
/** What shares so many of its runs is a copy. */
const COPY = 0.8;
/** Of a text that may be a copy: enough to know it by. UTF-16 code units. */
const REACH = 20_000;
/** Looked at without a turn of the event loop, in UTF-16 code units. */
const PIECE = 8_000;

/** Runs of words that texts have, to tell whether another one says the same. */
export class KnownRuns {
  readonly #runs = new Set<number>();

  /** Looks at the whole text. */
  async add(text: string, slices: Slices): Promise<void> {
    for (let at = 0; at < text.length; at += PIECE) {
      // Runs across the cut are lost; a copy has many others.
      for (const run of runsOf(text.slice(at, at + PIECE))) this.#runs.add(run);
      await slices.next();
    }
  }

  /** Whether nearly all of a text is in what was added. False for texts of fewer words than a run. */
  hasCopyOf(text: string): boolean {
    const runs = runsOf(text.slice(0, REACH));
    return runs.length > 0 && runs.filter((run) => this.#runs.has(run)).length >= COPY * runs.length;
  }
}

/** Hashes of all runs of {@link RUN} words. */
function runsOf(text: string): readonly number[] {
  const runs: number[] = [];
  const hashes: number[] = [];
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    hashes.push(hashOf(word));
    if (hashes.length > RUN) hashes.shift();
    if (hashes.length === RUN) runs.push(hashes.reduce((sum, hash) => (Math.imul(sum, 31) + hash) | 0, 7));
  }
  return runs;
}

function hashOf(word: string): number {
  let hash = 0;
  for (let at = 0; at < word.length; at++) hash = (Math.imul(hash, 31) + word.charCodeAt(at)) | 0;
  return hash;
}
