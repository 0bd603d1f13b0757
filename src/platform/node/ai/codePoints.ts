/** Puts pieces of text together so that no code point is torn: half of a pair waits for the other half. */
export class CodePoints {
  #half = '';

  push(piece: string): string {
    const text = this.#half + piece;
    const last = text.charCodeAt(text.length - 1);
    const isTorn = last >= 0xd800 && last <= 0xdbff;
    this.#half = isTorn ? text.slice(-1) : '';
    return (isTorn ? text.slice(0, -1) : text).toWellFormed();
  }
}
