import { Candidates } from './candidates';
import type { Continuation, ContinuationRequest } from './continuations';
import type { KnownTexts } from './knownTexts';
import { NextWord } from './nextWord';
import { BOUNDARY, BOUNDARY_FOLD, foldOf } from './vocabulary';
import { isBreak, isWordCharacter, wordsOf } from './words';

/** How much of the text before the cursor is looked at, in UTF-16 code units: the user's own text repeats itself most. */
const REACH = 6000;
/** Words before the cursor that a known text may share with it. */
const CONTEXT = 9;
/** What is not worth reading, and what nobody reads; in UTF-16 code units. */
const [SHORTEST, LONGEST] = [3, 80];
/** How much a place counts by where it is: in the text before the cursor, in an earlier composition, in a prompt. */
const weights = { here: 2, composition: 2, prompt: 1 };
const KINDS = ['composition', 'prompt'] as const;
/** Probability that a suggestion needs; where the user asked for one, less is enough. */
const bars = { automatic: 0.62, asked: 0.25 };

/** The words before the cursor, as numbers. */
interface Before {
  /** From a boundary to the last whole word. */
  readonly numbers: Uint32Array;
  /** Of these words, in their order. */
  readonly folds: Uint32Array;
  /** What is typed of the next word. */
  readonly typed: string;
  readonly wordOf: (number: number) => string;
  /** All numbers are below this. */
  readonly end: number;
}

/** Continues text with what known texts and the text itself say after the same words. */
export class ContinuationModel {
  readonly #texts: KnownTexts;
  readonly #candidates = new Candidates();
  readonly #next = new NextWord();

  constructor(texts: KnownTexts) {
    this.#texts = texts;
  }

  /** @param factorOf what earlier suggestions after these words say about a word: above 1 likelier, below less likely */
  suggest(request: ContinuationRequest, factorOf?: (word: string) => number): Continuation | undefined {
    if (request.after !== '' && isWordCharacter(request.after.charCodeAt(0))) return undefined;
    const before = this.#read(request.before);
    this.#findPlaces(before, request.uri);
    const typed = this.#texts.vocabulary.numberOf(before.typed);
    if (typed !== undefined) this.#candidates.dropEnds(typed);
    const { words, confidence } = this.#continue(before, request.asked ? bars.asked : bars.automatic, firstWord(request.after.trimStart()), factorOf);
    const text = tidied(words.join('').slice(before.typed.length), request);
    return text.length < SHORTEST ? undefined : { text, confidence };
  }

  #read(text: string): Before {
    const { vocabulary } = this.#texts;
    const { whole, typed } = splitAtCursor(text.slice(-REACH));
    const unknown = new Map<string, number>();
    const numberOf = (word: string): number => {
      const known = vocabulary.numberOf(word) ?? unknown.get(word);
      if (known !== undefined) return known;
      const number = vocabulary.end + unknown.size;
      unknown.set(word, number);
      return number;
    };
    const numbers = Uint32Array.from([BOUNDARY, ...whole.map(numberOf)]);
    const names = [...unknown.keys()];
    const folds = Uint32Array.from([BOUNDARY_FOLD, ...whole.map(foldOf)]);
    const wordOf = (number: number): string => (number < vocabulary.end ? vocabulary.wordOf(number) : (names[number - vocabulary.end] ?? ''));
    return { numbers, folds, typed, wordOf, end: vocabulary.end + names.length };
  }

  #findPlaces({ numbers, folds }: Before, uri: string): void {
    const context = [...folds.subarray(-CONTEXT)];
    const wanted = { context, folds: this.#texts.vocabulary.folds };
    const own = this.#texts.shardOf(uri);
    const excluded = own?.stretchOf(uri);
    const candidates = this.#candidates;
    candidates.clear();
    for (const kind of KINDS) for (const shard of this.#texts.shards(kind)) candidates.addPairs(shard, wanted, weights[kind], shard === own ? excluded : undefined);
    candidates.addText(numbers, folds, context, weights.here);
    if (candidates.isEnough) return;
    for (const kind of KINDS) for (const shard of this.#texts.shards(kind)) candidates.addSingles(shard, wanted, weights[kind], shard === own ? excluded : undefined);
  }

  /** Adds the likeliest word as long as all together are likely enough. */
  #continue({ typed, wordOf, end }: Before, bar: number, behind: string, factorOf?: (word: string) => number): { words: string[]; confidence: number } {
    const words: string[] = [];
    let confidence = 1;
    for (let length = -typed.length; length < LONGEST; ) {
      const isFirst = words.length === 0;
      const isAllowed = isFirst ? (number: number): boolean => wordOf(number).startsWith(typed) : () => true;
      const factor = isFirst && factorOf ? (number: number): number => factorOf(wordOf(number)) : undefined;
      const best = this.#next.predict(this.#candidates, { end, typed: isFirst ? typed.length : 0, isAllowed, wordOf, factor });
      const word = best ? wordOf(best.word) : '';
      if (!best || isBreak(word) || confidence * best.probability < bar) break;
      if (behind !== '' && word.trim() === behind) break;
      length += word.length;
      if (length > LONGEST) break;
      confidence *= best.probability;
      words.push(word);
      if (/[.!?]$/.test(word) && length >= SHORTEST) break;
      this.#candidates.advance(best.word);
    }
    return { words, confidence };
  }
}

/** Whole words, and what is typed of the next one: also a word that is complete may be the beginning of a longer one. */
export function splitAtCursor(text: string): { readonly whole: string[]; readonly typed: string } {
  const whole = wordsOf(text);
  const last = whole.at(-1);
  if (last === undefined || isBreak(last)) return { whole, typed: '' };
  whole.pop();
  return { whole, typed: last };
}

function firstWord(text: string): string {
  return wordsOf(text, 1)[0]?.trim() ?? '';
}

/** Without blanks at the end and without anything that the line has already. */
function tidied(text: string, { before, after }: ContinuationRequest): string {
  let kept = text.trimEnd();
  while (kept !== '' && after !== '' && overlaps(kept, after)) kept = kept.slice(0, kept.length - (wordsOf(kept).at(-1)?.length ?? 1)).trimEnd();
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return kept.trim().length >= 12 && line.includes(kept.trim()) ? '' : kept;
}

/** Whether the end of a text is the beginning of what stands behind it. */
function overlaps(text: string, after: string): boolean {
  for (let length = Math.min(text.length, after.length); length > 0; length--) if (after.startsWith(text.slice(-length))) return true;
  return false;
}
