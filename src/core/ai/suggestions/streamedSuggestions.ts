import type { NumberedBody } from '../numberedBody';
import type { JsonObject } from './jsonMachine';
import { JsonObjects } from './jsonObjects';
import { type Advice, adviceKey, readAdvice } from './readAdvice';

interface SuggestionReaderOptions {
  readonly body: NumberedBody;
  /** URIs of the prompts that may be recommended, by their numbers. */
  readonly recommendable: ReadonlyMap<number, string>;
  readonly onAdvice: (advice: Advice) => void;
}

/** What a model says beyond this is not read. UTF-16 code units. */
const MAX_LENGTH = 2_000_000;
const MAX_ADVICE = 1000;
const telling: ReadonlySet<string> = new Set(['kind', 'title', 'explanation']);

/**
 * Reads advice out of the answer of a model while it arrives. Never throws: what can be read is given, once; the rest is counted.
 */
export class StreamedSuggestions {
  readonly #options: SuggestionReaderOptions;
  readonly #known = new Set<string>();
  readonly #objects: JsonObjects;
  #length = 0;
  #unreadable = 0;

  constructor(options: SuggestionReaderOptions) {
    this.#options = options;
    this.#objects = this.#reader(true);
  }

  /** Pieces of the answer that could not be read so far. */
  get unreadable(): number {
    return this.#unreadable;
  }

  /** It could be read as an answer: with advice in it, or with nothing to say. To be asked after {@link end}. */
  get isAnswer(): boolean {
    return this.#known.size > 0 || (this.#objects.hasObject && this.#unreadable === 0);
  }

  /** The answer is longer than anybody reads; further pieces are passed over. */
  get isFull(): boolean {
    return this.#length > MAX_LENGTH || this.#known.size >= MAX_ADVICE;
  }

  /** @param piece the next one of the JSON text; may be cut anywhere */
  push(piece: string): void {
    if (this.isFull) return;
    // Cut at the same place, whatever the pieces are.
    const rest = piece.slice(0, MAX_LENGTH + 1 - this.#length);
    this.#length += rest.length;
    this.#objects.push(rest);
  }

  /** No more pieces come. */
  end(): void {
    this.#objects.end();
  }

  /** @param isOutermost some models put the list into the object as a string: that is read as well */
  #reader(isOutermost: boolean): JsonObjects {
    return new JsonObjects({
      take: (object) => this.#take(object),
      isTelling: (key) => telling.has(key),
      onDamage: () => {
        if (!this.isFull) this.#unreadable++;
      },
      ...(isOutermost && { onOther: (object) => this.#readStrings(object) }),
    });
  }

  #readStrings(object: JsonObject): void {
    for (const value of Object.values(object)) {
      if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) continue;
      const inner = this.#reader(false);
      inner.push(value);
      inner.end();
    }
  }

  #take(object: JsonObject): boolean {
    if (!('kind' in object) && !('title' in object && 'explanation' in object)) return false;
    if (this.isFull) return true;
    const advice = readAdvice(object, this.#options.body, this.#options.recommendable);
    if (!advice) this.#unreadable++;
    else if (!this.#known.has(adviceKey(advice))) {
      this.#known.add(adviceKey(advice));
      this.#options.onAdvice(advice);
    }
    return true;
  }
}
