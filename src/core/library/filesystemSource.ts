import type { LibraryChange, LibraryNotice } from '../app';
import type { Clock } from '../ports/clock';
import type { FileSystem } from '../ports/fileSystem';
import type { Log } from '../ports/log';
import type { Prompt } from '../prompts/prompt';
import { type Disposable, DisposableStore } from '../util/dispose';
import { Emitter } from '../util/event';
import { isInside } from '../util/uri';
import { isVisibleBelow } from './libraryNames';
import { PromptCache, type RememberedPrompts } from './promptCache';
import type { PromptSource } from './promptSource';
import { SourceScan } from './sourceScan';
import { SourceState } from './sourceState';

/** Watch events of this long become one batch, in milliseconds. */
const gatherMs = 100;
/** While a long scan runs, what it found so far is announced this often. */
const announceMs = 250;
/** The index is written this long after the first load, and at most this often later on. */
const firstSaveMs = 3000;
const laterSaveMs = 60_000;

const nothing: RememberedPrompts = { has: () => false, get: () => undefined };

export interface FilesystemSourcePorts {
  readonly fileSystem: FileSystem;
  readonly clock: Clock;
  readonly log: Log;
  /** URI of the folder for metadata indexes. */
  readonly indexFolder: string;
  /** Of the program that writes and reads them. */
  readonly version: string;
}

/**
 * The prompts of one library folder, kept up to date with it: loaded once, then changed by watch events and by {@link refresh}, each
 * looking only at what it names. One scan runs at a time; what changes during it is looked at by the next one.
 */
export class FilesystemSource implements Disposable {
  readonly #ports: FilesystemSourcePorts;
  readonly #state = new SourceState();
  readonly #cache: PromptCache;
  readonly #owned = new DisposableStore();
  readonly #onDidChange = new Emitter<LibraryChange>();
  readonly #onDidChangeNotices = new Emitter<void>();
  /** Fires after {@link prompts} changed. */
  readonly onDidChange = this.#onDidChange.event;
  readonly onDidChangeNotices = this.#onDidChangeNotices.event;
  #source: PromptSource;
  #nested: readonly string[];
  #pending = new Set<string>();
  #gathering: Disposable | undefined;
  #saving: Disposable | undefined;
  #chain: Promise<void> = Promise.resolve();
  #remembered: RememberedPrompts = nothing;
  #loading: Promise<void> | undefined;
  #loaded = false;
  #lastAnnounced: number;

  /** @param nested roots of the other library folders inside this one */
  constructor(source: PromptSource, nested: readonly string[], ports: FilesystemSourcePorts) {
    this.#source = source;
    this.#nested = nested;
    this.#ports = ports;
    this.#cache = new PromptCache(ports);
    this.#lastAnnounced = ports.clock.now();
    this.#owned.add(this.#onDidChange);
    this.#owned.add(this.#onDidChangeNotices);
    // Watching begins before the first look, so that nothing falls between the two.
    const watcher = this.#owned.add(ports.fileSystem.watch(source.root));
    this.#owned.add(watcher.onDidChange((changes) => this.#gather(changes.map(({ uri }) => uri))));
  }

  get source(): PromptSource {
    return this.#source;
  }

  get prompts(): ReadonlyMap<string, Prompt> {
    return this.#state.prompts;
  }

  get notices(): readonly LibraryNotice[] {
    return this.#state.notices;
  }

  /** The first look at everything, helped by what the last run remembered. Further calls wait for the same one. */
  load(): Promise<void> {
    return (this.#loading ??= this.#load());
  }

  async #load(): Promise<void> {
    this.#remembered = await this.#cache.load(this.#source);
    await this.refresh([this.#source.root]);
    // What changed meanwhile was left out; without it the library would not be whole.
    await this.#scanPending();
    this.#remembered = nothing;
    this.#loaded = true;
  }

  /** Looks at these files and folders; what lies outside this library folder is ignored. */
  async refresh(uris: readonly string[]): Promise<void> {
    for (const uri of uris) if (isInside(uri, this.#source.root) || isInside(this.#source.root, uri)) this.#pending.add(uri);
    await this.#scanPending();
    // The scan left to the next one what the watcher told of meanwhile.
    if (uris.some((uri) => this.#pending.has(uri))) await this.#scanPending();
  }

  /** Takes over changed properties and neighbours of the same folder. Resolves when the prompts are right for them. */
  async update(source: PromptSource, nested: readonly string[]): Promise<void> {
    await this.load();
    const before = { source: this.#source, nested: this.#nested };
    this.#source = source;
    this.#nested = nested;
    const judgedAnew = JSON.stringify(before.source.validation) !== JSON.stringify(source.validation);
    this.#state.removeBelow(new Set(nested.filter((root) => !before.nested.includes(root))));
    this.#announce();
    if (judgedAnew) this.#state.distrustAll();
    await this.refresh(judgedAnew ? [source.root] : before.nested.filter((root) => !nested.includes(root)));
  }

  dispose(): void {
    this.#gathering?.dispose();
    this.#saving?.dispose();
    this.#owned.dispose();
  }

  #gather(uris: readonly string[]): void {
    const { root } = this.#source;
    const links = [...this.#state.links];
    for (const uri of uris) {
      if (isInside(root, uri) || isVisibleBelow(root, uri)) this.#pending.add(uri);
      for (const [link, target] of links) if (isInside(uri, target)) this.#pending.add(link + uri.slice(target.length));
    }
    if (this.#pending.size === 0) return;
    this.#gathering ??= this.#ports.clock.schedule(gatherMs, () => {
      this.#gathering = undefined;
      void this.#scanPending();
    });
  }

  #scanPending(): Promise<void> {
    this.#chain = this.#chain.then(async () => {
      if (this.#pending.size === 0 || this.#owned.isDisposed) return;
      const uris = [...this.#pending];
      this.#pending = new Set();
      try {
        await this.#scan(uris);
      } catch (error) {
        this.#ports.log.error(`Looking through ${this.#source.root} failed`, error);
      }
      this.#announce();
    });
    return this.#chain;
  }

  #scan(uris: readonly string[]): Promise<void> {
    const { fileSystem, clock, log } = this.#ports;
    return new SourceScan({
      source: this.#source,
      fileSystem,
      clock,
      log,
      state: this.#state,
      nested: this.#nested,
      remembered: this.#remembered,
      isSuperseded: (uri) => this.#pending.has(uri),
      isStopped: () => this.#owned.isDisposed,
      progress: () => {
        if (clock.now() - this.#lastAnnounced >= announceMs) this.#announce();
      },
    }).run(uris);
  }

  #announce(): void {
    if (this.#owned.isDisposed) return;
    this.#lastAnnounced = this.#ports.clock.now();
    const change = this.#state.takeChange();
    if (change) {
      this.#saveLater();
      this.#onDidChange.fire(change);
    }
    if (this.#state.takeNoticesChanged()) this.#onDidChangeNotices.fire();
  }

  #saveLater(): void {
    this.#saving ??= this.#ports.clock.schedule(this.#loaded ? laterSaveMs : firstSaveMs, () => {
      this.#saving = undefined;
      if (!this.#loaded) {
        this.#saveLater();
        return;
      }
      void this.#cache.save(this.#source, [...this.prompts.values()].filter(({ uri }) => this.#state.isSettled(uri)));
    });
  }
}
