/** Longest typed word whose mistakes are counted; the rest of a longer one is not looked at. */
export const MAX_TYPED = 31;

/**
 * How many mistakes (a wrong, missing or additional letter, two neighbours swapped) lie between a typed word and other words.
 * Bit-parallel: about one step per letter of the other word (Hyyrö 2003, "A Bit-Vector Algorithm for Computing Levenshtein and
 * Damerau Edit Distances").
 */
export class TypingDistance {
  readonly #ascii = new Int32Array(128);
  readonly #other = new Map<number, number>();
  readonly #length: number;

  constructor(typed: string) {
    this.#length = Math.min(typed.length, MAX_TYPED);
    for (let i = 0; i < this.#length; i++) {
      const code = typed.charCodeAt(i);
      if (code < 128) this.#ascii[code] = (this.#ascii[code] ?? 0) | (1 << i);
      else this.#other.set(code, (this.#other.get(code) ?? 0) | (1 << i));
    }
  }

  /**
   * @param limit more mistakes are not told apart: the result is then `limit + 1`.
   * @returns the mistakes against the whole word, and against that beginning of it that is nearest, packed as `whole * 64 + beginning`.
   */
  to(word: string, limit: number): number {
    const last = 1 << (this.#length - 1);
    const end = Math.min(word.length, this.#length + limit);
    let score = this.#length;
    let best = score;
    let vp = -1;
    let vn = 0;
    let d0 = 0;
    let previous = 0;
    for (let j = 0; j < end; j++) {
      const code = word.charCodeAt(j);
      const matches = code < 128 ? (this.#ascii[code] as number) : (this.#other.get(code) ?? 0);
      d0 = (((~d0 & matches) << 1) & previous) | ((((matches & vp) + vp) ^ vp) | matches | vn);
      const hp = vn | ~(d0 | vp);
      const hn = d0 & vp;
      if (hp & last) score++;
      else if (hn & last) score--;
      if (score < best) best = score;
      const shifted = (hp << 1) | 1;
      vp = (hn << 1) | ~(d0 | shifted);
      vn = shifted & d0;
      previous = matches;
    }
    const whole = word.length > end ? limit + 1 : score;
    return Math.min(whole, limit + 1) * 64 + Math.min(best, limit + 1);
  }
}

/** Which letters a word has, as a bit set that may confuse letters but never misses one. */
export function lettersOf(word: string): number {
  let letters = 0;
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31);
  return letters;
}

/** How many bits are set. */
export function bitCount(bits: number): number {
  let rest = bits - ((bits >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
