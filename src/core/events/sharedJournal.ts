import type { Journal } from '../ports/journal';
import { type Disposable } from '../util/dispose';
import { Emitter } from '../util/event';

/**
 * One journal for several readers. The file is read once; each reader gets every entry exactly once, in its own `readAll` or, when it
 * came later, through its own `onDidAppend`, however late it begins to read.
 */
export class SharedJournal implements Disposable {
  readonly #journal: Journal;
  readonly #views = new Set<JournalView>();
  #entries: unknown[] | undefined;
  #reading: Promise<void> | undefined;
  readonly #subscription: Disposable;

  /** @param journal is disposed with this. */
  constructor(journal: Journal) {
    this.#journal = journal;
    this.#subscription = journal.onDidAppend((entries) => {
      this.#entries?.push(...entries);
      for (const view of this.#views) view.deliver(entries);
    });
  }

  /** The journal as one reader sees it. Disposing it ends its subscription only. */
  view(): Journal {
    const view = new JournalView({
      readAll: async () => {
        await (this.#reading ??= this.#read());
        return [...(this.#entries ?? [])];
      },
      append: async (entry) => {
        await this.#journal.append(entry);
        this.#entries?.push(entry);
      },
      forget: () => this.#views.delete(view),
    });
    this.#views.add(view);
    return view;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#journal.dispose();
  }

  async #read(): Promise<void> {
    try {
      this.#entries = [...(await this.#journal.readAll())];
    } catch (error) {
      this.#reading = undefined;
      throw error;
    }
  }
}

interface Source {
  readAll(): Promise<readonly unknown[]>;
  append(entry: object): Promise<void>;
  forget(): void;
}

class JournalView implements Journal {
  readonly #source: Source;
  readonly #emitter = new Emitter<readonly unknown[]>();
  readonly onDidAppend = this.#emitter.event;
  #hasRead = false;

  constructor(source: Source) {
    this.#source = source;
  }

  async readAll(): Promise<readonly unknown[]> {
    const entries = await this.#source.readAll();
    this.#hasRead = true;
    return entries;
  }

  append(entry: object): Promise<void> {
    return this.#source.append(entry);
  }

  /** What comes before the first reading will be part of it. */
  deliver(entries: readonly unknown[]): void {
    if (this.#hasRead) this.#emitter.fire(entries);
  }

  dispose(): void {
    this.#source.forget();
    this.#emitter.dispose();
  }
}
