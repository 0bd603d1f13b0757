import type { Disposable } from '../util/dispose';
import { Emitter, type Event } from '../util/event';
import type { AI } from './ai';

/** The way to everything that asks language models, whose code is loaded when somebody asks for it. */
export class LazyAI implements Disposable {
  readonly #make: () => Promise<AI>;
  readonly #didLoad = new Emitter<AI>();
  #loading: Promise<AI> | undefined;
  #loaded: AI | undefined;
  #isDisposed = false;

  /** Fires once, when {@link loaded} is there. */
  readonly onDidLoad: Event<AI> = this.#didLoad.event;

  /** @param make what it gives is disposed with this. */
  constructor(make: () => Promise<AI>) {
    this.#make = make;
  }

  /** What was loaded already, if it was. */
  get loaded(): AI | undefined {
    return this.#loaded;
  }

  /** @returns the same one at every call */
  load(): Promise<AI> {
    return (this.#loading ??= this.#load());
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#didLoad.dispose();
    this.#loaded?.dispose();
  }

  async #load(): Promise<AI> {
    try {
      const ai = (this.#loaded = await this.#make());
      if (this.#isDisposed) ai.dispose();
      this.#didLoad.fire(ai);
      return ai;
    } catch (error) {
      this.#loading = undefined;
      throw error;
    }
  }
}
