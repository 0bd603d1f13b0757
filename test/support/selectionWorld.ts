import type { ChosenPrompt, ContextSelection, ContextSelector, SelectionRequest } from '../../src/core/ai/contextSelector';
import { createSelector } from '../../src/core/ai/createSelector';
import { type App, type PromptUsage } from '../../src/core/app';
import { createApp } from '../../src/core/createApp';
import type { ContextSelectorId } from '../../src/core/ports/ai';
import type { Disposable } from '../../src/core/util/dispose';
import { aSource, inMemoryPorts } from './builders';
import { memoryUri } from './inMemoryFileSystem';

/** A prompt file: its path below the library, and what is in it. */
export interface WrittenPrompt {
  readonly path: string;
  readonly title?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly body: string;
}

export const promptUri = (path: string): string => memoryUri('library', ...path.split('/'));

export function promptFile({ path, title = path, description = '', tags = [], body }: WrittenPrompt): string {
  return `---\ntitle: ${JSON.stringify(title)}\ndescription: ${JSON.stringify(description)}\ntags: ${JSON.stringify(tags)}\n---\n\n${body}\n`;
}

/** A library in memory with both selectors over it. */
export class SelectionWorld implements Disposable {
  readonly ports = inMemoryPorts();
  readonly app: App = createApp(this.ports);
  readonly #selectors = new Map<ContextSelectorId, ContextSelector & Disposable>();
  readonly #opened = this.ports.clock.now();

  static async with(...prompts: readonly WrittenPrompt[]): Promise<SelectionWorld> {
    const world = new SelectionWorld();
    for (const prompt of prompts) world.write(prompt);
    world.app.library.setSources([aSource()]);
    await world.app.library.whenReady();
    return world;
  }

  get usage(): PromptUsage {
    return this.app.usage;
  }

  write(prompt: WrittenPrompt): void {
    this.ports.fileSystem.put(promptUri(prompt.path), promptFile(prompt));
  }

  selector(id: ContextSelectorId): ContextSelector {
    let selector = this.#selectors.get(id);
    if (!selector) {
      const { library, references, usage } = this.app;
      const { clock, log } = this.ports;
      this.#selectors.set(id, (selector = createSelector(id, { library, references, usage, clock, log, opened: this.#opened })));
    }
    return selector;
  }

  select(id: ContextSelectorId, text: string, request: Partial<SelectionRequest> = {}): Promise<ContextSelection> {
    const { signal } = new AbortController();
    return this.selector(id).select({ uri: 'mem:///work/composition.md', text, budget: 10_000, wanted: [], unwanted: [], signal, ...request });
  }

  dispose(): void {
    for (const selector of this.#selectors.values()) selector.dispose();
    this.app.dispose();
  }
}

/** Their paths below the library. */
export function pathsOf(prompts: readonly Pick<ChosenPrompt, 'uri'>[]): string[] {
  return prompts.map(({ uri }) => decodeURIComponent(uri.slice(promptUri('').length)));
}
