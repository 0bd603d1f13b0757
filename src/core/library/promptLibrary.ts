import type { LibraryChange, LibraryNotice, PromptLibrary, SearchHit, SearchOptions } from '../app';
import type { Prompt } from '../prompts/prompt';
import type { PromptDocument } from '../prompts/promptDocument';
import { type Disposable, DisposableStore } from '../util/dispose';
import { Emitter } from '../util/event';
import { isInside, dirnameOf } from '../util/uri';
import type { FilesystemSource, FilesystemSourcePorts } from './filesystemSource';
import type { PromptSearch } from './promptSearch';
import type { PromptSource } from './promptSource';

/**
 * The prompts of all library folders as one live collection. Where one folder lies inside another, the inner one owns what is in it,
 * so that every prompt shows once. What is heavy (reading, searching) is loaded with the first sources and the first search.
 */
export class LivePromptLibrary implements PromptLibrary, Disposable {
  readonly #ports: FilesystemSourcePorts;
  readonly #owned = new DisposableStore();
  readonly #onDidChange = this.#owned.add(new Emitter<LibraryChange>());
  readonly #onDidChangeState = this.#owned.add(new Emitter<void>());
  readonly onDidChange = this.#onDidChange.event;
  readonly onDidChangeState = this.#onDidChangeState.event;
  readonly #live = new Map<string, { readonly folder: FilesystemSource; readonly subscriptions: Disposable }>();
  #sources: readonly PromptSource[] = [];
  /** Innermost first. */
  #byDepth: readonly PromptSource[] = [];
  #snapshot: readonly Prompt[] | undefined;
  #state: PromptLibrary['state'] = 'idle';
  #generation = 0;
  #changing: Promise<unknown> = Promise.resolve();
  #search: Promise<PromptSearch> | undefined;

  constructor(ports: FilesystemSourcePorts) {
    this.#ports = ports;
  }

  get state(): PromptLibrary['state'] {
    return this.#state;
  }

  get sources(): readonly PromptSource[] {
    return this.#sources;
  }

  get notices(): readonly LibraryNotice[] {
    return [...this.#live.values()].flatMap(({ folder }) => folder.notices);
  }

  get prompts(): readonly Prompt[] {
    this.#snapshot ??= [...this.#live.values()].flatMap(({ folder }) => [...folder.prompts.values()]);
    return this.#snapshot;
  }

  get(uri: string): Prompt | undefined {
    const source = this.sourceOf(uri);
    return source && this.#live.get(source.id)?.folder.prompts.get(uri);
  }

  sourceOf(uri: string): PromptSource | undefined {
    return this.#byDepth.find(({ root }) => isInside(uri, root));
  }

  setSources(sources: readonly PromptSource[]): void {
    if (this.#owned.isDisposed) return;
    this.#sources = [...new Map(sources.map((source) => [source.id, source])).values()];
    this.#byDepth = [...this.#sources].sort((a, b) => b.root.length - a.root.length);
    this.#state = 'loading';
    const generation = ++this.#generation;
    this.#onDidChangeState.fire();
    void this.#load(generation);
  }

  whenReady(): Promise<void> {
    if (this.#state === 'ready' || this.#owned.isDisposed) return Promise.resolve();
    return new Promise((resolve) => {
      const subscription = this.onDidChangeState(() => {
        if (this.#state !== 'ready') return;
        subscription.dispose();
        resolve();
      });
    });
  }

  async read(uri: string): Promise<PromptDocument> {
    const { readDocument } = await import('./readPromptFile');
    return readDocument(this.#ports.fileSystem, this.#judgeOf(uri), uri);
  }

  async parse(uri: string, text: string): Promise<PromptDocument> {
    const { parseDocument } = await import('./readPromptFile');
    return parseDocument(this.#judgeOf(uri), uri, text, this.get(uri)?.mtime ?? this.#ports.clock.now());
  }

  async refresh(uris?: readonly string[]): Promise<void> {
    await this.#changing;
    await Promise.all([...this.#live.values()].map(({ folder }) => folder.refresh(uris ?? [folder.source.root])));
  }

  async search(query: string, options?: SearchOptions): Promise<readonly SearchHit[]> {
    const search = await (this.#search ??= this.#startSearch());
    return options?.signal?.aborted ? [] : search.search(query, options);
  }

  dispose(): void {
    this.#generation++;
    for (const { folder, subscriptions } of this.#live.values()) {
      subscriptions.dispose();
      folder.dispose();
    }
    this.#owned.dispose();
  }

  async #load(generation: number): Promise<void> {
    try {
      const change = this.#changing.then(() => this.#applySources(generation));
      this.#changing = change.catch(() => undefined);
      await Promise.all(await change);
    } catch (error) {
      this.#ports.log.error('Loading the library failed', error);
    }
    if (generation !== this.#generation) return;
    this.#state = 'ready';
    this.#onDidChangeState.fire();
  }

  /** Opens, changes and closes library folders; gives the loads that this began. */
  async #applySources(generation: number): Promise<readonly Promise<void>[]> {
    const { FilesystemSource } = await import('./filesystemSource');
    if (generation !== this.#generation) return [];
    const wanted = new Map(this.#sources.map((source) => [source.id, source]));
    for (const [id, { folder, subscriptions }] of this.#live) {
      if (wanted.has(id)) continue;
      this.#live.delete(id);
      subscriptions.dispose();
      folder.dispose();
      this.#announce({ added: [], changed: [], removed: [...folder.prompts.values()] });
    }
    return this.#sources.map((source) => {
      const nested = this.#sources.map(({ root }) => root).filter((root) => root !== source.root && isInside(root, source.root));
      const known = this.#live.get(source.id);
      if (known) return known.folder.update(source, nested);
      const folder = new FilesystemSource(source, nested, this.#ports);
      const subscriptions = new DisposableStore();
      subscriptions.add(folder.onDidChange((change) => this.#announce(change)));
      subscriptions.add(folder.onDidChangeNotices(() => this.#onDidChangeState.fire()));
      this.#live.set(source.id, { folder, subscriptions });
      return folder.load();
    });
  }

  #announce(change: LibraryChange): void {
    if (change.added.length + change.changed.length + change.removed.length === 0) return;
    this.#snapshot = undefined;
    this.#onDidChange.fire(change);
  }

  async #startSearch(): Promise<PromptSearch> {
    await this.whenReady();
    const { PromptSearch } = await import('./promptSearch');
    const search = new PromptSearch();
    const { clock, log } = this.#ports;
    const nextTurn = (): Promise<void> => clock.nextTurn();
    search.apply({ added: this.prompts, changed: [], removed: [] });
    this.#owned.add(
      this.onDidChange((change) => {
        search.apply(change);
        search.warmUp(nextTurn).catch((error: unknown) => log.error('Indexing for search failed', error));
      }),
    );
    await search.warmUp(nextTurn);
    return search;
  }

  /** A file outside every library folder is judged leniently, as a library folder of its own. */
  #judgeOf(uri: string): Pick<PromptSource, 'id' | 'root' | 'validation'> {
    const folder = dirnameOf(uri);
    return this.sourceOf(uri) ?? { id: folder, root: folder, validation: { strictness: 'lenient', missingMetadata: false } };
  }
}
