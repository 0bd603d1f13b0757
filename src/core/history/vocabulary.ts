import { detached } from '../util/text';

/** Gives the terms in use small numbers. A term that nobody uses any more is forgotten and its number given away again. */
export class Vocabulary {
  readonly #ids = new Map<string, number>();
  /** By number; empty for those that are free. */
  readonly #terms: string[] = [];
  readonly #uses: number[] = [];
  readonly #free: number[] = [];

  /** All numbers are below this. */
  get size(): number {
    return this.#terms.length;
  }

  /** Counts one use. */
  add(term: string): number {
    let id = this.#ids.get(term);
    if (id === undefined) {
      id = this.#free.pop() ?? this.#terms.length;
      const own = detached(term);
      this.#ids.set(own, id);
      this.#terms[id] = own;
      this.#uses[id] = 0;
    }
    this.#uses[id] = (this.#uses[id] ?? 0) + 1;
    return id;
  }

  /** Takes one use back. */
  release(id: number): void {
    const uses = (this.#uses[id] ?? 1) - 1;
    this.#uses[id] = uses;
    if (uses > 0) return;
    this.#ids.delete(this.#terms[id] ?? '');
    this.#terms[id] = '';
    this.#free.push(id);
  }

  /** How often it is in use; 0 for a number that is free. */
  usesOf(id: number): number {
    return this.#uses[id] ?? 0;
  }

  /** The term of a number; empty for one that is free. */
  termOf(id: number): string {
    return this.#terms[id] ?? '';
  }

  /** The number of a term, if anybody uses it. */
  idOf(term: string): number | undefined {
    return this.#ids.get(term);
  }

  /** The numbers of a term, or of all that begin with it. */
  find(term: string, isPrefix: boolean): readonly number[] {
    if (isPrefix) return this.#terms.flatMap((known, id) => (known.startsWith(term) ? [id] : []));
    const id = this.#ids.get(term);
    return id === undefined ? [] : [id];
  }
}
