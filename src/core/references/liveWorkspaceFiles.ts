import type { Clock } from '../ports/clock';
import type { FileLister } from '../ports/fileLister';
import type { FileChange, FileSystem, FileWatcher } from '../ports/fileSystem';
import type { Log } from '../ports/log';
import type { Disposable } from '../util/dispose';
import { Emitter } from '../util/event';
import { isInside } from '../util/uri';
import { FileIndex } from './fileIndex';
import { FileListing } from './fileListing';
import { parseGlobs } from './gitIgnore';
import { hitOf, nearnessOf, numberOfUri, PathSearch, uriOf } from './pathSearch';
import type { FileHit, FileSearchOptions, WorkspaceFiles } from './workspaceFiles';

export interface WorkspaceFilesPorts {
  readonly fileSystem: FileSystem;
  readonly fileLister: FileLister;
  readonly clock: Clock;
  readonly log: Log;
  /** Watches a root folder of the workspace; default: the file system does. */
  readonly watch?: ((root: string) => FileWatcher) | undefined;
}

/** Changes that come within this time are one, in milliseconds. */
const GATHER_MS = 100;
/** The same after the files were listed anew, so that what changes all the time does not keep the machine busy. */
const GATHER_AFTER_LISTING_MS = 2000;
/** More changes at once than this, and listing anew is quicker. */
const MAX_SINGLE_CHANGES = 500;
/** How long the first search waits for something to be known, in milliseconds. */
const FIRST_WAIT_MS = 150;

/** See {@link WorkspaceFiles}. */
export class LiveWorkspaceFiles implements WorkspaceFiles, Disposable {
  readonly #ports: WorkspaceFilesPorts;
  readonly #listing: FileListing;
  readonly #search: PathSearch;
  readonly #changed = new Emitter<void>();
  readonly #touched = new Emitter<readonly FileChange[]>();
  readonly #watchers = new Map<string, Disposable>();
  #folders: readonly string[] = [];
  #index = new FileIndex();
  #state: WorkspaceFiles['state'] = 'idle';
  /** Ends what is being listed. */
  #abort = new AbortController();
  #ready: Promise<void> = Promise.resolve();
  #pending = new Map<string, FileChange>();
  #gathering: Disposable | undefined;
  #gatherMs = GATHER_MS;
  #applying: Promise<void> = Promise.resolve();
  #disposed = false;

  constructor(ports: WorkspaceFilesPorts) {
    this.#ports = ports;
    this.#listing = new FileListing(ports);
    this.#search = new PathSearch(ports.clock);
  }

  get state(): WorkspaceFiles['state'] {
    return this.#state;
  }

  get size(): number {
    return this.#index.size;
  }

  get folders(): readonly string[] {
    return this.#folders;
  }

  readonly onDidChange = this.#changed.event;
  /** What happened to files of the workspace, their contents included. */
  readonly onDidTouch = this.#touched.event;

  setFolders(folders: readonly string[]): void {
    const roots = folders.map((folder) => (folder.endsWith('/') ? folder.slice(0, -1) : folder));
    // A root inside another one would list its files twice.
    const outermost = roots.filter((root, at) => !roots.some((other, place) => (other !== root || place < at) && isInside(root, other)));
    if (outermost.join('\n') === this.#folders.join('\n')) return;
    this.#folders = outermost;
    if (this.#state !== 'idle') this.#listAnew('listing');
  }

  setExcludes(excludes: ReadonlyMap<string, readonly string[]>): void {
    const rules = new Map([...excludes].map(([folder, globs]) => [folder.endsWith('/') ? folder.slice(0, -1) : folder, parseGlobs(globs)]));
    this.#listing.setExcludes(rules);
    if (this.#state !== 'idle') this.#listAnew();
  }

  async whenReady(): Promise<void> {
    if (this.#state === 'idle' && !this.#disposed) this.#listAnew('listing');
    for (let awaited: Promise<void> | undefined; awaited !== this.#ready; ) {
      awaited = this.#ready;
      await awaited;
    }
  }

  has(uri: string): boolean {
    return numberOfUri(this.#index, uri) !== -1;
  }

  async isIgnored(uri: string): Promise<boolean> {
    const root = this.#rootOf(uri);
    if (root === undefined || uri === root || this.has(uri)) return false;
    if (this.#listing.isExcluded(root, uri)) return true;
    if (!(await this.#listing.isIgnored(root, uri, false))) return false;
    // Git keeps files that it would ignore if they were new.
    await this.whenReady();
    return !this.has(uri);
  }

  async search(query: string, options?: FileSearchOptions): Promise<readonly FileHit[]> {
    const ready = this.whenReady();
    if (this.#index.size === 0 && this.#state === 'listing') await this.#orSoon(ready);
    if (options?.signal?.aborted || this.#disposed) return [];
    return this.#search.search(this.#index, query, options);
  }

  withName(passes: (name: string) => boolean): readonly string[] {
    const index = this.#index;
    const uris: string[] = [];
    for (let number = 0; number < index.end; number++) {
      const name = index.names[number] as string;
      if (name !== '' && passes(name)) uris.push(uriOf(index, number));
    }
    return uris;
  }

  named(name: string, from?: string): readonly FileHit[] {
    const index = this.#index;
    const near = nearnessOf(index, from);
    const numbers = index.named(name);
    const nearness = (number: number): number => near(index.folderNumbers[number] as number);
    return numbers
      .sort((a, b) => nearness(b) - nearness(a) || (index.pathOf(a) < index.pathOf(b) ? -1 : 1))
      .map((number) => hitOf(index, number));
  }

  /** Whether no more than one file has this name. */
  isUnique(name: string): boolean {
    return this.#index.named(name, 2).length < 2;
  }

  note(changes: readonly FileChange[]): void {
    if (this.#disposed || this.#state === 'idle') return;
    for (const change of changes) this.#pending.set(change.uri, change);
    this.#gathering ??= this.#ports.clock.schedule(this.#gatherMs, () => {
      this.#gathering = undefined;
      const pending = [...this.#pending.values()];
      this.#pending = new Map();
      this.#applying = this.#applying.then(() => this.#apply(pending)).catch((error: unknown) => this.#ports.log.error('Files that changed', error));
    });
  }

  /** What is known now, for ranking of another kind than {@link search}. */
  get index(): FileIndex {
    return this.#index;
  }

  dispose(): void {
    this.#disposed = true;
    this.#abort.abort();
    this.#gathering?.dispose();
    for (const watcher of this.#watchers.values()) watcher.dispose();
    this.#watchers.clear();
    this.#changed.dispose();
    this.#touched.dispose();
  }

  /** @param state `listing` shows what is known at once; otherwise what was known stays until the new list is whole. */
  #listAnew(state: 'listing' | 'ready' = this.#state === 'listing' ? 'listing' : 'ready'): void {
    this.#abort.abort();
    const abort = (this.#abort = new AbortController());
    this.#state = state;
    this.#listing.forget();
    this.#watch();
    const index = new FileIndex();
    if (state === 'listing') this.#index = index;
    this.#ready = this.#list(index, abort.signal);
  }

  async #list(index: FileIndex, signal: AbortSignal): Promise<void> {
    try {
      for (const root of this.#folders) await this.#listing.list(root, index, signal);
    } catch (error) {
      if (!signal.aborted) this.#ports.log.error('Files of the workspace could not be listed', error);
    }
    if (signal.aborted) return;
    this.#index = index;
    this.#state = 'ready';
    this.#changed.fire();
  }

  #watch(): void {
    const { fileSystem, watch = (root: string) => fileSystem.watch(root), log } = this.#ports;
    for (const [root, watcher] of this.#watchers) {
      if (this.#folders.includes(root)) continue;
      watcher.dispose();
      this.#watchers.delete(root);
    }
    for (const root of this.#folders) {
      if (this.#watchers.has(root)) continue;
      try {
        const watcher = watch(root);
        const subscription = watcher.onDidChange((changes) => this.note(changes));
        this.#watchers.set(root, { dispose: () => (subscription.dispose(), watcher.dispose()) });
      } catch (error) {
        log.error(`${root} cannot be watched`, error);
      }
    }
  }

  async #apply(changes: readonly FileChange[]): Promise<void> {
    const relevant: FileChange[] = [];
    for (const change of changes) if (!this.#disposed && (await this.#concerns(change.uri))) relevant.push(change);
    if (this.#disposed || relevant.length === 0) return;
    const anew = relevant.length > MAX_SINGLE_CHANGES || relevant.some(({ uri }) => this.#changesRules(uri));
    this.#gatherMs = anew ? GATHER_AFTER_LISTING_MS : GATHER_MS;
    if (anew) this.#listAnew();
    // What is being listed may have passed the place already.
    await this.whenReady();
    let changed = false;
    if (!anew) for (const change of relevant) changed = (await this.#applyOne(change)) || changed;
    if (this.#disposed) return;
    this.#index = this.#index.compacted();
    this.#touched.fire(relevant);
    if (changed) this.#changed.fire();
  }

  /** Whether something there can matter: builds change ignored files by the thousand. */
  async #concerns(uri: string): Promise<boolean> {
    const root = this.#rootOf(uri);
    if (root === undefined) return false;
    if (this.#changesRules(uri) || this.has(uri)) return true;
    return !this.#listing.isExcluded(root, uri) && !(await this.#listing.isIgnored(root, uri, false));
  }

  #changesRules(uri: string): boolean {
    return this.#folders.includes(uri) || /\/(?:\.gitignore|\.git\/info\/exclude)$/.test(uri);
  }

  async #applyOne({ uri, kind }: FileChange): Promise<boolean> {
    const root = this.#rootOf(uri);
    if (root === undefined || kind === 'changed') return false;
    if (kind === 'deleted') return this.#listing.remove(root, uri, this.#index);
    return this.#listing.add(root, uri, this.#index, this.#abort.signal);
  }

  #rootOf(uri: string): string | undefined {
    return this.#folders.find((folder) => isInside(uri, folder));
  }

  #orSoon(ready: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#ports.clock.schedule(FIRST_WAIT_MS, resolve);
      void ready.finally(() => {
        timer.dispose();
        resolve();
      });
    });
  }
}
