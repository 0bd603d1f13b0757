import type { Clock } from '../ports/clock';
import { FileSystemError } from '../ports/fileSystem';
import type { Log } from '../ports/log';
import { Slices } from '../util/slices';
import { basenameOf } from '../util/uri';
import type { Composition } from './composition';
import { compositionOf, type ReadComposition, readStored } from './compositionBytes';
import type { CompositionFiles } from './compositionFiles';
import { compareNames, derivedUuid, isDerivedUuid } from './compositionNames';
import type { KnownFile } from './compositionRepository';
import { HistoryError } from './historyError';
import type { IndexRepository } from './indexRepository';

interface LookOptions {
  /** Reads files whatever their size and time say. */
  readonly force?: boolean;
  /** SHA-256 by URI, as somebody announced it: a file that is known so is not looked at, another one is read. */
  readonly expected?: ReadonlyMap<string, string>;
}

interface LookResult {
  /** How many files were not as the index had them. */
  readonly changed: number;
  /** URIs of files that the index has and that are gone. */
  readonly gone: readonly string[];
}

interface CompositionIndexOptions {
  readonly files: CompositionFiles;
  readonly repository: IndexRepository;
  readonly clock: Clock;
  readonly log: Log;
  /** Told after the repository has the changes. @param uuids `undefined`: possibly all */
  readonly onDidChange: (uuids: readonly string[] | undefined) => void;
}

/** So many files are looked at before others may change the index. */
export const batchSize = 100;
/** So many files are read at a time. */
const parallel = 8;

/** What the index has of each file, and how it is kept right. Changes come one after the other; a long look lets others in between. */
export class CompositionIndex {
  readonly #options: CompositionIndexOptions;
  readonly #slices: Slices;
  /** Of files that are there, by URI. */
  readonly #present = new Map<string, KnownFile>();
  /** Of all. */
  readonly #byUuid = new Map<string, KnownFile>();
  #chain: Promise<void> = Promise.resolve();
  #isOpen = false;

  constructor(options: CompositionIndexOptions) {
    this.#options = options;
    this.#slices = new Slices(options.clock);
  }

  get slices(): Slices {
    return this.#slices;
  }

  get present(): ReadonlyMap<string, KnownFile> {
    return this.#present;
  }

  get(uuid: string): KnownFile | undefined {
    return this.#byUuid.get(uuid);
  }

  /** Takes over what the repository holds, and adds what was written before. */
  open(): Promise<void> {
    return this.inTurn(async () => {
      const known = await this.#options.repository.ask((repository) => repository.files());
      const written = [...this.#present.keys()];
      this.#present.clear();
      this.#byUuid.clear();
      for (const [count, file] of known.entries()) {
        this.#remember(file);
        const turn = count % batchSize === 0 ? this.#slices.next() : undefined;
        if (turn) await turn;
      }
      this.#isOpen = true;
      if (written.length <= batchSize) await this.#lookAt(written, {}, [], []);
    });
  }

  /** Resolves when what was written so far can be found. */
  settled(): Promise<void> {
    return this.#chain;
  }

  inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#chain.then(task);
    this.#chain = result.then(nothing, nothing);
    return result;
  }

  /** A composition that was just written by this window. Known at once, in the repository soon. */
  written(composition: Composition): void {
    const before = this.#byUuid.get(composition.uuid);
    const replaced = this.#present.get(composition.uri);
    if (before) this.#forget(before);
    this.#remember(composition);
    if (!this.#isOpen) return;
    this.inTurn(async () => {
      const isReplaced = replaced && replaced.uuid !== composition.uuid && this.#byUuid.get(replaced.uuid)?.uri === replaced.uri;
      if (isReplaced) await this.#replaceIdentity(replaced);
      await this.#save([composition]);
      this.#options.onDidChange([composition.uuid]);
    }).catch((error: unknown) => this.#failed('A composition could not be added to the index', error));
  }

  /** Looks at these files and takes over how they are. */
  async look(uris: readonly string[], options: LookOptions = {}): Promise<LookResult> {
    const changed: string[] = [];
    const gone: string[] = [];
    for (let start = 0; start < uris.length; start += batchSize) {
      const batch = uris.slice(start, start + batchSize);
      await this.inTurn(() => this.#lookAt(batch, options, changed, gone));
    }
    if (changed.length > 0) this.#options.onDidChange(changed.length > batchSize ? undefined : changed);
    return { changed: changed.length, gone };
  }

  async remove(uuids: readonly string[]): Promise<void> {
    for (const uuid of uuids) {
      const known = this.#byUuid.get(uuid);
      if (known) this.#forget(known);
    }
    if (!this.#isOpen || uuids.length === 0) return;
    await this.inTurn(() => this.#options.repository.ask((repository) => repository.delete(uuids)));
    this.#options.onDidChange(uuids);
  }

  /** The files of these are gone: what has its identity from its name and lives on under another one goes, the others keep their text. @returns how many are missing now */
  markMissing(uris: readonly string[]): Promise<number> {
    return this.inTurn(async () => {
      const vanished = new Set(uris);
      const known = [...vanished].map((uri) => this.#present.get(uri)).filter((file) => file !== undefined);
      const hashes = new Set([...this.#present.values()].filter(({ uri }) => !vanished.has(uri)).map(({ hash }) => hash));
      const isCopy = (file: KnownFile): boolean => isDerivedUuid(file.uuid) && hashes.has(file.hash);
      const [copies, missing] = [known.filter(isCopy), known.filter((file) => !isCopy(file))];
      for (const file of known) this.#forget(file);
      for (const file of missing) this.#remember({ ...file, isMissing: true });
      if (copies.length > 0) await this.#options.repository.ask((repository) => repository.delete(copies.map(({ uuid }) => uuid)));
      if (missing.length > 0) await this.#options.repository.ask((repository) => repository.markMissing(missing.map(({ uuid }) => uuid), true));
      if (known.length > 0) this.#options.onDidChange(known.map(({ uuid }) => uuid));
      return missing.length;
    });
  }

  async #lookAt(uris: readonly string[], options: LookOptions, changed: string[], gone: string[]): Promise<void> {
    const compositions: Composition[] = [];
    for (let start = 0; start < uris.length; start += parallel) {
      const turn = this.#slices.next();
      if (turn) await turn;
      const reads = await Promise.all(uris.slice(start, start + parallel).map((uri) => this.#readChanged(uri, options)));
      for (const read of reads) {
        if (read === undefined) continue;
        if ('gone' in read) gone.push(read.gone);
        else compositions.push(...(await this.#takeOver(read)));
      }
    }
    if (compositions.length === 0) return;
    await this.#save(compositions);
    for (const { uuid } of compositions) changed.push(uuid);
  }

  /** `undefined`: as it is known, nobody's, or not readable now. */
  async #readChanged(uri: string, { force = false, expected }: LookOptions): Promise<ReadComposition | { readonly gone: string } | undefined> {
    const { files, log } = this.#options;
    const known = this.#present.get(uri);
    const hash = expected?.get(uri);
    if (known ? hash === known.hash : !files.isOurs(uri)) return undefined;
    try {
      const stat = await files.stat(uri);
      if (!stat) return known && { gone: uri };
      const isSame = known?.size === stat.size && known.mtime === Math.floor(stat.mtime);
      if (isSame && !force && hash === undefined) return undefined;
      const stored = await files.read(uri);
      if (!stored) return known && { gone: uri };
      if (known && stored.hash === known.hash && stored.mtime === known.mtime && stored.hash !== '') return undefined;
      return readStored(stored);
    } catch (error) {
      if (!(error instanceof FileSystemError)) throw error;
      log.warn(`${uri} could not be read: ${error.reason}`);
      return undefined;
    }
  }

  /** @returns the rows to save: its own, and that of another file which has to give its identity away. */
  async #takeOver(read: ReadComposition): Promise<readonly Composition[]> {
    const { uri } = read.stored;
    const before = this.#present.get(uri);
    const { uuid, displaced } = await this.#identify(read);
    if (before && before.uuid !== uuid) await this.#replaceIdentity(before);
    const previous = this.#byUuid.get(uuid);
    if (previous) this.#forget(previous);
    const composition = await compositionOf(read, uuid, this.#slices);
    this.#remember(composition);
    return displaced ? [displaced, composition] : [composition];
  }

  /** By what the file says; a file that says nothing keeps what it had, and of two that say the same the second one gets another. */
  async #identify({ stored, head }: ReadComposition): Promise<{ readonly uuid: string; readonly displaced?: Composition }> {
    const name = basenameOf(stored.uri);
    if (head.uuid === undefined) return { uuid: this.#present.get(stored.uri)?.uuid ?? derivedUuid(name) };
    const holder = this.#byUuid.get(head.uuid);
    if (!holder || holder.uri === stored.uri || holder.isMissing) return { uuid: head.uuid };
    // Nothing there any more: the file was renamed, or the folder.
    const other = await this.#options.files.read(holder.uri).catch(() => undefined);
    if (!other) return { uuid: head.uuid };
    const otherName = basenameOf(holder.uri);
    if (compareNames(name, otherName) > 0) return { uuid: derivedUuid(head.uuid, name) };
    this.#forget(holder);
    const displaced = await compositionOf(readStored(other), derivedUuid(head.uuid, otherName), this.#slices);
    this.#remember(displaced);
    return { uuid: head.uuid, displaced };
  }

  /** Another composition is in the file now. The text of the one before lives in the index only, unless it had its identity from that file. */
  async #replaceIdentity(before: KnownFile): Promise<void> {
    this.#forget(before);
    const isDerived = isDerivedUuid(before.uuid);
    if (!isDerived) this.#remember({ ...before, isMissing: true });
    await this.#options.repository.ask<unknown>((repository) =>
      isDerived ? repository.delete([before.uuid]) : repository.markMissing([before.uuid], true),
    );
  }

  #save(compositions: readonly Composition[]): Promise<void> {
    return this.#options.repository.ask((repository) => repository.save(compositions));
  }

  #remember({ uuid, uri, size, mtime, hash, isMissing }: KnownFile): void {
    const file = { uuid, uri, size, mtime, hash, isMissing };
    this.#byUuid.set(uuid, file);
    if (!isMissing) this.#present.set(uri, file);
  }

  #forget(file: KnownFile): void {
    if (this.#byUuid.get(file.uuid)?.uri === file.uri) this.#byUuid.delete(file.uuid);
    if (this.#present.get(file.uri)?.uuid === file.uuid) this.#present.delete(file.uri);
  }

  #failed(what: string, error: unknown): void {
    if (!HistoryError.is(error, 'closed')) this.#options.log.error(what, error);
  }
}

function nothing(): void {
  // What a task throws is its caller's.
}
