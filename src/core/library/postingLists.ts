import { Uint32List } from './uint32List';

/**
 * Many lists of numbers in one piece of memory. A list that outgrows its block moves to one of twice the size and leaves the old
 * block to a shorter list.
 */
export class PostingLists {
  #data = new Uint32Array(1024);
  #used = 0;
  readonly #starts = new Uint32List();
  readonly #lengths = new Uint32List();
  /** Free blocks by the binary logarithm of their size. */
  readonly #free: number[][] = Array.from({ length: 32 }, () => []);

  /** All lists, one after the other; list `i` is the {@link lengthOf} values from {@link startOf}. Take it anew after an {@link add}. */
  get data(): Uint32Array {
    return this.#data;
  }

  startOf(list: number): number {
    return this.#starts.values[list] ?? 0;
  }

  lengthOf(list: number): number {
    return this.#lengths.values[list] ?? 0;
  }

  /** Begins the list of the next number: 0, 1, 2, … */
  addList(): number {
    this.#starts.push(this.#allocate(0));
    return this.#lengths.push(0);
  }

  add(list: number, value: number): void {
    const length = this.lengthOf(list);
    if (length > 0 && (length & (length - 1)) === 0) this.#move(list, length);
    this.#data[this.startOf(list) + length] = value;
    this.#lengths.values[list] = length + 1;
  }

  #move(list: number, length: number): void {
    const from = this.startOf(list);
    const order = 31 - Math.clz32(length);
    const to = this.#allocate(order + 1);
    this.#data.copyWithin(to, from, from + length);
    this.#free[order]?.push(from);
    this.#starts.values[list] = to;
  }

  #allocate(order: number): number {
    const reused = this.#free[order]?.pop();
    if (reused !== undefined) return reused;
    const start = this.#used;
    this.#used += 1 << order;
    if (this.#used > this.#data.length) {
      const larger = new Uint32Array(Math.max(this.#used, Math.ceil(this.#data.length * 1.5)));
      larger.set(this.#data);
      this.#data = larger;
    }
    return start;
  }
}
