import { CharacterKind, foldCharacter, kindAt } from './termCharacters';

/** Receives a folded term and its range in the text; an empty range is a gap, which no phrase reaches across. */
type VisitTerm = (term: string, start: number, end: number) => void;

/** Longer words are cut, in characters. */
const MAX_WORD = 64;
/** Words of more parts are encoded data, not names. */
const MAX_PARTS = 8;
/** Emoji joined into one at most; nothing that people use comes near. */
const MAX_JOINED = 16;

const PART_START = /(?<=[\p{Ll}\p{N}]\p{M}*)(?=[\p{Lu}\p{Lt}])|(?<=[\p{Lu}\p{Lt}]\p{M}*)(?=[\p{Lu}\p{Lt}]\p{M}*\p{Ll})/u;

const DIGIT = 1;
const LOWER = 2;
const UPPER = 4;
/** Of ASCII characters; 0 is none of them. */
const ascii = new Uint8Array(128).fill(DIGIT, 48, 58).fill(UPPER, 65, 91).fill(LOWER, 97, 123);

const ZERO_WIDTH_JOINER = 0x200d;
const EMOJI_VARIANTS = /[\ufe0e\ufe0f]|\ud83c[\udffb-\udfff]/g;

/** Cuts one text into terms, in one pass and linear time. */
export class TermScanner {
  readonly #text: string;
  /** In lower case with the same offsets, if there is such a thing. */
  readonly #lower: string | undefined;
  readonly #visit: VisitTerm;
  /** Pairs of start and end. */
  readonly #compounds: number[] = [];

  constructor(text: string, visit: VisitTerm) {
    this.#text = text;
    this.#visit = visit;
    const lower = text.toLowerCase();
    this.#lower = lower.length === text.length ? lower : undefined;
  }

  run(): void {
    const text = this.#text;
    for (let at = 0; at < text.length; ) {
      const code = text.charCodeAt(at);
      if (code < 128) at = ascii[code] === 0 ? at + 1 : this.#word(at);
      else at = this.#foreign(at);
    }
    for (let index = 0; index < this.#compounds.length; index += 2) this.#parts(this.#compounds[index] ?? 0, this.#compounds[index + 1] ?? 0);
  }

  /** @returns where the text goes on; so do all methods below */
  #word(start: number): number {
    const text = this.#text;
    let end = start;
    // A capital at the beginning makes no compound.
    let seen = (ascii[text.charCodeAt(start)] ?? 0) & ~UPPER;
    for (let code = text.charCodeAt(++end); end < text.length; code = text.charCodeAt(++end)) {
      if (code >= 128) {
        const kind = kindAt(text, end);
        if (kind === CharacterKind.word || kind === CharacterKind.mark) return this.#foreignWord(start);
        break;
      }
      const kind = ascii[code] ?? 0;
      if (kind === 0) break;
      seen |= kind;
    }
    for (let from = start; from < end; from += MAX_WORD) {
      const to = Math.min(from + MAX_WORD, end);
      this.#visit(this.#lower?.slice(from, to) ?? text.slice(from, to).toLowerCase(), from, to);
    }
    if ((seen & UPPER) !== 0 && (seen & ~UPPER) !== 0 && end - start <= MAX_WORD) this.#compound(start, end);
    return end;
  }

  #foreign(at: number): number {
    switch (kindAt(this.#text, at)) {
      case CharacterKind.word:
        return this.#foreignWord(at);
      case CharacterKind.single:
        return this.#single(at);
      case CharacterKind.picture:
        return this.#picture(at);
      case CharacterKind.flagLetter:
        return this.#flag(at);
      default:
        return at + this.#unitsAt(at);
    }
  }

  #foreignWord(start: number): number {
    const text = this.#text;
    let [term, from, at, characters] = ['', start, start, 0];
    while (at < text.length && kindAt(text, at) === CharacterKind.word) {
      const end = this.#characterEnd(at);
      term += foldCharacter(text, at, end);
      at = end;
      if (++characters % MAX_WORD !== 0) continue;
      if (term !== '') this.#visit(term, from, at);
      [term, from] = ['', at];
    }
    if (term !== '') this.#visit(term, from, at);
    if (characters <= MAX_WORD) this.#compound(start, at);
    return at;
  }

  #single(at: number): number {
    const end = this.#characterEnd(at);
    const term = foldCharacter(this.#text, at, end);
    if (term !== '') this.#visit(term, at, end);
    return end;
  }

  #picture(start: number): number {
    const text = this.#text;
    let end = this.#pictureEnd(start);
    for (let joined = 1; joined < MAX_JOINED && text.charCodeAt(end) === ZERO_WIDTH_JOINER; joined++) {
      if (end + 1 >= text.length || kindAt(text, end + 1) !== CharacterKind.picture) break;
      end = this.#pictureEnd(end + 1);
    }
    this.#visit(text.slice(start, end).replace(EMOJI_VARIANTS, ''), start, end);
    return end;
  }

  /** One emoji with its skin tone, variation selector or the tags of a flag. */
  #pictureEnd(start: number): number {
    let end = start + this.#unitsAt(start);
    for (let count = 0; count < MAX_JOINED && end < this.#text.length; count++) {
      const kind = kindAt(this.#text, end);
      if (kind !== CharacterKind.mark && kind !== CharacterKind.modifier) break;
      end += this.#unitsAt(end);
    }
    return end;
  }

  #flag(start: number): number {
    const half = start + this.#unitsAt(start);
    const end = half < this.#text.length && kindAt(this.#text, half) === CharacterKind.flagLetter ? half + this.#unitsAt(half) : half;
    this.#visit(this.#text.slice(start, end), start, end);
    return end;
  }

  /** End of a letter with its marks, or of a Hangul syllable that is written in pieces. */
  #characterEnd(start: number): number {
    const text = this.#text;
    const first = text.charCodeAt(start);
    let end = start + this.#unitsAt(start);
    if (first >= 0x1100 && first <= 0x115f) {
      if (isWithin(text.charCodeAt(end), 0x1160, 0x11a7)) end++;
      if (isWithin(text.charCodeAt(end), 0x11a8, 0x11ff)) end++;
    } else if (isHangulWithoutFinal(first) && isWithin(text.charCodeAt(end), 0x11a8, 0x11ff)) end++;
    for (let marks = 0; marks < MAX_JOINED && end < text.length && kindAt(text, end) === CharacterKind.mark; marks++) end += this.#unitsAt(end);
    return end;
  }

  #unitsAt(at: number): number {
    return (this.#text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }

  #compound(start: number, end: number): void {
    if (this.#lower?.slice(start + 1, end) === this.#text.slice(start + 1, end)) return;
    if (PART_START.test(this.#text.slice(start, end))) this.#compounds.push(start, end);
  }

  #parts(start: number, end: number): void {
    const parts = this.#text.slice(start, end).split(PART_START);
    if (parts.length > MAX_PARTS) return;
    this.#visit('', start, start);
    let at = start;
    for (const part of parts) {
      let term = '';
      for (let from = at, to; from < at + part.length; from = to) {
        to = this.#characterEnd(from);
        term += foldCharacter(this.#text, from, to);
      }
      if (term !== '') this.#visit(term, at, at + part.length);
      at += part.length;
    }
  }
}

function isWithin(code: number, first: number, last: number): boolean {
  return code >= first && code <= last;
}

/** A syllable of Hangul that a final consonant behind it completes. */
function isHangulWithoutFinal(code: number): boolean {
  return code >= 0xac00 && code <= 0xd7a3 && (code - 0xac00) % 28 === 0;
}
