import type { Composition, CompositionSummary } from '../../../src/core/history/composition';
import type { CompositionFilter, CompositionHit, CompositionRepository } from '../../../src/core/history/compositionRepository';
import { compositionRow } from '../compositionRows';

export const day = 24 * 60 * 60 * 1000;
export const start = Date.UTC(2026, 0, 5, 12);

export function summaryOf(composition: Composition): CompositionSummary {
  const { uuid, uri, created, updated, directory, source, excerpt, characters, lines, tokens, prompts, tags, isMissing } = composition;
  return { uuid, uri, created, updated, directory, source, excerpt, characters, lines, tokens, prompts, tags, isMissing };
}

export function uuidsOf(items: readonly CompositionSummary[]): string[] {
  return items.map(({ uuid }) => uuid);
}

export function foundOf(hits: readonly CompositionHit[]): string[] {
  return hits.map(({ composition }) => composition.uuid);
}

/** What a snippet shows as found. */
export function highlightsOf(hit: CompositionHit | undefined): string[] {
  return hit?.snippet.highlights.map(([from, to]) => hit.snippet.text.slice(from, to)) ?? [];
}

/** The repository of the present test, and short ways to fill and ask it. */
export class Subject {
  repository!: CompositionRepository;

  /** @param create an empty one */
  constructor(readonly create: () => Promise<CompositionRepository>) {}

  readonly saveOne = async (init: Parameters<typeof compositionRow>[0] = {}): Promise<Composition> => {
    const composition = compositionRow(init);
    await this.repository.save([composition]);
    return composition;
  };

  readonly saveBodies = async (...bodies: readonly string[]): Promise<string[]> => {
    const compositions = bodies.map((body) => compositionRow({ body }));
    await this.repository.save(compositions);
    return compositions.map(({ uuid }) => uuid);
  };

  readonly find = async (query: string, filter: CompositionFilter = {}): Promise<string[]> => foundOf(await this.repository.search(query, { ...filter, limit: 1000 }));

  readonly listed = async (filter: CompositionFilter = {}): Promise<string[]> => uuidsOf((await this.repository.list({ ...filter, limit: 1000 })).items);
}
