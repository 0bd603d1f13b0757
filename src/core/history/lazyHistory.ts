import type { Disposable } from '../util/dispose';
import { Emitter, type Event } from '../util/event';
import { dirnameOf } from '../util/uri';
import type { History } from './history';

/** The way to the history, whose code is loaded when somebody asks for it. */
export class LazyHistory implements Disposable {
  readonly #make: (folder: string) => Promise<History>;
  #loading: Promise<History> | undefined;
  #loaded: History | undefined;
  readonly #didLoad = new Emitter<History>();
  #folder: string;
  #isDisposed = false;

  /** Fires once, when {@link loaded} is there. */
  readonly onDidLoad: Event<History> = this.#didLoad.event;

  /** @param make the history; what it gives is disposed with this. */
  constructor(folder: string, make: (folder: string) => Promise<History>) {
    this.#folder = folder;
    this.#make = make;
  }

  /** URI of the folder of the Markdown files. */
  get folder(): string {
    return this.#folder;
  }

  /** The history, if somebody asked for it already and it is there. */
  get loaded(): History | undefined {
    return this.#loaded;
  }

  /** @returns the history, the same one at every call. It may not be ready yet: see {@link History.whenReady}. */
  load(): Promise<History> {
    return (this.#loading ??= this.#load());
  }

  setFolder(folder: string): void {
    this.#folder = folder;
    this.#loaded?.setFolder(folder);
  }

  /** True for the Markdown files right in the history folder, by name alone; drafts and temporary files begin with a dot. */
  isCompositionFile(uri: string): boolean {
    return uri.endsWith('.md') && dirnameOf(uri) === this.#folder && !uri.startsWith('.', this.#folder.length + 1);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#didLoad.dispose();
    this.#loaded?.dispose();
  }

  async #load(): Promise<History> {
    try {
      const history = await this.#make(this.#folder);
      if (this.#isDisposed) history.dispose();
      this.#loaded = history;
      history.setFolder(this.#folder);
      this.#didLoad.fire(history);
      return history;
    } catch (error) {
      this.#loading = undefined;
      throw error;
    }
  }
}
