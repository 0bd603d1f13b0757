import type { Clock } from '../ports/clock';
import type { HistoryDatabase, OpenedDatabase } from '../ports/historyDatabase';
import type { Log } from '../ports/log';
import type { Disposable } from '../util/dispose';
import { Slices } from '../util/slices';
import type { CompositionRepository } from './compositionRepository';
import type { HistoryNotice } from './history';
import { HistoryError } from './historyError';

interface IndexRepositoryOptions {
  readonly database: HistoryDatabase | undefined;
  readonly mayLose: (count: number) => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Log;
  readonly onNotice: (notice: HistoryNotice) => void;
  /** What the repository holds is not what it held: it was repaired, or an empty one in memory took its place. */
  readonly onReplaced: () => void;
}

/** The repository in use: the database, or one in memory from the moment at which the database cannot be used. */
export class IndexRepository implements Disposable {
  readonly #options: IndexRepositoryOptions;
  #repository: CompositionRepository | undefined;
  #opening: Promise<void> | undefined;
  #fallingBack: Promise<void> | undefined;
  #repairs: Disposable | undefined;
  #isDisposed = false;

  constructor(options: IndexRepositoryOptions) {
    this.#options = options;
  }

  open(): Promise<void> {
    return (this.#opening ??= this.#open());
  }

  /** @throws {HistoryError} with reason `closed` before {@link open} and after disposal. */
  async ask<T>(work: (repository: CompositionRepository) => Promise<T>): Promise<T> {
    const repository = this.#current();
    try {
      return await work(repository);
    } catch (error) {
      if (!HistoryError.is(error, 'unavailable') || this.#isDisposed) throw error;
      if (repository === this.#repository) await (this.#fallingBack ??= this.#fallBack(error));
      return work(this.#current());
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#repairs?.dispose();
    this.#repository?.dispose();
  }

  #current(): CompositionRepository {
    if (this.#isDisposed || !this.#repository) throw new HistoryError('closed', 'The history is not open');
    return this.#repository;
  }

  async #open(): Promise<void> {
    const { database, mayLose, onNotice, onReplaced, log } = this.#options;
    try {
      if (!database) await this.#useMemory();
      else {
        const opened = await database.open({ mayLose });
        this.#use(opened.repository);
        const notice = noticeOf(opened);
        if (notice) onNotice(notice);
        this.#repairs = opened.onDidRepair?.(({ backup, salvaged }) => {
          onNotice({ reason: 'repaired', uri: backup, count: salvaged });
          onReplaced();
        });
      }
    } catch (error) {
      log.error('The database of the history cannot be used', error);
      onNotice({ reason: 'databaseUnavailable', detail: reasonOf(error) });
      await this.#useMemory();
    }
  }

  async #fallBack(error: unknown): Promise<void> {
    const { log, onNotice, onReplaced } = this.#options;
    log.error('The database of the history broke down', error);
    this.#repository?.dispose();
    await this.#useMemory();
    onNotice({ reason: 'databaseUnavailable', detail: reasonOf(error) });
    onReplaced();
  }

  async #useMemory(): Promise<void> {
    const { InMemoryCompositionRepository } = await import('./inMemoryCompositionRepository');
    this.#use(new InMemoryCompositionRepository(new Slices(this.#options.clock)));
  }

  #use(repository: CompositionRepository): void {
    this.#repository = repository;
    // Closed while it was opened.
    if (this.#isDisposed) repository.dispose();
  }
}

function noticeOf({ state, backup, salvaged }: OpenedDatabase): HistoryNotice | undefined {
  if (state === 'repaired') return { reason: 'repaired', uri: backup, count: salvaged };
  return state === 'newer' ? { reason: 'newerDatabase' } : undefined;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
