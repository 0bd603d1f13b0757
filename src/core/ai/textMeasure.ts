import { CharacterClass, characterClasses } from './characterClasses';
import { tokenCosts } from './tokenCosts';
import { BLANK_LINE, kindIn } from './tokenKinds';
import { PieceScanner } from './tokenPieces';

/** How long a text is. */
export interface TextMeasure {
  /** Unicode code points; a line break counts one. */
  readonly characters: number;
  /** What stands between blanks and has a letter or digit in it. Han and kana count one for each character. */
  readonly words: number;
  readonly lines: number;
  /** An estimate, see {@link estimateTokens}. */
  readonly tokens: number;
}

/** What {@link TextMeasure} of a text is made of: a line without its line break. */
export interface LineMeasure {
  readonly characters: number;
  readonly words: number;
  /** Hundredths of a token, whole: sums of them are exact. */
  readonly cost: number;
  /** The same for the line break behind the line. */
  readonly breakCost: number;
  readonly isBlank: boolean;
}

/** Longer lines are measured in parts, which bounds the memory that it takes. UTF-16 code units. */
const PART = 8192;
const MAX_ASCII = 0x7f;

const scanner = new PieceScanner();
const blank: LineMeasure = Object.freeze({ characters: 0, words: 0, cost: 0, breakCost: costOf(BLANK_LINE), isBlank: true });

/** @param line without its line break */
export function measureLine(line: string): LineMeasure {
  if (line === '') return blank;
  let cost = 0;
  for (let start = 0; start < line.length; start += PART) cost += partCost(line.length <= PART ? line : line.slice(start, start + PART));
  const { characters, words } = countLine(line);
  return { characters, words, cost, breakCost: costOf(scanner.lineBreak), isBlank: !/\S/.test(line) };
}

/** Puts measures of lines together. Blank lines cost next to nothing; a line break costs where a line follows. */
export class MeasureSum {
  #characters = 0;
  #words = 0;
  #lines = 0;
  #cost = 0;
  #breakCost = 0;
  #hasText = false;

  add({ characters, words, cost, breakCost, isBlank }: LineMeasure): void {
    if (this.#lines > 0) this.#characters++;
    this.#cost += this.#breakCost + cost;
    this.#breakCost = breakCost;
    this.#characters += characters;
    this.#words += words;
    this.#lines++;
    this.#hasText ||= !isBlank;
  }

  get value(): TextMeasure {
    const tokens = Math.max(Math.round(this.#cost / 100), this.#hasText ? 1 : 0);
    return { characters: this.#characters, words: this.#words, lines: this.#lines, tokens };
  }
}

/** @param text lines end with `\n`, `\r\n` or `\r`; the empty text has no line, and what ends in a line break has an empty last one. */
export function measureText(text: string): TextMeasure {
  const sum = new MeasureSum();
  if (text === '') return sum.value;
  const lineBreak = /\r\n|\n|\r/g;
  let start = 0;
  for (let match = lineBreak.exec(text); match; match = lineBreak.exec(text)) {
    sum.add(measureLine(text.slice(start, match.index)));
    start = lineBreak.lastIndex;
  }
  sum.add(measureLine(text.slice(start)));
  return sum.value;
}

function partCost(part: string): number {
  const tongue = scanner.scan(part);
  const { pieces, length } = scanner;
  let cost = 0;
  for (let i = 0; i < length; i += 2) cost += costOf(kindIn(tongue, pieces[i] ?? 0)) * (pieces[i + 1] ?? 0);
  return cost;
}

function costOf(kind: number): number {
  return tokenCosts[kind] ?? 0;
}

function countLine(line: string): { characters: number; words: number } {
  let characters = line.length;
  let words = 0;
  let isInWord = false;
  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at);
    const characterClass = characterClasses[code] ?? 0;
    if (characterClass === CharacterClass.blank) isInWord = false;
    else if (characterClass === CharacterClass.han || characterClass === CharacterClass.kana) {
      words++;
      isInWord = false;
    } else if (!isInWord && isWordCharacter(characterClass, code)) {
      words++;
      isInWord = true;
    }
    if (characterClass === CharacterClass.high && isLow(line.charCodeAt(at + 1))) characters--;
  }
  return { characters, words };
}

function isWordCharacter(characterClass: number, code: number): boolean {
  if (code <= MAX_ASCII) return characterClass !== CharacterClass.sign;
  return characterClass === CharacterClass.accented || characterClass === CharacterClass.digit || characterClass >= CharacterClass.greek;
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
