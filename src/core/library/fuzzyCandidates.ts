import { compareText } from '../util/text';
import { type SearchIndex } from './searchIndex';
import { wordsOf } from './searchText';
import { topOf } from './topOf';

/** A prompt that may be what was meant. */
interface FuzzyCandidate {
  readonly slot: number;
  /** How much of the query it meets, in (0, 1]. */
  readonly score: number;
}

const MAX_WORDS = 24;
/** What a word outside the title counts, compared with the same in the title. */
const ELSEWHERE = 0.6;
/** What the middle of a word counts, compared with a whole word. */
const INSIDE_WORD = 0.5;
/** Candidates below this part of the best one's score are not worth showing. */
const RELATIVE_FLOOR = 0.5;

/**
 * The prompts nearest to the query (a `foldLine`), best first. Each word counts by how well the prompt has it and by how rare it is; of two
 * prompts that meet the same words, the one with less else in its title comes first.
 */
export function fuzzyCandidates(index: SearchIndex, line: string, count: number): FuzzyCandidate[] {
  const words = wordsOf(line).slice(0, MAX_WORDS);
  const totals = new Float32Array(index.slotCount);
  const qualities = new Float32Array(index.slotCount);
  let possible = 0;
  words.forEach((word, position) => {
    qualities.fill(0);
    const weight = rateWord(index, word, position === words.length - 1, qualities);
    possible += weight;
    for (let slot = 0; slot < totals.length; slot++) {
      if (qualities[slot] !== 0 && index.isLive(slot)) totals[slot] = (totals[slot] as number) + weight * (qualities[slot] as number);
    }
  });
  const best = totals.reduce((greatest, total) => Math.max(greatest, total), 0);
  const candidates: FuzzyCandidate[] = [];
  for (let slot = 0; slot < totals.length; slot++) {
    const total = totals[slot] as number;
    if (total <= 0 || total < best * RELATIVE_FLOOR) continue;
    const titleLength = index.titleAt(slot).length;
    const share = Math.min(line.length, titleLength) / Math.max(line.length, titleLength);
    candidates.push({ slot, score: (total / possible) * (0.8 + 0.2 * share) });
  }
  return topOf(candidates, count, (a, b) => b.score - a.score || compareSlots(index, a.slot, b.slot));
}

/** By title, then by URI: the order of what is equal otherwise. */
export function compareSlots(index: SearchIndex, a: number, b: number): number {
  return compareText(index.titleAt(a), index.titleAt(b)) || compareText(uriAt(index, a), uriAt(index, b));
}

function uriAt(index: SearchIndex, slot: number): string {
  return index.promptAt(slot)?.uri ?? '';
}

/**
 * Sets the quality, in [0, 1], with which each prompt has the word.
 * @returns the weight of the word: the fewer prompts have it, the greater.
 */
function rateWord(index: SearchIndex, word: string, isLast: boolean, qualities: Float32Array): number {
  const similar = index.dictionary.similarTo(word, isLast);
  let best = INSIDE_WORD;
  for (const { word: id, cost } of similar) {
    const quality = 1 / (1 + (2 * cost) / word.length);
    index.dictionary.forEachChunkOf(id, (chunk) => {
      if (!index.hasLivePrompts(chunk)) return;
      best = Math.max(best, quality);
      rateChunk(index, chunk, quality, qualities);
    });
  }
  index.dictionary.forEachChunkWith(word, (chunk) => {
    if (index.hasLivePrompts(chunk)) rateChunk(index, chunk, INSIDE_WORD, qualities);
  });
  let having = 0;
  const enough = best * ELSEWHERE;
  for (let slot = 0; slot < qualities.length; slot++) if ((qualities[slot] as number) >= enough && index.isLive(slot)) having++;
  return Math.log(1 + index.liveCount / (having + 1));
}

function rateChunk(index: SearchIndex, chunk: number, quality: number, qualities: Float32Array): void {
  const { postings } = index;
  const { data } = postings;
  const start = postings.startOf(chunk);
  const end = start + postings.lengthOf(chunk);
  for (let i = start; i < end; i++) {
    const posting = data[i] as number;
    const rated = posting & 1 ? quality : quality * ELSEWHERE;
    if (rated > (qualities[posting >>> 1] as number)) qualities[posting >>> 1] = rated;
  }
}
