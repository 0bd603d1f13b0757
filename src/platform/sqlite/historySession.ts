import type { SqlJsStatic } from 'sql.js';
import type { Clock } from '../../core/ports/clock';
import type { Log } from '../../core/ports/log';
import type { Disposable } from '../../core/util/dispose';
import { toFileSystemError } from '../node/nodeErrors';
import { uriOf } from '../node/nodePaths';
import { CompositionSearch } from './compositionSearch';
import { CompositionStore } from './compositionStore';
import type { DatabaseFiles } from './databaseFiles';
import { adoptMissing } from './foreignRows';
import type { HistoryMethods } from './historyProtocol';
import { type Finding, integritySteps } from './integrity';
import { type OpenDatabase, rebuildIndex } from './openDatabase';
import { Snapshots } from './snapshots';
import { isBreakdown, type SqlDatabase } from './sqlDatabase';
import type { WriterLock } from './writerLock';

interface HistorySessionOptions {
  readonly sql: SqlJsStatic;
  readonly clock: Clock;
  readonly files: DatabaseFiles;
  readonly lock: WriterLock;
  readonly log: Pick<Log, 'debug' | 'warn'>;
  readonly opened: OpenDatabase;
  /** Whether somebody waits for an answer. */
  readonly isBusy: () => boolean;
  /** The check found that tables are damaged. */
  readonly onDamage: () => void;
  readonly onBreakdown: () => void;
}

/** So long a check waits for its turn while somebody waits for answers, in milliseconds. */
const busyMs = 500;

/** One database in memory, from being opened until it is closed or turns out to be damaged. */
export class HistorySession {
  readonly methods: Omit<HistoryMethods, 'open'>;
  readonly #options: HistorySessionOptions;
  readonly #database: SqlDatabase;
  readonly #store: CompositionStore;
  readonly #snapshots: Snapshots | undefined;
  /** Compositions of which the text is nowhere else, as far as this window knows. */
  readonly #missing: Set<string>;
  readonly #deleted = new Set<string>();
  #timer: Disposable | undefined;

  constructor(options: HistorySessionOptions) {
    this.#options = options;
    const { opened, files, lock, clock, log } = options;
    this.#database = opened.database;
    this.#store = new CompositionStore(this.#database);
    this.#missing = new Set(this.#store.missing());
    if (opened.isKept) {
      const ways = { export: () => this.#database.export(), size: () => this.#database.size, missing: () => [...this.#missing], adopt: () => this.#adopt() };
      this.#snapshots = new Snapshots({ files, lock, clock, log, ...ways });
      if (opened.answer.state === 'repaired') this.#snapshots.hurry();
    }
    this.methods = this.#methods();
  }

  /** Gets ready for the first search, then looks for damage after so many milliseconds; both whenever nobody waits for an answer. */
  settle(checkMs: number): void {
    const warmUp = (): void => {
      if (this.#options.isBusy()) return this.#later(busyMs, warmUp);
      this.#warmUp();
      this.#checkIn(checkMs);
    };
    this.#later(busyMs, warmUp);
  }

  /** The first search of a process takes some 100 ms longer, for its code to be compiled. */
  #warmUp(): void {
    try {
      this.methods.search('a', { limit: 1 });
    } catch (error) {
      // What is damaged comes to light in the check.
      if (isBreakdown(error)) this.#options.onBreakdown();
    }
  }

  #checkIn(ms: number): void {
    const steps = integritySteps(this.#database, false);
    const findings: Finding[] = [];
    const next = (): void => {
      if (this.#options.isBusy()) return this.#later(busyMs, next);
      const step = steps.next();
      if (step.done) return this.#judge(findings);
      findings.push(...step.value);
      this.#later(0, next);
    };
    this.#later(ms, next);
  }

  /** Ends it without writing anything. @returns what it holds, to be read in spite of the damage */
  takeApart(): { readonly bytes: Uint8Array; readonly missing: readonly string[] } {
    this.#timer?.dispose();
    this.#snapshots?.stop();
    let bytes: Uint8Array;
    try {
      bytes = this.#database.export();
    } catch (error) {
      if (isBreakdown(error)) throw error;
      bytes = this.#options.files.read() ?? new Uint8Array();
    }
    this.#database.close();
    return { bytes, missing: [...this.#missing] };
  }

  close(): void {
    this.#timer?.dispose();
    this.#snapshots?.close();
    this.#database.close();
  }

  #methods(): Omit<HistoryMethods, 'open'> {
    const store = this.#store;
    const search = new CompositionSearch(this.#database);
    return {
      save: (compositions) => this.#save(compositions),
      load: (uuid) => store.load(uuid),
      findByUri: (uri) => store.findByUri(uri),
      findBySource: (source) => store.findBySource(source),
      delete: (uuids) => this.#delete(uuids),
      list: (options) => store.list(options),
      search: (query, options) => search.search(query, options),
      tags: () => store.tags(),
      directories: () => store.directories(),
      statistics: (options) => store.statistics(options),
      files: (after, limit) => store.files(after, limit),
      markMissing: (uuids, isMissing) => this.#markMissing(uuids, isMissing),
      verify: () => this.#verify(),
      flush: () => this.#flush(),
    };
  }

  #save(compositions: Parameters<HistoryMethods['save']>[0]): void {
    this.#store.save(compositions);
    for (const { uuid, text, isMissing } of compositions) {
      this.#deleted.delete(uuid);
      this.#snapshots?.changed(uuid, text.length);
      if (!isMissing) this.#missing.delete(uuid);
      else this.#onlyHere([uuid]);
    }
  }

  #delete(uuids: readonly string[]): number {
    const count = this.#store.delete(uuids);
    for (const uuid of uuids) {
      this.#deleted.add(uuid);
      this.#missing.delete(uuid);
      this.#snapshots?.changed(uuid, 0);
    }
    // A deleted text has to leave the disk soon.
    if (count > 0) this.#snapshots?.hurry();
    return count;
  }

  #markMissing(uuids: readonly string[], isMissing: boolean): void {
    const known = this.#store.markMissing(uuids, isMissing);
    for (const uuid of known) {
      this.#snapshots?.changed(uuid, 0);
      if (!isMissing) this.#missing.delete(uuid);
    }
    if (isMissing) this.#onlyHere(known);
  }

  #onlyHere(uuids: readonly string[]): void {
    for (const uuid of uuids) this.#missing.add(uuid);
    if (uuids.length > 0) this.#snapshots?.hurry();
  }

  #flush(): void {
    try {
      this.#snapshots?.flush();
    } catch (error) {
      throw isBreakdown(error) ? error : toFileSystemError(error, uriOf(this.#options.files.database));
    }
  }

  #verify(): readonly string[] {
    const findings = [...integritySteps(this.#database, true)].flat();
    if (findings.length > 0) this.#later(0, () => this.#judge(findings));
    return findings.map(({ message }) => message);
  }

  /** What is only an index is made anew; more is for others to mend. */
  #judge(findings: readonly Finding[]): void {
    if (findings.length === 0) return;
    this.#options.log.warn(`The history's database is damaged: ${findings.map(({ message }) => message).slice(0, 5).join('; ')}`);
    if (findings.some(({ kind }) => kind === 'table')) return this.#options.onDamage();
    try {
      rebuildIndex(this.#database);
      this.#snapshots?.hurry();
    } catch (error) {
      if (isBreakdown(error)) this.#options.onBreakdown();
      else this.#options.onDamage();
    }
  }

  #adopt(): void {
    const { sql, files, log, clock } = this.#options;
    try {
      const adopted = adoptMissing(sql, files, this.#store, (uuid) => this.#deleted.has(uuid));
      for (const uuid of adopted) this.#missing.add(uuid);
    } catch (error) {
      if (isBreakdown(error)) throw error;
      log.warn(`Another window left a damaged database, which is set aside as ${files.setAside(clock.now())}: ${String(error)}`);
    }
  }

  #later(ms: number, work: () => void): void {
    this.#timer?.dispose();
    this.#timer = this.#options.clock.schedule(ms, work);
  }
}
