import type { Journal } from '../../src/core/ports/journal';
import { Emitter } from '../../src/core/util/event';

/** The lines that several {@link InMemoryJournal}s share, as windows share a file. */
export class JournalLines {
  readonly lines: string[] = [];
  readonly readers = new Set<InMemoryJournal>();
}

export class InMemoryJournal implements Journal {
  readonly #shared: JournalLines;
  readonly #emitter = new Emitter<readonly unknown[]>();
  readonly onDidAppend = this.#emitter.event;
  #following = false;
  /** Set to let the next calls of `append` fail. */
  failure: Error | undefined;

  constructor(shared = new JournalLines()) {
    this.#shared = shared;
    shared.readers.add(this);
  }

  readAll(): Promise<readonly unknown[]> {
    this.#following = true;
    return Promise.resolve(this.#shared.lines.map((line) => JSON.parse(line) as unknown));
  }

  append(entry: object): Promise<void> {
    if (this.failure) return Promise.reject(this.failure);
    const line = JSON.stringify(entry);
    this.#shared.lines.push(line);
    for (const other of this.#shared.readers) if (other !== this && other.#following) other.#emitter.fire([JSON.parse(line) as unknown]);
    return Promise.resolve();
  }

  dispose(): void {
    this.#shared.readers.delete(this);
    this.#emitter.dispose();
  }
}
