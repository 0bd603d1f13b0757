import { CharacterClass, characterClasses } from './characterClasses';
import * as Kind from './tokenKinds';
import { Tongue, TongueScores } from './tongues';

/** What stands right before a word: also the place of its row among those of its case. */
const NONE = 0;
const BLANK = 1;
const SIGN = 2;

/** Fewer characters than this are a name, however it is written. */
const MIN_SCRAMBLED = 16;

/**
 * Cuts a line into pieces as the tokenizers of current models do before they merge letters: words together with the blank or sign before
 * them, digits in threes, runs of signs, runs of blanks. A piece is known by its kind; all that it holds beyond is not looked at.
 */
export class PieceScanner {
  /** Of the last line: kind and number of pieces, in turns; valid up to {@link length}. */
  readonly pieces: number[] = [];
  length = 0;
  /** Kind of the line break behind the last line. */
  lineBreak = Kind.BLANK_LINE;
  readonly #tongues = new TongueScores();
  #text = '';
  #at = 0;

  /** @param line without its line break. @returns its language, as far as it makes a difference */
  scan(line: string): Tongue {
    this.#text = line;
    this.#at = 0;
    this.length = 0;
    this.lineBreak = Kind.BLANK_LINE;
    this.#tongues.clear();
    let prefix = NONE;
    while (this.#at < line.length) {
      const characterClass = this.#classAt(this.#at);
      if (characterClass === CharacterClass.blank) prefix = this.#blanks();
      else {
        this.lineBreak = Kind.LINE_BREAK;
        prefix = this.#piece(characterClass, prefix);
      }
    }
    return this.#tongues.winner();
  }

  #add(kind: number, times = 1): void {
    this.pieces[this.length++] = kind;
    this.pieces[this.length++] = times;
  }

  /** Beyond the line: a blank. */
  #classAt(at: number): number {
    return at < this.#text.length ? (characterClasses[this.#text.charCodeAt(at)] ?? 0) : CharacterClass.blank;
  }

  /** @returns the prefix for what follows */
  #piece(characterClass: number, prefix: number): number {
    if (characterClass === CharacterClass.digit) this.#digits();
    else if (isLatin(characterClass)) this.#word(prefix);
    else if (characterClass >= CharacterClass.greek) this.#scriptWord(characterClass);
    else return this.#signs(prefix);
    if (isName(this.#classAt(this.#at))) this.#scrambled();
    return NONE;
  }

  /** @returns the prefix for what follows */
  #blanks(): number {
    const start = this.#at;
    while (this.#at < this.#text.length && this.#classAt(this.#at) === CharacterClass.blank) this.#at++;
    // Those at the end of a line go with its break.
    if (this.#at === this.#text.length) return NONE;
    const next = this.#classAt(this.#at);
    const isSpace = this.#text.charCodeAt(this.#at - 1) === 32;
    const joins = next !== CharacterClass.digit && (isSpace || isLatin(next));
    if (this.#at - start > 1) this.#add(Kind.BLANKS);
    if (!joins) this.#add(Kind.BLANKS);
    return joins ? (isSpace ? BLANK : SIGN) : NONE;
  }

  #word(prefix: number): void {
    const start = this.#at;
    while (this.#classAt(this.#at) === CharacterClass.upper) this.#at++;
    const capitals = this.#at - start;
    let accents: Tongue = Tongue.english;
    let key = 0;
    for (; ; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      const characterClass = this.#classAt(this.#at);
      if (characterClass === CharacterClass.lower) key = (key << 5) | (code & 31);
      else if (characterClass === CharacterClass.accented) accents = tongueOfAccents(accents, code);
      else if (characterClass === CharacterClass.mark) accents = accents || Tongue.romance;
      else break;
    }
    const length = this.#at - start;
    if (accents !== Tongue.english) this.#tongues.accent(accents);
    else if (capitals === 0 && length < 5 && prefix !== SIGN) this.#tongues.word(key);
    const row = accents === Tongue.english ? rowOf(prefix, capitals, length) : Kind.WordRow.accentedRomance + accents - Tongue.romance;
    this.#add(Kind.WORD + row * Kind.WORD_LENGTHS + Math.min(length, Kind.WORD_LENGTHS) - 1);
    if (length > Kind.WORD_LENGTHS) this.#add(Kind.EXTRA_LETTER, length - Kind.WORD_LENGTHS);
    if (this.#text.charCodeAt(this.#at) === APOSTROPHE) this.#contraction(length);
  }

  #contraction(length: number): void {
    const match = /'(?:s|t|re|ve|m|ll|d)/iy;
    match.lastIndex = this.#at;
    if (!match.test(this.#text)) return;
    this.#at = match.lastIndex;
    this.#add(Kind.CONTRACTION + (length > 4 ? 1 : 0));
  }

  #scriptWord(script: number): void {
    const start = this.#at;
    while (this.#classAt(this.#at) === script || this.#classAt(this.#at) === CharacterClass.mark) this.#at++;
    const kind = Kind.SCRIPT_WORD + 2 * (script - CharacterClass.greek);
    this.#add(kind);
    this.#add(kind + 1, this.#at - start);
  }

  #digits(): void {
    const start = this.#at;
    while (this.#classAt(this.#at) === CharacterClass.digit) this.#at++;
    this.#add(Kind.DIGITS, Math.ceil((this.#at - start) / 3));
  }

  /** In the middle of letters and digits: takes the rest of them when they are a hash, a key or encoded bytes. */
  #scrambled(): void {
    let end = this.#at;
    let changes = 0;
    let last = this.#classAt(end);
    for (; end < this.#text.length; end++) {
      const characterClass = this.#classAt(end);
      if (isName(characterClass)) {
        if (characterClass !== last && !(last === CharacterClass.upper && characterClass === CharacterClass.lower)) changes++;
        last = characterClass;
      } else if (!isJoint(this.#text.charCodeAt(end))) break;
    }
    const length = end - this.#at;
    if (length < MIN_SCRAMBLED || changes * 5 < length) return;
    this.#add(Kind.SCRAMBLED, length);
    this.#at = end;
  }

  /** @returns the prefix for what follows */
  #signs(prefix: number): number {
    const first = this.#classAt(this.#at);
    const isJoining = first === CharacterClass.sign || first === CharacterClass.typographic;
    if (isJoining && prefix === NONE && isLatin(this.#classAt(this.#at + 1))) {
      this.#at++;
      return SIGN;
    }
    let stretches = 0;
    let length = 0;
    let last = -1;
    for (; this.#at < this.#text.length; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      const characterClass = characterClasses[code] ?? 0;
      if (!isSign(characterClass)) break;
      if (characterClass !== CharacterClass.sign) this.#otherSign(characterClass, code === last);
      else if (code !== last) stretches++;
      length = code === last ? length + 1 : 1;
      if (length % 16 === 0) this.#add(Kind.LONG_STRETCH);
      last = code;
    }
    if (stretches === 0) return NONE;
    const index = Math.min(stretches, Kind.SIGN_STRETCHES) - 1;
    this.#add(Kind.SIGNS + index);
    if (this.#at === this.#text.length) this.lineBreak = Kind.SIGNS_BREAK + index;
    return NONE;
  }

  #otherSign(characterClass: number, isRepeated: boolean): void {
    if (characterClass === CharacterClass.typographic) this.#add(Kind.TYPOGRAPHIC);
    else if (characterClass === CharacterClass.wide) this.#add(Kind.WIDE);
    else if (characterClass === CharacterClass.picture) this.#add(isRepeated ? Kind.REPEATED_PICTURE : Kind.PICTURE);
    else if (characterClass === CharacterClass.joiner) this.#add(Kind.JOINER);
    else if (characterClass === CharacterClass.high) {
      const code = this.#text.charCodeAt(this.#at);
      this.#add(code >= 0xd83c && code <= 0xd83e ? Kind.EMOJI : Kind.ASTRAL);
      if (this.#classAt(this.#at + 1) === CharacterClass.mark) this.#at++;
    }
  }
}

const APOSTROPHE = 39;

function rowOf(prefix: number, capitals: number, length: number): number {
  if (capitals === 0) return Kind.WordRow.lower + prefix;
  if (capitals === 1) return Kind.WordRow.capital + prefix;
  if (capitals < length) return Kind.WordRow.mixed;
  return prefix === BLANK ? Kind.WordRow.upperAfterBlank : Kind.WordRow.upper;
}

function isLatin(characterClass: number): boolean {
  return characterClass === CharacterClass.lower || characterClass === CharacterClass.upper || characterClass === CharacterClass.accented;
}

function isName(characterClass: number): boolean {
  return characterClass === CharacterClass.lower || characterClass === CharacterClass.upper || characterClass === CharacterClass.digit;
}

function isSign(characterClass: number): boolean {
  return characterClass === CharacterClass.sign || (characterClass >= CharacterClass.mark && characterClass <= CharacterClass.high);
}

/** @param before what the letters before it in the word have told. Finnish has the letters of German, and often several in a word. */
function tongueOfAccents(before: Tongue, code: number): Tongue {
  if (code > 0xff) return code === 0x152 || code === 0x153 ? before || Tongue.romance : Tongue.other;
  const small = code | 0x20;
  const isGermanic = code === 0xdf || (small >= 0xe4 && small <= 0xe6) || small === 0xf6 || small === 0xf8 || small === 0xfc;
  if (!isGermanic) return before || Tongue.romance;
  return before >= Tongue.germanic ? Tongue.other : Tongue.germanic;
}

/** `+`, `-`, `/`, `=`: what joins the characters of encoded bytes. */
function isJoint(code: number): boolean {
  return code === 43 || code === 45 || code === 47 || code === 61;
}
