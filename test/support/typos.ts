import type { Random } from './random';

/** The mistakes that typing makes. */
const typos = {
  swap: swapped,
  drop: dropped,
  double: doubled,
  wrong: mistaken,
} as const;

type TypoKind = keyof typeof typos;

export const typoKinds: readonly TypoKind[] = ['swap', 'drop', 'double', 'wrong'];

/** Words shorter than this are typed without mistakes: with one they are another word as often as not. */
const SHORTEST = 3;

/** The text with one mistake, in one of its words. Unchanged when all words are too short. */
export function withTypo(text: string, kind: TypoKind, random: Random): string {
  const words = text.split(' ');
  const long = words.flatMap((word, index) => (lettersOf(word).length >= SHORTEST ? [index] : []));
  if (long.length === 0) return text;
  const chosen = random.pick(long);
  return words.map((word, index) => (index === chosen ? typos[kind](word, random) : word)).join(' ');
}

/** The text with one mistake in each of its words, but for the too short ones. */
export function withTypoInEachWord(text: string, kind: TypoKind, random: Random): string {
  return text
    .split(' ')
    .map((word) => (lettersOf(word).length >= SHORTEST ? typos[kind](word, random) : word))
    .join(' ');
}

function swapped(word: string, random: Random): string {
  const characters = [...word];
  const places = lettersOf(word).filter((at) => at + 1 < characters.length && characters[at] !== characters[at + 1]);
  if (places.length === 0) return word;
  const at = random.pick(places);
  return [...characters.slice(0, at), characters[at + 1], characters[at], ...characters.slice(at + 2)].join('');
}

function dropped(word: string, random: Random): string {
  const at = random.pick(lettersOf(word));
  return [...word].filter((_, index) => index !== at).join('');
}

function doubled(word: string, random: Random): string {
  const at = random.pick(lettersOf(word));
  return [...word].flatMap((character, index) => (index === at ? [character, character] : [character])).join('');
}

/** Another letter of the alphabet, or of the same word where that is not the Latin one. */
function mistaken(word: string, random: Random): string {
  const characters = [...word];
  const at = random.pick(lettersOf(word));
  const alphabet = /[a-z]/i.test(characters[at] ?? '') ? [...'abcdefghijklmnopqrstuvwxyz'] : characters;
  const others = alphabet.filter((letter) => letter !== characters[at]?.toLowerCase());
  return others.length === 0 ? word : characters.map((character, index) => (index === at ? random.pick(others) : character)).join('');
}

/** The places of letters and digits in the word. */
function lettersOf(word: string): number[] {
  return [...word].flatMap((character, index) => (/[\p{L}\p{N}]/u.test(character) ? [index] : []));
}
