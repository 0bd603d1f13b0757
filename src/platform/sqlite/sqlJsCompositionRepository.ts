import type { Composition, CompositionSummary } from '../../core/history/composition';
import type {
  CompositionHit,
  CompositionPage,
  CompositionRepository,
  CountOf,
  HistoryStatistics,
  KnownFile,
  ListOptions,
  SearchOptions,
  StatisticsOptions,
} from '../../core/history/compositionRepository';
import type { HistoryClient } from './historyClient';

/** So many files are told of at a time, so that taking them over never holds up the window. */
const filesAtOnce = 1000;
/** So many compositions are listed at a time, for the same reason. */
const listedAtOnce = 500;

/** Compositions in a database that a worker holds. */
export class SqlJsCompositionRepository implements CompositionRepository {
  readonly #client: HistoryClient;

  constructor(client: HistoryClient) {
    this.#client = client;
  }

  async save(compositions: readonly Composition[]): Promise<void> {
    if (compositions.length > 0) await this.#client.call('save', [compositions]);
  }

  load(uuid: string): Promise<Composition | undefined> {
    return this.#client.call('load', [uuid]);
  }

  findByUri(uri: string): Promise<CompositionSummary | undefined> {
    return this.#client.call('findByUri', [uri]);
  }

  findBySource(source: string): Promise<CompositionSummary | undefined> {
    return this.#client.call('findBySource', [source]);
  }

  delete(uuids: readonly string[]): Promise<number> {
    return this.#client.call('delete', [uuids]);
  }

  async list(options: ListOptions = {}): Promise<CompositionPage> {
    const { limit = 100 } = options;
    const offset = Math.max(0, Math.floor(options.offset ?? 0));
    const first = await this.#client.call('list', [{ ...options, limit: Math.min(limit, listedAtOnce), offset }]);
    const items = [...first.items];
    const wished = Math.min(limit, first.total - offset);
    while (items.length < wished) {
      const next = { ...options, limit: Math.min(wished - items.length, listedAtOnce), offset: offset + items.length };
      const page = await this.#client.call('list', [next]);
      if (page.items.length === 0) break;
      items.push(...page.items);
    }
    return { items, total: first.total };
  }

  search(query: string, { signal, ...options }: SearchOptions = {}): Promise<readonly CompositionHit[]> {
    return this.#client.call('search', [query, options], signal);
  }

  tags(): Promise<readonly CountOf<string>[]> {
    return this.#client.call('tags', []);
  }

  directories(): Promise<readonly CountOf<string>[]> {
    return this.#client.call('directories', []);
  }

  statistics(options: StatisticsOptions): Promise<HistoryStatistics> {
    return this.#client.call('statistics', [options]);
  }

  async files(): Promise<readonly KnownFile[]> {
    const files: KnownFile[] = [];
    for (;;) {
      const part = await this.#client.call('files', [files.at(-1)?.uuid ?? '', filesAtOnce]);
      files.push(...part);
      if (part.length < filesAtOnce) return files;
    }
  }

  async markMissing(uuids: readonly string[], isMissing: boolean): Promise<void> {
    await this.#client.call('markMissing', [uuids, isMissing]);
  }

  verify(): Promise<readonly string[]> {
    return this.#client.call('verify', []);
  }

  async flush(): Promise<void> {
    await this.#client.call('flush', []);
  }

  dispose(): void {
    this.#client.dispose();
  }
}
