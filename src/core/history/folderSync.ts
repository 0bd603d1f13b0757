import type { Clock } from '../ports/clock';
import { FileSystemError } from '../ports/fileSystem';
import type { Log } from '../ports/log';
import type { Disposable } from '../util/dispose';
import type { CompositionFiles } from './compositionFiles';
import { batchSize, type CompositionIndex } from './compositionIndex';
import type { CompositionProjection } from './compositionProjection';
import { HistoryError } from './historyError';
import type { HistoryState } from './historyState';

/** What happens within this time is looked at together, in milliseconds. */
const gatherMs = 200;
/** A file that is gone may have been deleted by another window, whose event is on its way, or be about to come back. */
const graceMs = 3000;
/** A folder that cannot be read is tried again this often. */
const retryMs = 10_000;
/** Reading more files than this is worth telling. */
const manyFiles = 200;

interface FolderSyncOptions {
  readonly files: CompositionFiles;
  readonly index: CompositionIndex;
  readonly projection: CompositionProjection;
  readonly state: HistoryState;
  readonly clock: Clock;
  readonly log: Log;
}

/** Keeps the index in agreement with the files, whoever changed them. */
export class FolderSync implements Disposable {
  readonly #options: FolderSyncOptions;
  /** URIs to look at, with the hash that was announced for them. */
  #pending = new Map<string, string | undefined>();
  #gathering: Disposable | undefined;
  readonly #graces = new Set<Disposable>();
  #retry: Disposable | undefined;
  #isDisposed = false;

  constructor(options: FolderSyncOptions) {
    this.#options = options;
  }

  /** Looks at these soon. */
  changed(uris: readonly string[], hash?: string): void {
    if (this.#isDisposed) return;
    const { files } = this.#options;
    // The folder itself came, went or changed in ways that nobody can tell.
    if (uris.some((uri) => uri === files.folder || files.folder.startsWith(`${uri}/`))) this.#retryIn(gatherMs);
    for (const uri of uris) if (files.isOurs(uri)) this.#pending.set(uri, this.#pending.has(uri) ? undefined : hash);
    if (this.#pending.size === 0) return;
    this.#gathering ??= this.#options.clock.schedule(gatherMs, () => {
      this.#gathering = undefined;
      this.flush().catch((error: unknown) => this.#failed('Changes of the history could not be taken over', error));
    });
  }

  /** Another window deleted it. */
  async deleted(uuid: string, uri: string): Promise<void> {
    const { index, files } = this.#options;
    const known = index.get(uuid);
    if (!known) return;
    try {
      // A file of that name may be another composition already: names of one second are given again.
      const isThere = index.present.get(uri)?.uuid === uuid && files.isOurs(uri) && (await files.stat(uri)) !== undefined;
      if (known.uri === uri && !isThere) await index.remove([uuid]);
    } catch (error) {
      this.#failed('A deleted composition could not be taken out of the history', error);
    }
  }

  /** Looks at what is pending now. */
  async flush(): Promise<void> {
    const pending = this.#pending;
    this.#pending = new Map();
    if (pending.size === 0) return;
    const expected = new Map([...pending].filter((entry): entry is [string, string] => entry[1] !== undefined));
    const { gone } = await this.#options.index.look([...pending.keys()], { expected });
    if (gone.length > 0) this.#waitFor(gone);
  }

  /**
   * Compares all files with the index. Files that cannot be read stay as the index has them.
   * @param read files whose size or time is another one; all of them; or all, for an index that begins anew, part by part so that it can
   * be cancelled. @returns how many differed
   */
  async compare(read: 'changed' | 'all' | 'anew', signal?: AbortSignal): Promise<number> {
    const { files, index, state } = this.#options;
    const uris = await this.#list();
    if (!uris) return 0;
    const force = read !== 'changed';
    const unknown = force ? uris.length : uris.filter((uri) => !index.present.has(uri)).length;
    let changed = 0;
    try {
      for (let start = 0; start < uris.length && !signal?.aborted && !this.#isDisposed; start += batchSize) {
        if (unknown > manyFiles) state.setProgress({ done: start, total: uris.length });
        const batch = uris.slice(start, start + batchSize);
        if (read === 'anew') await index.remove(batch.flatMap((uri) => index.present.get(uri)?.uuid ?? []));
        changed += (await index.look(batch, { force })).changed;
      }
    } finally {
      state.setProgress(undefined);
    }
    if (signal?.aborted || this.#isDisposed) return changed;
    const there = new Set(uris);
    const gone = [...index.present.keys()].filter((uri) => !there.has(uri));
    // What was created while this went on is there all the same.
    const checked = gone.length > 0 ? (await index.look(gone)).gone : [];
    const elsewhere = gone.filter((uri) => !files.isOurs(uri) && index.present.has(uri) && !checked.includes(uri));
    await index.remove(elsewhere.flatMap((uri) => index.present.get(uri)?.uuid ?? []));
    return changed + elsewhere.length + (await this.#takeAway(checked));
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#gathering?.dispose();
    this.#retry?.dispose();
    for (const grace of this.#graces) grace.dispose();
  }

  /** `undefined` when the folder cannot be read; then it is tried again later. */
  async #list(): Promise<readonly string[] | undefined> {
    const { files, state, log } = this.#options;
    try {
      return await files.list();
    } catch (error) {
      if (FileSystemError.is(error, 'notFound')) return [];
      log.warn(`The history folder ${files.folder} cannot be read: ${String(error)}`);
      state.notice({ reason: 'folderUnavailable', uri: files.folder, detail: error instanceof FileSystemError ? error.reason : String(error) });
      this.#retryIn(retryMs);
      return undefined;
    }
  }

  #retryIn(ms: number): void {
    if (this.#isDisposed) return;
    this.#retry ??= this.#options.clock.schedule(ms, () => {
      this.#retry = undefined;
      this.compare('changed').catch((error: unknown) => this.#failed('The history folder could not be compared with its index', error));
    });
  }

  #waitFor(uris: readonly string[]): void {
    const grace = this.#options.clock.schedule(graceMs, () => {
      this.#graces.delete(grace);
      this.#options.index
        .look(uris)
        .then(({ gone }) => this.#takeAway(gone))
        .catch((error: unknown) => this.#failed('Missing files could not be noted', error));
    });
    this.#graces.add(grace);
  }

  /** @returns how many files are gone for the index as well now */
  async #takeAway(uris: readonly string[]): Promise<number> {
    const { index, projection, state } = this.#options;
    const gone = uris.map((uri) => index.present.get(uri)).filter((file) => file !== undefined);
    const deleted = gone.filter(({ uuid }) => projection.isDeleted(uuid));
    await index.remove(deleted.map(({ uuid }) => uuid));
    const count = await index.markMissing(gone.filter(({ uuid }) => !projection.isDeleted(uuid)).map(({ uri }) => uri));
    if (count > 0) state.notice({ reason: 'missingFiles', uri: gone.find(({ uuid }) => index.get(uuid)?.isMissing)?.uri, count });
    return gone.length;
  }

  #failed(what: string, error: unknown): void {
    if (!this.#isDisposed && !HistoryError.is(error, 'closed')) this.#options.log.error(what, error);
  }
}
