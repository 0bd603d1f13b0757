import type { FoldEntries, Journal } from '../../src/core/ports/journal';
import { Emitter } from '../../src/core/util/event';

/** The lines that several {@link InMemoryJournal}s share, as windows share a folder. */
export class JournalLines {
  readonly lines: string[] = [];
  readonly readers = new Set<InMemoryJournal>();
}

export class InMemoryJournal implements Journal {
  readonly #shared: JournalLines;
  readonly #emitter = new Emitter<readonly unknown[]>();
  readonly onDidAppend = this.#emitter.event;
  /** Places of own lines. */
  #own = new Set<number>();
  #following = false;
  /** Set to let the next calls of `append` fail. */
  failure: Error | undefined;

  constructor(shared = new JournalLines()) {
    this.#shared = shared;
    shared.readers.add(this);
  }

  readOthers(): Promise<readonly unknown[]> {
    this.#following = true;
    return Promise.resolve(this.#shared.lines.filter((_line, index) => !this.#own.has(index)).map((line) => JSON.parse(line) as unknown));
  }

  append(entry: object): Promise<void> {
    if (this.failure) return Promise.reject(this.failure);
    const line = JSON.stringify(entry);
    this.#own.add(this.#shared.lines.push(line) - 1);
    for (const other of this.#shared.readers) if (other !== this && other.#following) other.#emitter.fire([JSON.parse(line) as unknown]);
    return Promise.resolve();
  }

  /** Folds the lines of windows that are closed. */
  async compact(fold: FoldEntries): Promise<boolean> {
    const { lines, readers } = this.#shared;
    const isOpen = (index: number): boolean => [...readers].some((reader) => reader.#own.has(index));
    const folded = await fold(lines.filter((_line, index) => !isOpen(index)).map((line) => JSON.parse(line) as unknown));
    const kept = lines.map((_line, index) => index).filter(isOpen);
    const placeOf = new Map(kept.map((index, place) => [index, folded.length + place]));
    for (const reader of readers) reader.#own = new Set([...reader.#own].map((index) => placeOf.get(index) ?? -1));
    lines.splice(0, lines.length, ...folded.map((entry) => JSON.stringify(entry)), ...kept.map((index) => lines[index] ?? ''));
    return true;
  }

  dispose(): void {
    this.#shared.readers.delete(this);
    this.#emitter.dispose();
  }
}
