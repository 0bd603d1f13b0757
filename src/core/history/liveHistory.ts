import type { DomainEvents } from '../events/domainEvents';
import type { Clock } from '../ports/clock';
import type { FileSystem } from '../ports/fileSystem';
import type { HistoryDatabase } from '../ports/historyDatabase';
import type { Log } from '../ports/log';
import { type Disposable, DisposableStore } from '../util/dispose';
import { Emitter } from '../util/event';
import { basenameOf } from '../util/uri';
import { type Composition, type CompositionSummary, summaryOf } from './composition';
import { CompositionActions } from './compositionActions';
import { CompositionFiles } from './compositionFiles';
import { CompositionIndex } from './compositionIndex';
import { derivedUuid } from './compositionNames';
import { CompositionProjection } from './compositionProjection';
import type { CompositionHit, CompositionPage, CompositionRepository, CountOf, HistoryStatistics, ListOptions, SearchOptions, StatisticsOptions } from './compositionRepository';
import { CompositionWriter } from './compositionWriter';
import { Drafts } from './drafts';
import { FolderSync } from './folderSync';
import type { CompositionRecorder, DeleteResult, History, HistoryChange, HistoryNotice, HistoryProgress, NewComposition } from './history';
import { HistoryError } from './historyError';
import { HistoryState } from './historyState';
import { IndexRepository } from './indexRepository';
import { LiveRecorder } from './liveRecorder';

/** After so long the index is opened although nobody asked, in milliseconds. */
const openAfterMs = 3000;

interface LiveHistoryOptions {
  readonly fileSystem: FileSystem;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: DomainEvents;
  /** Without one, compositions are searched in memory. */
  readonly database?: HistoryDatabase;
  /** Default: no. */
  readonly mayLose?: (count: number) => Promise<boolean>;
}

/** The history of one window: the files, the index over them, the events of all windows, and what keeps the three in agreement. */
export class LiveHistory implements History {
  readonly #options: LiveHistoryOptions;
  readonly #owned = new DisposableStore();
  readonly #onDidChange = this.#owned.add(new Emitter<HistoryChange>());
  readonly onDidChange = this.#onDidChange.event;
  readonly #state = this.#owned.add(new HistoryState());
  readonly onDidChangeState = this.#state.onDidChange;
  readonly #files: CompositionFiles;
  readonly #repository: IndexRepository;
  readonly #index: CompositionIndex;
  readonly #projection: CompositionProjection;
  readonly #sync: FolderSync;
  readonly #writer: CompositionWriter;
  readonly #drafts: Drafts;
  readonly #actions: CompositionActions;
  readonly recorder: CompositionRecorder;
  #watching: Disposable | undefined;
  #recovering: Disposable | undefined;
  #opening: Promise<void> | undefined;
  #reconciling: Promise<void> | undefined;

  constructor(folder: string, options: LiveHistoryOptions) {
    const { fileSystem, clock, log, events, database, mayLose = () => Promise.resolve(false) } = options;
    this.#options = options;
    const files = (this.#files = new CompositionFiles(folder, fileSystem, clock));
    const state = this.#state;
    const repository = (this.#repository = this.#owned.add(
      new IndexRepository({ database, mayLose, clock, log, onNotice: (notice) => state.notice(notice), onReplaced: () => this.#refill() }),
    ));
    const onDidChange = (uuids: readonly string[] | undefined): void => this.#onDidChange.fire({ uuids });
    const index = (this.#index = new CompositionIndex({ files, repository, clock, log, onDidChange }));
    const projection = (this.#projection = this.#owned.add(
      new CompositionProjection(events, {
        onSaved: (_uuid, uri, hash) => this.#sync.changed([uri], hash),
        onDeleted: (uuid, uri) => void this.#sync.deleted(uuid, uri),
      }),
    ));
    this.#sync = this.#owned.add(new FolderSync({ files, index, projection, state, clock, log }));
    const writer = (this.#writer = new CompositionWriter(files, index, projection, clock, log));
    const uuidOf = (uri: string): string => index.present.get(uri)?.uuid ?? derivedUuid(basenameOf(uri));
    const drafts = (this.#drafts = this.#owned.add(new Drafts({ fileSystem, files, writer, uuidOf, clock, log })));
    this.#actions = new CompositionActions({ files, index, repository, projection, writer, drafts, clock, log });
    this.recorder = new LiveRecorder({ files, index, projection, writer, drafts, sync: this.#sync, uuidOf, clock, log });
    this.#watch();
    // Drafts of a crash come back, and the index is right, also when nobody asks for it.
    this.#owned.add(clock.schedule(openAfterMs, () => void this.#inBackground(() => this.whenReady())));
  }

  get folder(): string {
    return this.#files.folder;
  }

  get state(): 'idle' | 'opening' | 'ready' {
    return this.#state.state;
  }

  get progress(): HistoryProgress | undefined {
    return this.#state.progress;
  }

  get notices(): readonly HistoryNotice[] {
    return this.#state.notices;
  }

  setFolder(folder: string): void {
    if (folder === this.#files.folder) return;
    this.#files.folder = folder;
    this.#watch();
    this.#state.fire();
    if (this.#opening) this.#reconciling = this.#inBackground(() => this.#takeOver());
  }

  whenReady(): Promise<void> {
    return (this.#opening ??= this.#open());
  }

  async whenReconciled(): Promise<void> {
    await this.whenReady();
    await this.#reconciling;
    await this.#index.settled();
  }

  list(options?: ListOptions): Promise<CompositionPage> {
    return this.#ask((repository) => repository.list(options));
  }

  search(query: string, options?: SearchOptions): Promise<readonly CompositionHit[]> {
    return this.#ask((repository) => repository.search(query, options));
  }

  load(uuid: string): Promise<Composition | undefined> {
    return this.#ask((repository) => repository.load(uuid));
  }

  async findByUri(uri: string): Promise<CompositionSummary | undefined> {
    await this.whenReady();
    if (this.#files.isOurs(uri) && !this.#index.present.has(uri)) await this.#index.look([uri]);
    return this.#ask((repository) => repository.findByUri(uri));
  }

  findBySource(source: string): Promise<CompositionSummary | undefined> {
    return this.#ask((repository) => repository.findBySource(source));
  }

  tags(): Promise<readonly CountOf<string>[]> {
    return this.#ask((repository) => repository.tags());
  }

  directories(): Promise<readonly CountOf<string>[]> {
    return this.#ask((repository) => repository.directories());
  }

  statistics(options: StatisticsOptions): Promise<HistoryStatistics> {
    return this.#ask((repository) => repository.statistics(options));
  }

  async create(init?: NewComposition): Promise<CompositionSummary> {
    return summaryOf(await this.#writer.create(init));
  }

  async tag(uuids: readonly string[], change: { readonly add?: readonly string[]; readonly remove?: readonly string[] }): Promise<void> {
    await this.whenReady();
    await this.#actions.tag(uuids, change);
  }

  async delete(uuids: readonly string[]): Promise<DeleteResult> {
    await this.whenReady();
    return this.#actions.delete(uuids);
  }

  async restoreMissing(uuids: readonly string[]): Promise<number> {
    await this.whenReady();
    return this.#actions.restoreMissing(uuids);
  }

  async reconcile(signal?: AbortSignal): Promise<number> {
    await this.whenReconciled();
    return this.#sync.compare('all', signal);
  }

  async rebuild(signal?: AbortSignal): Promise<number> {
    await this.whenReconciled();
    return this.#sync.compare('anew', signal);
  }

  verify(): Promise<readonly string[]> {
    return this.#ask((repository) => repository.verify());
  }

  dispose(): void {
    this.#watching?.dispose();
    this.#recovering?.dispose();
    this.#owned.dispose();
  }

  async #ask<T>(work: (repository: CompositionRepository) => Promise<T>): Promise<T> {
    await this.whenReady();
    await this.#index.settled();
    return this.#repository.ask(work);
  }

  async #open(): Promise<void> {
    this.#state.setState('opening');
    // Events come first: what another window does from here on is not missed.
    const known = this.#projection.whenReady().catch((error: unknown) => this.#options.log.error('What happened in the history could not be read', error));
    await this.#repository.open();
    await this.#index.open();
    this.#state.setState('ready');
    this.#reconciling = this.#inBackground(async () => {
      await known;
      await this.#takeOver();
    });
  }

  /** What a crash left and what changed in the folder. */
  async #takeOver(): Promise<void> {
    await this.#recover();
    await this.#sync.compare('changed');
  }

  async #recover(): Promise<void> {
    const { recovered, againInMs } = await this.#drafts.recover();
    if (recovered.length > 0) this.#state.notice({ reason: 'recovered', uri: recovered[0], count: recovered.length });
    if (againInMs === undefined || this.#owned.isDisposed) return;
    this.#recovering?.dispose();
    this.#recovering = this.#options.clock.schedule(againInMs, () => {
      this.#reconciling = this.#inBackground(() => this.#recover());
    });
  }

  /** What the index holds is not what it held. */
  #refill(): void {
    this.#reconciling = this.#inBackground(async () => {
      await this.#index.open();
      await this.#sync.compare('changed');
      this.#onDidChange.fire({ uuids: undefined });
    });
  }

  #watch(): void {
    this.#watching?.dispose();
    const watcher = this.#options.fileSystem.watch(this.#files.folder);
    const subscription = watcher.onDidChange((changes) => this.#sync.changed(changes.map(({ uri }) => uri)));
    this.#watching = {
      dispose: () => {
        subscription.dispose();
        watcher.dispose();
      },
    };
  }

  async #inBackground(task: () => Promise<unknown>): Promise<void> {
    try {
      await task();
    } catch (error) {
      if (!this.#owned.isDisposed && !HistoryError.is(error, 'closed')) this.#options.log.error('The history could not be compared with its files', error);
    }
  }
}
