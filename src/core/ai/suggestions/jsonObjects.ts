import { JsonMachine, type JsonObject } from './jsonMachine';

interface JsonObjectsOptions {
  /** Takes an object that is complete, if it is one of those that are looked for. */
  readonly take: (object: JsonObject) => boolean;
  /** Whether an object with such a key is, or was about to become, one of those that are looked for. */
  readonly isTelling: (key: string) => boolean;
  /** Gets an outermost object that was not taken. */
  readonly onOther?: (object: JsonObject) => void;
  /** Something that may have been looked for cannot be read. */
  readonly onDamage: () => void;
}

/**
 * Finds objects in a JSON text that arrives in pieces, however they are nested, and gives each as soon as it is complete. Where the text is
 * damaged it goes on with the next object behind the beginning of the damaged one, so that a quote too few takes no neighbour along. How the
 * text is cut into pieces makes no difference; the time it takes grows with its length alone.
 */
export class JsonObjects {
  readonly #options: JsonObjectsOptions;
  readonly #machine = new JsonMachine((object, depth, end) => this.#close(object, depth, end));
  /** What was read since {@link #keptFrom} and may have to be read again. */
  #kept: string[] = [];
  #keptFrom = 0;
  /** Offset behind all that arrived. */
  #end = 0;
  /** Offset behind the last object that was taken: nothing before is read again. */
  #taken = 0;
  /** What stands before was read before. */
  #known = 0;
  /** Characters that were read again, in all. */
  #repeated = 0;
  #wasDamaged = false;
  #hasObject = false;

  constructor(options: JsonObjectsOptions) {
    this.#options = options;
  }

  /** There was a whole object, taken or not. */
  get hasObject(): boolean {
    return this.#hasObject;
  }

  push(piece: string): void {
    let text: string | undefined = piece;
    while (text !== undefined) text = this.#read(text);
  }

  /** What is still open stays without an end. */
  end(): void {
    while (this.#machine.depth > 0) {
      if (this.#machine.depth > 2 || this.#machine.hasKey(this.#options.isTelling)) this.#options.onDamage();
      this.push(this.#resume(this.#end));
    }
  }

  /** @returns text to read again, with all that follows it */
  #read(text: string): string | undefined {
    const machine = this.#machine;
    const start = this.#end;
    this.#kept.push(text);
    this.#end += text.length;
    for (let index = 0; index < text.length; ) {
      const done = machine.step(text, index, start + index, start + index < this.#known);
      if (done < 0) {
        this.#noteDamage();
        return this.#resume(start + index);
      }
      index += done;
    }
    this.#forget(start, text);
    return undefined;
  }

  #forget(start: number, text: string): void {
    const from = Math.max(this.#taken, this.#machine.outermost ?? this.#end);
    if (from < start) return;
    this.#kept = from < this.#end ? [text.slice(from - start)] : [];
    this.#keptFrom = from;
  }

  #close(object: JsonObject, depth: number, end: number): boolean {
    this.#hasObject = true;
    if (this.#options.take(object)) {
      this.#taken = end;
      return true;
    }
    if (depth === 0) this.#options.onOther?.(object);
    return false;
  }

  /** A brace in prose is no damage; what stands in a list, or behind something that was damaged, may have been looked for. */
  #noteDamage(): void {
    if (!this.#wasDamaged && this.#machine.depth === 1 && !this.#machine.hasKey(this.#options.isTelling)) return;
    this.#wasDamaged = true;
    this.#options.onDamage();
  }

  /** @param offset where it went wrong. @returns the text behind the beginning of the damaged object */
  #resume(offset: number): string {
    let from = Math.max(this.#taken, this.#machine.innermost + 1);
    this.#repeated += Math.max(0, offset - from);
    // A text made to be read over and over is given up where it went wrong.
    if (this.#repeated > 4 * offset + 65_536) from = Math.max(from, offset);
    const text = this.#kept.join('').slice(from - this.#keptFrom);
    this.#machine.reset();
    this.#known = Math.max(this.#known, offset);
    this.#kept = [];
    this.#keptFrom = this.#end = from;
    return text;
  }
}
