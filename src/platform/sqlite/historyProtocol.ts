import type { Composition, CompositionSummary } from '../../core/history/composition';
import type {
  CompositionHit,
  CompositionPage,
  CountOf,
  HistoryStatistics,
  KnownFile,
  ListOptions,
  SearchOptions,
  StatisticsOptions,
} from '../../core/history/compositionRepository';
import type { HistoryErrorReason } from '../../core/history/historyError';
import type { FileSystemErrorReason } from '../../core/ports/fileSystem';
import type { DatabaseState } from '../../core/ports/historyDatabase';

/** What came of opening the database. */
export type OpenAnswer =
  | { readonly state: DatabaseState; readonly repair?: Repair }
  /** It is damaged, and so many compositions would be lost that are nowhere else: nothing was done yet. */
  | { readonly state: 'blocked'; readonly count: number };

/** A damaged database that was set aside. */
export interface Repair {
  /** Path of the damaged file; `undefined` when there was no room for it: then it stays where it is and nothing is kept. */
  readonly backup: string | undefined;
  /** How many compositions could be read of it. */
  readonly salvaged: number;
}

/** What the worker can be asked, synchronously over there. */
export interface HistoryMethods {
  /** @param mayLose goes on where the answer was `blocked`. Opens once only, and also repairs what broke later. */
  open(mayLose: boolean): OpenAnswer;
  save(compositions: readonly Composition[]): void;
  load(uuid: string): Composition | undefined;
  findByUri(uri: string): CompositionSummary | undefined;
  findBySource(source: string): CompositionSummary | undefined;
  delete(uuids: readonly string[]): number;
  list(options: ListOptions | undefined): CompositionPage;
  search(query: string, options: Omit<SearchOptions, 'signal'>): readonly CompositionHit[];
  tags(): readonly CountOf<string>[];
  directories(): readonly CountOf<string>[];
  statistics(options: StatisticsOptions): HistoryStatistics;
  /** By uuid, from behind `after` on. */
  files(after: string, limit: number): readonly KnownFile[];
  markMissing(uuids: readonly string[], isMissing: boolean): void;
  verify(): readonly string[];
  flush(): void;
}

export type MethodName = keyof HistoryMethods;

export type ToWorker =
  | { readonly kind: 'call'; readonly id: number; readonly method: MethodName; readonly args: readonly unknown[] }
  /** Whoever asked does not wait any more. */
  | { readonly kind: 'cancel'; readonly id: number }
  /** Write what is worth it and end. */
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: Failure }
  | { readonly kind: 'log'; readonly level: 'debug' | 'info' | 'warn'; readonly message: string }
  /** Damage that was found after opening was repaired. */
  | { readonly kind: 'repaired'; readonly repair: Repair }
  /** Damage was found after opening, and so many compositions would be lost: see {@link HistoryMethods.open}. */
  | { readonly kind: 'blocked'; readonly count: number };

/** An error on its way between threads. */
export type Failure =
  | { readonly name: 'HistoryError'; readonly reason: HistoryErrorReason; readonly message: string }
  | { readonly name: 'FileSystemError'; readonly reason: FileSystemErrorReason; readonly uri: string; readonly message: string }
  | { readonly name: 'TypeError' | 'RangeError'; readonly message: string };

/** The way to a worker, as `Worker` and `MessagePort` both are. */
export interface HistoryLink {
  post(message: ToWorker): void;
  onMessage(listener: (message: FromWorker) => void): void;
  /** The worker ended, of itself or not. */
  onEnd(listener: (reason: string) => void): void;
  /** Whether the process should wait for the worker before it ends. */
  hold(isNeeded: boolean): void;
}
