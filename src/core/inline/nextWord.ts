import { type Candidates, MAX_MATCH } from './candidates';
import { BOUNDARY } from './vocabulary';

/** The likeliest next word. */
interface Prediction {
  readonly word: number;
  /** 0 to 1. */
  readonly probability: number;
}

interface Question {
  /** Of the vocabulary: all words are below this. */
  readonly end: number;
  /** How many letters of the word are typed already. */
  readonly typed: number;
  /** Asked once for each different word. */
  readonly isAllowed: (word: number) => boolean;
  /** Breaks ties, so that the answer does not depend on the order of learning. */
  readonly wordOf: (word: number) => string;
  /** Makes a word likelier (above 1) or less likely. */
  readonly factor?: ((word: number) => number) | undefined;
}

const LEVELS = MAX_MATCH + 1;

/*
 * How much each length of match leaves to what shorter matches say: some at all, by length, and more for each different word seen, as
 * there are surely others. The more letters are typed, the less is left. Chosen with held-back parts of the training side of
 * test/bench/inline.bench.ts.
 */
const ROOM = [0, 6, 3, 2, 1.5, 1, 1, 1, 1];
const ROOM_PER_WORD = 4;

/** Finds the word that most likely follows the candidates. Its tables are reused from word to word. */
export class NextWord {
  /** Of each word, its row in {@link #counts} plus one. */
  #rows = new Uint32Array(1024);
  #counts = new Float64Array(64 * LEVELS);
  readonly #seen: number[] = [];

  predict(candidates: Candidates, { end, typed, isAllowed, wordOf, factor }: Question): Prediction | undefined {
    this.#count(candidates, end);
    const totals = new Float64Array(LEVELS);
    const kinds = new Float64Array(LEVELS);
    const words = this.#seen.filter((word) => word !== BOUNDARY && isAllowed(word));
    for (const word of words) this.#addTo(totals, kinds, word);
    let best: Prediction | undefined;
    for (const word of words) {
      const likely = this.#probability(word, totals, kinds, 1 / (1 + typed));
      const probability = factor ? adjusted(likely, factor(word)) : likely;
      if (!best || probability > best.probability || (probability === best.probability && wordOf(word) < wordOf(best.word))) best = { word, probability };
    }
    for (const word of this.#seen) this.#rows[word] = 0;
    this.#seen.length = 0;
    return best;
  }

  #count(candidates: Candidates, end: number): void {
    if (this.#rows.length < end) this.#rows = new Uint32Array(end * 2);
    for (let index = 0; index < candidates.count; index++) {
      const word = candidates.word(index);
      let row = this.#rows[word] ?? 0;
      if (row === 0) {
        row = this.#seen.push(word);
        this.#rows[word] = row;
        if (row * LEVELS > this.#counts.length) {
          const larger = new Float64Array(this.#counts.length * 2);
          larger.set(this.#counts);
          this.#counts = larger;
        }
        this.#counts.fill(0, (row - 1) * LEVELS, row * LEVELS);
      }
      const cell = (row - 1) * LEVELS + candidates.match(index);
      this.#counts[cell] = (this.#counts[cell] ?? 0) + candidates.weight(index);
    }
  }

  #addTo(totals: Float64Array, kinds: Float64Array, word: number): void {
    const row = ((this.#rows[word] ?? 1) - 1) * LEVELS;
    let atLeast = 0;
    for (let match = MAX_MATCH; match > 0; match--) {
      atLeast += this.#counts[row + match] ?? 0;
      totals[match] = (totals[match] ?? 0) + atLeast;
      if (atLeast > 0) kinds[match] = (kinds[match] ?? 0) + 1;
    }
  }

  /** From short matches to long ones, each refining the one before. */
  #probability(word: number, totals: Float64Array, kinds: Float64Array, share: number): number {
    const row = ((this.#rows[word] ?? 1) - 1) * LEVELS;
    let shorter = 0;
    for (let match = 1; match <= MAX_MATCH; match++) shorter += this.#counts[row + match] ?? 0;
    let atLeast = shorter;
    let probability = 0;
    for (let match = 1; match <= MAX_MATCH; match++) {
      const total = totals[match] ?? 0;
      if (total === 0) break;
      const room = share * ((ROOM[match] ?? 1) + ROOM_PER_WORD * (kinds[match] ?? 0));
      probability = (atLeast + room * probability) / (total + room);
      atLeast -= this.#counts[row + match] ?? 0;
    }
    return probability;
  }
}

/** The most likely words change most when they become less likely, the least likely when they become likelier. */
function adjusted(probability: number, factor: number): number {
  return factor < 1 ? probability * factor : 1 - (1 - probability) / factor;
}
