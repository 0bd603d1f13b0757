import type { Slices } from '../util/slices';
import { type Composition, type CompositionSummary, summaryOf } from './composition';
import { assertComposition, counted, countTags, passes, statisticsOf } from './compositionFilters';
import type {
  CompositionFilter,
  CompositionHit,
  CompositionPage,
  CompositionRepository,
  CountOf,
  HistoryStatistics,
  KnownFile,
  ListOptions,
  SearchOptions,
  StatisticsOptions,
} from './compositionRepository';
import { compositionBody } from './compositionText';
import { HistoryError } from './historyError';
import { searchHits } from './searchHits';
import { TermIndex } from './termIndex';
import { parseTextQuery, positivePhrases } from './textQuery';

const DEFAULT_LIST = 100;
const DEFAULT_SEARCH = 50;

/** Keeps compositions in memory only: what the history works with where there is no database. */
export class InMemoryCompositionRepository implements CompositionRepository {
  readonly #slices: Slices | undefined;
  readonly #compositions = new Map<string, Composition>();
  readonly #index = new TermIndex();
  /** The newest first; made when it is asked for. */
  #sorted: readonly Composition[] | undefined;
  #writing: Promise<unknown> = Promise.resolve();
  #isDisposed = false;

  /** @param slices cuts long saving; without them it is done at once. */
  constructor(slices?: Slices) {
    this.#slices = slices;
  }

  save(compositions: readonly Composition[]): Promise<void> {
    return this.#write(async () => {
      for (const composition of compositions) assertComposition(composition);
      for (const composition of compositions) {
        await this.#slices?.next();
        this.#assertOpen();
        this.#index.put(composition.uuid, compositionBody(composition.text));
        this.#compositions.set(composition.uuid, composition);
        this.#sorted = undefined;
      }
    });
  }

  load(uuid: string): Promise<Composition | undefined> {
    return this.#read(() => this.#compositions.get(uuid));
  }

  findByUri(uri: string): Promise<CompositionSummary | undefined> {
    return this.#read(() => this.#first((composition) => composition.uri === uri, (a, b) => b.updated - a.updated));
  }

  findBySource(source: string): Promise<CompositionSummary | undefined> {
    return this.#read(() => this.#first((composition) => composition.source === source, (a, b) => b.created - a.created || b.updated - a.updated));
  }

  delete(uuids: readonly string[]): Promise<number> {
    return this.#write(() => {
      let count = 0;
      for (const uuid of uuids) {
        if (!this.#compositions.delete(uuid)) continue;
        this.#index.delete(uuid);
        count++;
      }
      this.#sorted = undefined;
      return count;
    });
  }

  list(options: ListOptions = {}): Promise<CompositionPage> {
    return this.#read(() => {
      const found = this.#filtered(options);
      if (options.order === 'oldest') found.reverse();
      const offset = whole(options.offset ?? 0);
      const items = found.slice(offset, offset + whole(options.limit ?? DEFAULT_LIST)).map(summaryOf);
      return { items, total: found.length };
    });
  }

  search(query: string, options: SearchOptions = {}): Promise<readonly CompositionHit[]> {
    return this.#read(() => {
      options.signal?.throwIfAborted();
      const parsed = parseTextQuery(query);
      if (!parsed) return [];
      const relevances = this.#index.find(parsed);
      const candidates = this.#filtered(options).flatMap((composition) => {
        const relevance = relevances.get(composition.uuid);
        return relevance === undefined ? [] : [{ composition, relevance }];
      });
      const hits = searchHits(candidates, positivePhrases(parsed), whole(options.limit ?? DEFAULT_SEARCH), ({ composition }) => composition.text);
      return hits.map((hit) => ({ ...hit, composition: summaryOf(hit.composition as Composition) }));
    });
  }

  tags(): Promise<readonly CountOf<string>[]> {
    return this.#read(() => countTags([...this.#newestFirst()].reverse()));
  }

  directories(): Promise<readonly CountOf<string>[]> {
    return this.#read(() => counted(this.#newestFirst().flatMap(({ directory }) => directory ?? [])));
  }

  statistics(options: StatisticsOptions): Promise<HistoryStatistics> {
    return this.#read(() => statisticsOf(this.#filtered(options), options));
  }

  files(): Promise<readonly KnownFile[]> {
    return this.#read(() =>
      [...this.#compositions.values()].map(({ uuid, uri, size, mtime, hash, isMissing }) => ({ uuid, uri, size, mtime, hash, isMissing })),
    );
  }

  markMissing(uuids: readonly string[], isMissing: boolean): Promise<void> {
    return this.#write(() => {
      for (const uuid of uuids) {
        const composition = this.#compositions.get(uuid);
        if (composition) this.#compositions.set(uuid, { ...composition, isMissing });
      }
      this.#sorted = undefined;
    });
  }

  verify(): Promise<readonly string[]> {
    return this.#read(() => []);
  }

  flush(): Promise<void> {
    return this.#write(() => undefined);
  }

  dispose(): void {
    this.#isDisposed = true;
  }

  async #read<T>(work: () => T): Promise<T> {
    this.#assertOpen();
    return Promise.resolve(work());
  }

  /** Changes happen in the order in which they were asked for. */
  #write<T>(work: () => T | Promise<T>): Promise<T> {
    const done = this.#writing.then(() => {
      this.#assertOpen();
      return work();
    });
    this.#writing = done.catch(() => undefined);
    return done;
  }

  #assertOpen(): void {
    if (this.#isDisposed) throw new HistoryError('closed', 'The history is closed');
  }

  /** The newest first. */
  #filtered(filter: CompositionFilter): Composition[] {
    const query = parseTextQuery(filter.text ?? '');
    const found = query && this.#index.find(query);
    return this.#newestFirst().filter((composition) => passes(filter, composition) && (!found || found.has(composition.uuid)));
  }

  #newestFirst(): readonly Composition[] {
    return (this.#sorted ??= [...this.#compositions.values()].sort((a, b) => b.created - a.created || (a.uuid > b.uuid ? -1 : 1)));
  }

  /** Of those that are meant. */
  #first(isMeant: (composition: Composition) => boolean, compare: (a: Composition, b: Composition) => number): CompositionSummary | undefined {
    const [first] = [...this.#compositions.values()].filter(isMeant).sort((a, b) => compare(a, b) || (a.uuid < b.uuid ? -1 : 1));
    return first && summaryOf(first);
  }
}

/** A number of items. */
function whole(count: number): number {
  return Number.isNaN(count) ? Number.POSITIVE_INFINITY : Math.max(0, Math.floor(count));
}
