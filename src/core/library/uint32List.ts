/** A growing list of unsigned 32-bit numbers: 4 bytes each, where an ordinary array may take 8. */
export class Uint32List {
  #values = new Uint32Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The memory behind the list: read only what is below {@link length}, and take it anew after every {@link push}. */
  get values(): Uint32Array {
    return this.#values;
  }

  /** @returns the index of the value. */
  push(value: number): number {
    if (this.#length === this.#values.length) this.#grow();
    this.#values[this.#length] = value;
    return this.#length++;
  }

  #grow(): void {
    const larger = new Uint32Array(Math.ceil(this.#values.length * 1.5));
    larger.set(this.#values);
    this.#values = larger;
  }
}
