/** Writes numbers and texts one after the other; {@link ByteReader} reads them in the same order. */
export class ByteWriter {
  readonly #encoder = new TextEncoder();
  #bytes = new Uint8Array(1 << 16);
  #length = 0;

  /** A whole number from 0 to 2^53 - 1; small ones take one byte. */
  number(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** Four bytes, the most significant first. */
  number32(value: number): void {
    this.#reserve(4);
    for (const shift of [24, 16, 8, 0]) this.#bytes[this.#length++] = (value >>> shift) & 255;
  }

  /** Unpaired surrogates come back as replacement characters. */
  text(value: string): void {
    const bytes = this.#encoder.encode(value);
    this.number(bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A copy of what was written. @param room zeros to add at the end */
  bytes(room = 0): Uint8Array {
    const copy = new Uint8Array(this.#length + room);
    copy.set(this.#bytes.subarray(0, this.#length));
    return copy;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#length + count, this.#bytes.length * 2));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** @see ByteWriter */
export class ByteReader {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @throws {RangeError} at the end of the bytes */
  number(): number {
    for (let value = 0, factor = 1; ; factor *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new RangeError('The bytes end inside a number');
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  number32(): number {
    let value = 0;
    for (let index = 0; index < 4; index++) value = value * 256 + (this.#bytes[this.#at++] ?? 0);
    return value;
  }

  /** @throws {RangeError} when the text is longer than what is left */
  text(): string {
    const length = this.number();
    if (this.#at + length > this.#bytes.length) throw new RangeError('The bytes end inside a text');
    const start = this.#at;
    this.#at += length;
    if (length < 24) {
      const ascii = this.#ascii(start, this.#at);
      if (ascii !== undefined) return ascii;
    }
    return this.#decoder.decode(this.#bytes.subarray(start, this.#at));
  }

  /** Far quicker than a decoder for words. */
  #ascii(start: number, end: number): string | undefined {
    let text = '';
    for (let at = start; at < end; at++) {
      const code = this.#bytes[at] ?? 128;
      if (code > 127) return undefined;
      text += String.fromCharCode(code);
    }
    return text;
  }
}
