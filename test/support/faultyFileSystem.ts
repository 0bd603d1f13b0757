import { FileSystemError, type FileSystemErrorReason, type DirectoryEntry, type FileContent, type FileStat, type FileSystem, type FileWatcher } from '../../src/core/ports/fileSystem';
import type { FoldEntries, Journal } from '../../src/core/ports/journal';
import type { InMemoryFileSystem } from './inMemoryFileSystem';

/**
 * Counts everything that is asked of a disk, and lets it go wrong at one point: one operation fails, or the process ends there, so that
 * nothing happens from then on. A journal can share the count.
 */
export class FaultyFileSystem implements FileSystem {
  readonly #files: InMemoryFileSystem;
  readonly #faultAt: number;
  readonly #fault: FileSystemErrorReason | 'crash';
  /** Operations so far. */
  count = 0;

  /** @param faultAt number of the operation, from 1; 0 for none. */
  constructor(files: InMemoryFileSystem, faultAt: number, fault: FileSystemErrorReason | 'crash') {
    this.#files = files;
    this.#faultAt = faultAt;
    this.#fault = fault;
  }

  get hasCrashed(): boolean {
    return this.#fault === 'crash' && this.#faultAt > 0 && this.count >= this.#faultAt;
  }

  /** Something that is done to the disk by other ways than this. */
  async step(uri: string, change: () => void): Promise<void> {
    await this.#enter(uri);
    change();
  }

  async stat(uri: string): Promise<FileStat | undefined> {
    await this.#enter(uri);
    return this.#files.stat(uri);
  }

  async read(uri: string, maxBytes?: number): Promise<FileContent> {
    await this.#enter(uri);
    return this.#files.read(uri, maxBytes);
  }

  async readDirectory(uri: string): Promise<readonly DirectoryEntry[]> {
    await this.#enter(uri);
    return this.#files.readDirectory(uri);
  }

  realPath(uri: string): Promise<string | undefined> {
    return this.#files.realPath(uri);
  }

  async write(uri: string, bytes: Uint8Array, options?: { readonly create?: boolean }): Promise<void> {
    await this.#enter(uri);
    await this.#files.write(uri, bytes, options);
  }

  async createDirectory(uri: string): Promise<void> {
    await this.#enter(uri);
    await this.#files.createDirectory(uri);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#enter(from);
    await this.#files.rename(from, to);
  }

  async delete(uri: string): Promise<void> {
    await this.#enter(uri);
    await this.#files.delete(uri);
  }

  watch(root: string): FileWatcher {
    return this.#files.watch(root);
  }

  /** The same journal, whose appending counts and fails with the rest. */
  journal(journal: Journal): Journal {
    return {
      onDidAppend: (listener) => journal.onDidAppend(listener),
      readOthers: () => journal.readOthers(),
      compact: (fold: FoldEntries) => journal.compact(fold),
      append: async (entry) => {
        await this.#enter('file:///journal');
        await journal.append(entry);
      },
      dispose: () => journal.dispose(),
    };
  }

  async #enter(uri: string): Promise<void> {
    this.count++;
    if (this.hasCrashed) await new Promise<never>(() => undefined);
    await Promise.resolve();
    if (this.count === this.#faultAt && this.#fault !== 'crash') throw new FileSystemError(this.#fault, uri);
  }
}
