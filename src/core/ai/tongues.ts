/** Languages of Latin letters, as far as tokens go: their vocabularies hold English words whole, and others less the rarer they are. */
export const Tongue = { english: 0, romance: 1, germanic: 2, other: 3 } as const;
export type Tongue = (typeof Tongue)[keyof typeof Tongue];

/** Frequent words of up to four letters that mean little in the other languages. */
const frequentWords: readonly (readonly [Tongue, string])[] = [
  [Tongue.english, 'the of and to for that you with this are be by not your from when it is if or has have must will each'],
  [Tongue.romance, 'de la que los las el en un una para con por le les des et pour dans du il che di del da os em uma com su al el sur'],
  [Tongue.germanic, 'der das und ist mit ein von auf im sich oder wie aus zu dem den het een van och att det som av til og'],
  [Tongue.other, 'ja ei tai kun ovat sen ve bir bu ile nie na jest'],
];

const tongueOfWord = new Map(frequentWords.flatMap(([tongue, words]) => words.split(' ').map((word) => [keyOf(word), tongue] as const)));

/** Finds out in which language most of a line is written. */
export class TongueScores {
  readonly #scores = [0, 0, 0, 0];

  clear(): void {
    this.#scores.fill(0);
  }

  /** @param key the letters of a word of up to four letters in lower case, five bits each */
  word(key: number): void {
    const tongue = tongueOfWord.get(key);
    if (tongue !== undefined) this.#scores[tongue] = (this.#scores[tongue] ?? 0) + 1;
  }

  /** There was a word with letters that such a language has beyond ASCII. */
  accent(tongue: Tongue): void {
    this.#scores[tongue] = (this.#scores[tongue] ?? 0) + 1;
  }

  /** English when in doubt. */
  winner(): Tongue {
    let winner: Tongue = Tongue.english;
    for (const tongue of [Tongue.romance, Tongue.germanic, Tongue.other]) {
      if ((this.#scores[tongue] ?? 0) > (this.#scores[winner] ?? 0)) winner = tongue;
    }
    return winner;
  }
}

function keyOf(word: string): number {
  return [...word].reduce((key, letter) => (key << 5) | (letter.charCodeAt(0) & 31), 0);
}
