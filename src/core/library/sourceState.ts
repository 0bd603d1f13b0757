import type { LibraryChange, LibraryNotice } from '../app';
import type { Prompt } from '../prompts/prompt';
import { dirnameOf, isInside } from '../util/uri';

/** What is known of one library folder, and what of it was not announced yet. */
export class SourceState {
  readonly #prompts = new Map<string, Prompt>();
  /** Prompts whose size and modification time prove nothing. */
  readonly #unsettled = new Set<string>();
  readonly #notices = new Map<string, LibraryNotice>();
  /** Links that are followed, with the real URI of their target. */
  readonly #links = new Map<string, string>();
  readonly #added = new Map<string, Prompt>();
  readonly #changed = new Map<string, Prompt>();
  readonly #removed = new Map<string, Prompt>();
  #noticesChanged = false;

  get prompts(): ReadonlyMap<string, Prompt> {
    return this.#prompts;
  }

  get notices(): readonly LibraryNotice[] {
    return [...this.#notices.values()];
  }

  get links(): ReadonlyMap<string, string> {
    return this.#links;
  }

  /** The known prompt when an equal size and modification time mean that the file is the same. */
  settled(uri: string): Prompt | undefined {
    return this.#unsettled.has(uri) ? undefined : this.#prompts.get(uri);
  }

  put(prompt: Prompt, settled: boolean): void {
    const { uri } = prompt;
    const before = this.#prompts.get(uri);
    const wasUnsettled = this.#unsettled.delete(uri);
    if (!settled) this.#unsettled.add(uri);
    if (before && !wasUnsettled && isEqual(before, prompt)) return;
    this.#prompts.set(uri, prompt);
    if (this.#removed.delete(uri) || (before && !this.#added.has(uri))) this.#changed.set(uri, prompt);
    else this.#added.set(uri, prompt);
  }

  remove(uri: string): void {
    const prompt = this.#prompts.get(uri);
    if (!prompt) return;
    this.#prompts.delete(uri);
    this.#unsettled.delete(uri);
    this.#changed.delete(uri);
    if (!this.#added.delete(uri)) this.#removed.set(uri, prompt);
  }

  /** Removes every prompt that is one of `uris` or lies below one, unless `keep` says otherwise. */
  removeBelow(uris: ReadonlySet<string>, keep: (uri: string) => boolean = () => false): void {
    if (uris.size === 0) return;
    const doomed: string[] = [];
    const few = uris.size <= 16 ? [...uris] : undefined;
    for (const uri of this.#prompts.keys()) {
      const inside = few ? few.some((folder) => isInside(uri, folder)) : liesInOneOf(uri, uris);
      if (inside && !keep(uri)) doomed.push(uri);
    }
    for (const uri of doomed) this.remove(uri);
  }

  /** From now on every file is read again when it is looked at. */
  distrustAll(): void {
    for (const uri of this.#prompts.keys()) this.#unsettled.add(uri);
  }

  isSettled(uri: string): boolean {
    return !this.#unsettled.has(uri);
  }

  addNotice(notice: LibraryNotice): void {
    if (this.#notices.get(notice.uri)?.reason === notice.reason) return;
    this.#notices.set(notice.uri, notice);
    this.#noticesChanged = true;
  }

  addLink(link: string, target: string): void {
    this.#links.set(link, target);
  }

  /** Before a folder is scanned again: what was noted of its content is noted anew. */
  forgetBelow(folder: string): void {
    for (const link of this.#links.keys()) if (isInside(link, folder)) this.#links.delete(link);
    for (const uri of this.#notices.keys()) if (isInside(uri, folder)) this.#noticesChanged = this.#notices.delete(uri);
  }

  /** What changed since the last call; `undefined` when nothing did. */
  takeChange(): LibraryChange | undefined {
    const change = { added: [...this.#added.values()], changed: [...this.#changed.values()], removed: [...this.#removed.values()] };
    if (change.added.length + change.changed.length + change.removed.length === 0) return undefined;
    for (const part of [this.#added, this.#changed, this.#removed]) part.clear();
    return change;
  }

  /** True once after the notices changed. */
  takeNoticesChanged(): boolean {
    const changed = this.#noticesChanged;
    this.#noticesChanged = false;
    return changed;
  }
}

function liesInOneOf(uri: string, folders: ReadonlySet<string>): boolean {
  for (let at = uri; at.includes('/'); at = dirnameOf(at)) if (folders.has(at)) return true;
  return false;
}

function isEqual(a: Prompt, b: Prompt): boolean {
  return a.size === b.size && a.mtime === b.mtime && JSON.stringify(a) === JSON.stringify(b);
}
