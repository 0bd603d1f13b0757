/** An object of a JSON text, without prototype. */
export type JsonObject = Readonly<Record<string, unknown>>;

type Frame =
  | { readonly kind: 'object'; readonly value: Record<string, unknown>; readonly start: number; key: string }
  | { readonly kind: 'array'; readonly value: unknown[] };

const MAX_WORD = 40;
const SPACE = /\s/;
const WORD = /[\w+.-]/;
const words: Readonly<Record<string, unknown>> = { true: true, True: true, false: false, False: false, null: null, None: null, undefined: null, NaN: null };
const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/**
 * Reads one object after another, character by character. Text between them is passed over. Accepts what is often wrong and can only mean one
 * thing: line breaks in strings, single quotes, commas too many or too few, words of Python.
 */
export class JsonMachine {
  #state: 'seek' | 'brace' | 'key' | 'colon' | 'value' | 'after' | 'string' | 'escape' | 'unicode' | 'word' = 'seek';
  readonly #stack: Frame[] = [];
  readonly #onClose: (object: JsonObject, depth: number, end: number) => boolean;
  /** Offset of the brace that may open the outermost object. */
  #brace = 0;
  #quote = '';
  #isKey = false;
  /** The string or word so far. */
  #token = '';
  #digits = '';

  /**
   * @param onClose gets each object when it is complete, with the number of objects and arrays around it and the offset behind it; what it
   * keeps, by returning true, does not become a member of what is around.
   */
  constructor(onClose: (object: JsonObject, depth: number, end: number) => boolean) {
    this.#onClose = onClose;
  }

  /** Objects and arrays that are open. */
  get depth(): number {
    return this.#stack.length;
  }

  /** Offset of the outermost object that is open or may have begun. */
  get outermost(): number | undefined {
    if (this.#state === 'seek') return undefined;
    const [frame] = this.#stack;
    return frame?.kind === 'object' ? frame.start : this.#brace;
  }

  /** Offset of the innermost object that is open. */
  get innermost(): number {
    const frame = this.#stack.findLast(({ kind }) => kind === 'object');
    return frame?.kind === 'object' ? frame.start : this.#brace;
  }

  /** Of the objects that are open, also where the value is not there yet. */
  hasKey(isWanted: (key: string) => boolean): boolean {
    return this.#stack.some((frame) => frame.kind === 'object' && (isWanted(frame.key) || Object.keys(frame.value).some(isWanted)));
  }

  /** Forgets what is open. */
  reset(): void {
    this.#stack.length = 0;
    this.#state = 'seek';
  }

  /**
   * @param offset of the character at `index`, counted over all texts
   * @param isStrict an object does not begin with a single quote
   * @returns number of characters that are done, or -1 where the text makes no sense
   */
  step(text: string, index: number, offset: number, isStrict: boolean): number {
    switch (this.#state) {
      case 'seek':
        return this.#seek(text, index, offset);
      case 'string':
        return this.#string(text, index);
      case 'brace':
        return this.#afterBrace(text.charAt(index), offset, isStrict);
      case 'escape':
        return this.#escape(text.charAt(index));
      case 'unicode':
        return this.#unicode(text.charAt(index));
      case 'word':
        return this.#word(text.charAt(index));
      default:
        return SPACE.test(text.charAt(index)) ? 1 : this.#structure(text.charAt(index), offset);
    }
  }

  #seek(text: string, index: number, offset: number): number {
    const brace = text.indexOf('{', index);
    if (brace === -1) return text.length - index;
    this.#state = 'brace';
    this.#brace = offset + brace - index;
    return brace - index + 1;
  }

  /** Only an object that has a member, or none at all, is JSON and not a brace of some text. */
  #afterBrace(char: string, offset: number, isStrict: boolean): number {
    if (SPACE.test(char)) return 1;
    if (char === '{') this.#brace = offset;
    else if (char === '"' || (char === "'" && !isStrict)) {
      this.#open(this.#brace);
      this.#beginString(char, true);
    } else this.#state = 'seek';
    return 1;
  }

  #structure(char: string, offset: number): number {
    const isInObject = this.#stack.at(-1)?.kind === 'object';
    const isQuote = char === '"' || char === "'";
    switch (this.#state) {
      case 'key':
        return isQuote ? this.#beginString(char, true) : char === '}' ? this.#close(offset) : -1;
      case 'colon':
        return char === ':' ? this.#expect('value') : -1;
      case 'after':
        if (char === ',') return this.#expect(isInObject ? 'key' : 'value');
        if (char === (isInObject ? '}' : ']')) return this.#close(offset);
        if (isInObject) return isQuote ? this.#beginString(char, true) : -1;
        return char === '{' ? this.#open(offset) : -1;
      default:
        if (isQuote) return this.#beginString(char, false);
        if (char === '{') return this.#open(offset);
        if (char === '[') return this.#openArray();
        if (char === ']' && !isInObject) return this.#close(offset);
        return WORD.test(char) ? this.#beginWord() : -1;
    }
  }

  #expect(state: 'key' | 'value'): number {
    this.#state = state;
    return 1;
  }

  #open(start: number): number {
    this.#stack.push({ kind: 'object', value: Object.create(null) as Record<string, unknown>, start, key: '' });
    return this.#expect('key');
  }

  #openArray(): number {
    this.#stack.push({ kind: 'array', value: [] });
    return this.#expect('value');
  }

  #close(offset: number): number {
    const frame = this.#stack.pop();
    const isTaken = frame?.kind === 'object' && this.#onClose(frame.value, this.#stack.length, offset + 1);
    if (this.#stack.length === 0) this.#state = 'seek';
    else if (isTaken) this.#state = 'after';
    else this.#add(frame?.value);
    return 1;
  }

  #add(value: unknown): void {
    const frame = this.#stack.at(-1);
    if (frame?.kind === 'object') frame.value[frame.key] = value;
    else frame?.value.push(value);
    this.#state = 'after';
  }

  #beginString(quote: string, isKey: boolean): number {
    this.#quote = quote;
    this.#isKey = isKey;
    this.#token = '';
    this.#state = 'string';
    return 1;
  }

  #string(text: string, index: number): number {
    let end = index;
    for (; end < text.length; end++) {
      const char = text[end];
      if (char === '\\' || char === this.#quote) break;
    }
    this.#token += text.slice(index, end);
    if (end === text.length) return end - index;
    if (text[end] === '\\') this.#state = 'escape';
    else this.#endString();
    return end - index + 1;
  }

  #endString(): void {
    const frame = this.#stack.at(-1);
    if (!this.#isKey || frame?.kind !== 'object') return this.#add(this.#token);
    frame.key = this.#token;
    this.#state = 'colon';
  }

  #escape(char: string): number {
    if (char === 'u') {
      this.#digits = '';
      this.#state = 'unicode';
      return 1;
    }
    // What JSON has no escape for stands for itself, with its backslash: most likely nobody escaped that.
    this.#token += escapes[char] ?? (/["'\\/]/.test(char) ? char : `\\${char}`);
    this.#state = 'string';
    return 1;
  }

  #unicode(char: string): number {
    const isDigit = /[\da-fA-F]/.test(char);
    if (isDigit) this.#digits += char;
    if (isDigit && this.#digits.length < 4) return 1;
    this.#token += isDigit ? String.fromCharCode(parseInt(this.#digits, 16)) : `\\u${this.#digits}`;
    this.#state = 'string';
    return isDigit ? 1 : 0;
  }

  #beginWord(): number {
    this.#token = '';
    this.#state = 'word';
    return 0;
  }

  #word(char: string): number {
    if (WORD.test(char)) {
      this.#token += char;
      return this.#token.length > MAX_WORD ? -1 : 1;
    }
    const number = Number(this.#token);
    if (Number.isFinite(number)) this.#add(number);
    else if (Object.hasOwn(words, this.#token)) this.#add(words[this.#token]);
    else return -1;
    return 0;
  }
}
