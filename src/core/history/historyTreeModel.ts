import type { CompositionSummary } from './composition';
import type { CompositionFilter } from './compositionRepository';
import type { History } from './history';
import { addDays, dayOf, type OffsetAt, offsetSpans, startOfDay } from './localDays';

/** A day with at least one composition. */
export class DayNode {
  readonly kind = 'day';
  readonly id: string;
  /** `[start, end)` in milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;

  constructor(
    /** `YYYY-MM-DD` */
    readonly day: string,
    public count: number,
    offsetAt: OffsetAt,
  ) {
    this.id = `day ${day}`;
    this.start = startOfDay(day, offsetAt);
    this.end = startOfDay(addDays(day, 1), offsetAt);
  }
}

/** A page of the older compositions of a full day, such as the second hundred. */
export class PageNode {
  readonly kind = 'page';
  readonly id: string;

  constructor(
    readonly day: DayNode,
    /** How many newer ones the day has. */
    readonly offset: number,
    public count: number,
  ) {
    this.id = `page ${day.day} ${offset}`;
  }
}

export class CompositionNode {
  readonly kind = 'composition';
  readonly id: string;
  summary: CompositionSummary;

  constructor(summary: CompositionSummary) {
    this.id = `composition ${summary.uuid}`;
    this.summary = summary;
  }

  /** Makes the node a target of commands. */
  get compositionUuid(): string {
    return this.summary.uuid;
  }
}

export type HistoryNode = DayNode | PageNode | CompositionNode;

/** Which rows must be shown again, each with everything below it. */
type HistoryTreeUpdate = 'all' | readonly HistoryNode[];

const PAGE_SIZE = 100;

/**
 * The rows of the history tree. Days are counted by the history; compositions are asked for when their day or page is opened, so that its
 * size does not matter. A row that is still there after an update is the same object.
 *
 * @throws every method whatever the history throws.
 */
export class HistoryTreeModel {
  readonly #history: Pick<History, 'list' | 'statistics'>;
  readonly #offsetAt: OffsetAt;
  #filter: CompositionFilter = {};
  #days: Promise<readonly DayNode[]> | undefined;
  #pages = new Map<string, PageNode>();
  #compositions = new Map<string, CompositionNode>();

  constructor(history: Pick<History, 'list' | 'statistics'>, offsetAt: OffsetAt) {
    this.#history = history;
    this.#offsetAt = offsetAt;
  }

  /** Begins anew with other compositions; every row must be shown again. */
  setFilter(filter: CompositionFilter): void {
    this.#filter = filter;
    this.#days = undefined;
    this.#forgetRows();
  }

  /** Days, newest first. */
  days(): Promise<readonly DayNode[]> {
    if (!this.#days) {
      const days = this.#count([]);
      this.#days = days;
      days.catch(() => {
        if (this.#days === days) this.#days = undefined;
      });
    }
    return this.#days;
  }

  async children(node: HistoryNode): Promise<readonly HistoryNode[]> {
    switch (node.kind) {
      case 'day':
        return [...(await this.#page(node, 0)), ...this.#pagesOf(node)];
      case 'page':
        return this.#page(node.day, node.offset);
      case 'composition':
        return [];
    }
  }

  /** Takes over what changed. @param uuids `undefined`: possibly all compositions */
  async update(uuids: readonly string[] | undefined): Promise<HistoryTreeUpdate> {
    if (!this.#days) return 'all';
    const known = uuids?.map((uuid) => this.#compositions.get(uuid));
    const isPlain = Object.keys(this.#filter).length === 0;
    if (isPlain && known?.every((node) => node !== undefined)) {
      const rows = await this.#updateRows(known);
      if (rows) return rows;
    }
    return this.#recount(uuids);
  }

  /** Rows that only changed what they show; `undefined` when a row came, went or moved. */
  async #updateRows(nodes: readonly CompositionNode[]): Promise<readonly CompositionNode[] | undefined> {
    const days = new Set(nodes.map(({ summary }) => dayOf(summary.created, this.#offsetAt)));
    const changed = new Set(nodes.map(({ compositionUuid }) => compositionUuid));
    for (const node of (await this.days()).filter(({ day }) => days.has(day))) {
      const { items } = await this.#list(node, 0);
      for (const summary of items) {
        if (this.#compositions.get(summary.uuid)?.summary.created !== summary.created) return undefined;
        this.#keep(summary);
        changed.delete(summary.uuid);
      }
    }
    return changed.size === 0 ? nodes : undefined;
  }

  async #recount(uuids: readonly string[] | undefined): Promise<HistoryTreeUpdate> {
    const before = await this.days();
    const counts = new Map(before.map(({ day, count }) => [day, count]));
    const days = await this.#count(before);
    this.#days = Promise.resolve(days);
    const sameDays = days.length === before.length && days.every((node, index) => node === before[index]);
    if (!sameDays || !uuids) return 'all';
    const touched = new Set(uuids.flatMap((uuid) => this.#dayOfRow(uuid) ?? []));
    return days.filter(({ day, count }) => touched.has(day) || counts.get(day) !== count);
  }

  #dayOfRow(uuid: string): string | undefined {
    const node = this.#compositions.get(uuid);
    return node && dayOf(node.summary.created, this.#offsetAt);
  }

  async #count(before: readonly DayNode[]): Promise<readonly DayNode[]> {
    const counts = await this.#countsByDay();
    const known = new Map(before.map((node) => [node.day, node]));
    return [...counts]
      .sort(([a], [b]) => (a < b ? 1 : -1))
      .map(([day, count]) => {
        const node = known.get(day) ?? new DayNode(day, count, this.#offsetAt);
        node.count = count;
        return node;
      });
  }

  /** The history counts with one offset for all; where clocks were changed in between, each stretch is counted on its own. */
  async #countsByDay(): Promise<ReadonlyMap<string, number>> {
    const filter = this.#filter;
    const offsetMinutes = this.#offsetAt(Date.now());
    const all = await this.#history.statistics({ ...filter, offsetMinutes });
    const spans = all.range ? offsetSpans(all.range.first, all.range.last, this.#offsetAt) : [];
    const isOne = spans.every((span) => span.offsetMinutes === offsetMinutes);
    const counts = new Map<string, number>();
    const add = (days: typeof all.days): void => {
      for (const { day, compositions } of days) if (compositions > 0) counts.set(day, (counts.get(day) ?? 0) + compositions);
    };
    if (isOne) add(all.days);
    else for (const { from, to, offsetMinutes } of spans) add((await this.#history.statistics({ ...filter, from, to, offsetMinutes })).days);
    return counts;
  }

  async #page(day: DayNode, offset: number): Promise<readonly CompositionNode[]> {
    const { items } = await this.#list(day, offset);
    return items.map((summary) => this.#keep(summary));
  }

  #list(day: DayNode, offset: number): ReturnType<History['list']> {
    // The day lies within the times of the filter, but for its first and last day.
    const from = Math.max(day.start, this.#filter.from ?? day.start);
    const to = Math.min(day.end, this.#filter.to ?? day.end);
    return this.#history.list({ ...this.#filter, from, to, offset, limit: PAGE_SIZE });
  }

  #pagesOf(day: DayNode): readonly PageNode[] {
    const pages: PageNode[] = [];
    for (let offset = PAGE_SIZE; offset < day.count; offset += PAGE_SIZE) {
      const key = `${day.day} ${offset}`;
      const known = this.#pages.get(key);
      const page = known?.day === day ? known : new PageNode(day, offset, 0);
      page.count = Math.min(PAGE_SIZE, day.count - offset);
      this.#pages.set(key, page);
      pages.push(page);
    }
    return pages;
  }

  #keep(summary: CompositionSummary): CompositionNode {
    const node = this.#compositions.get(summary.uuid) ?? new CompositionNode(summary);
    node.summary = summary;
    this.#compositions.set(summary.uuid, node);
    return node;
  }

  #forgetRows(): void {
    this.#pages.clear();
    this.#compositions.clear();
  }
}
