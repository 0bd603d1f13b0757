/** Where an object begins that has at least one key. A brace in prose or in a placeholder is none. */
const BEGINNING = /\{\s*"/;
/** What such a beginning may need of a text that is still arriving. */
const UNDECIDED = /\{\s*$/;

/**
 * Finds the JSON object in the answer of a model that was asked for one and wrote text: with words before and after, or inside of a code
 * fence. Takes the text as it arrives. Only the first object counts; it need not be valid or complete.
 */
export class JsonInText {
  #waiting = '';
  #hasBegun = false;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;

  /** An object began; all that belongs to it was or will be returned by {@link push}. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** The object is complete: everything further is ignored. */
  get hasEnded(): boolean {
    return this.#hasBegun && this.#depth === 0;
  }

  /** @returns the part of the object's text in what arrived so far and was not returned yet; often empty */
  push(text: string): string {
    if (this.hasEnded) return '';
    if (this.#hasBegun) return text.slice(0, this.#endIn(text));
    this.#waiting += text;
    const start = this.#waiting.search(BEGINNING);
    if (start < 0) {
      this.#waiting = UNDECIDED.exec(this.#waiting)?.[0] ?? '';
      return '';
    }
    const found = this.#waiting.slice(start);
    this.#waiting = '';
    this.#hasBegun = true;
    return found.slice(0, this.#endIn(found));
  }

  /** @returns the offset behind the end of the object, or the length of the text when it goes on */
  #endIn(text: string): number {
    for (let at = 0; at < text.length; at++) {
      const character = text[at];
      if (this.#isEscaped) this.#isEscaped = false;
      else if (this.#isInString) {
        if (character === '\\') this.#isEscaped = true;
        else if (character === '"') this.#isInString = false;
      } else if (character === '"') this.#isInString = true;
      else if (character === '{' || character === '[') this.#depth++;
      else if ((character === '}' || character === ']') && --this.#depth === 0) return at + 1;
    }
    return text.length;
  }
}

/** The first JSON object in a text; `undefined` where there is none or it breaks off. */
export function jsonInText(text: string): string | undefined {
  const reader = new JsonInText();
  const json = reader.push(text);
  return reader.hasEnded ? json : undefined;
}
