/** Documents beyond this many lose their drafts, the one that was used longest ago first. */
const LIMIT = 50;

/** What was typed into forms and not yet filled in, by document, so that a form that is opened again goes on where it was left. */
export class Drafts {
  readonly #documents = new Map<string, Map<string, readonly string[]>>();

  of(uri: string): ReadonlyMap<string, readonly string[]> {
    return this.#documents.get(uri) ?? new Map<string, readonly string[]>();
  }

  set(uri: string, name: string, value: readonly string[]): void {
    const draft = this.#documents.get(uri) ?? new Map<string, readonly string[]>();
    draft.set(name, value);
    this.#documents.delete(uri);
    this.#documents.set(uri, draft);
    for (const oldest of this.#documents.keys()) {
      if (this.#documents.size <= LIMIT) break;
      this.#documents.delete(oldest);
    }
  }

  forget(uri: string): void {
    this.#documents.delete(uri);
  }
}
