import type { Clock } from '../ports/clock';
import { type FileContent, type FileStat, type FileSystem, FileSystemError } from '../ports/fileSystem';
import type { TextEncoding } from '../prompts/textEncoding';
import { KeyedQueue } from '../util/keyedQueue';
import { sha256 } from '../util/sha256';
import { basenameOf, dirnameOf, joinUri } from '../util/uri';
import { bytesOf, maxCompositionBytes, type StoredText, textOf } from './compositionBytes';
import { compareNames, fileNamesAt, isCompositionName } from './compositionNames';

/** After so many names that were taken, something else is wrong. */
const maxNames = 10_000;

/** The Markdown files of the history folder. What it writes is on disk, whole, when its promise resolves. */
export class CompositionFiles {
  readonly #fileSystem: FileSystem;
  readonly #clock: Clock;
  readonly #queue = new KeyedQueue();
  /** URI. */
  folder: string;

  constructor(folder: string, fileSystem: FileSystem, clock: Clock) {
    this.folder = folder;
    this.#fileSystem = fileSystem;
    this.#clock = clock;
  }

  /** Changes to one file come one after the other. */
  inTurn<T>(uri: string, task: () => Promise<T>): Promise<T> {
    return this.#queue.run(uri, task);
  }

  isOurs(uri: string): boolean {
    return dirnameOf(uri) === this.folder && isCompositionName(basenameOf(uri));
  }

  /** URIs of all compositions, in an order in which originals come before their copies. @throws {FileSystemError} */
  async list(): Promise<readonly string[]> {
    const entries = await this.#fileSystem.readDirectory(this.folder);
    const names = entries.filter(({ name, type }) => type === 'file' && isCompositionName(name)).map(({ name }) => name);
    return names.sort(compareNames).map((name) => joinUri(this.folder, name));
  }

  /** `undefined` when there is no file. @throws {FileSystemError} */
  async stat(uri: string): Promise<FileStat | undefined> {
    const stat = await this.#fileSystem.stat(uri);
    return stat?.type === 'file' ? stat : undefined;
  }

  /** `undefined` when there is no file. @throws {FileSystemError} */
  async read(uri: string): Promise<StoredText | undefined> {
    try {
      const { bytes, stat } = await this.#fileSystem.read(uri, maxCompositionBytes);
      return await storedText(uri, bytes, stat);
    } catch (error) {
      if (!(error instanceof FileSystemError)) throw error;
      if (error.reason === 'notFound' || error.reason === 'isADirectory') return undefined;
      if (error.reason !== 'tooLarge' || !error.stat) throw error;
      return { uri, text: '', encoding: undefined, size: error.stat.size, mtime: Math.floor(error.stat.mtime), hash: '' };
    }
  }

  /** Writes a new file with the first free name of that time. @throws {FileSystemError} */
  async create(time: number, text: string): Promise<StoredText> {
    const bytes = checked(this.folder, bytesOf(text));
    const names = fileNamesAt(time);
    for (let tries = 1; ; tries++) {
      const uri = joinUri(this.folder, names.next().value);
      try {
        await this.#fileSystem.write(uri, bytes, { create: true });
        return await this.#written(uri, bytes, text);
      } catch (error) {
        if (!FileSystemError.is(error, 'exists') || tries === maxNames) throw error;
      }
    }
  }

  /** @param create fails with reason `exists` when something is there. @throws {FileSystemError} */
  async write(uri: string, text: string, encoding?: TextEncoding, create = false): Promise<StoredText> {
    const bytes = checked(uri, bytesOf(text, encoding));
    await this.#fileSystem.write(uri, bytes, { create });
    return this.#written(uri, bytes, text, encoding);
  }

  /** @returns false when it was gone already. @throws {FileSystemError} */
  async delete(uri: string): Promise<boolean> {
    try {
      await this.#fileSystem.delete(uri);
      return true;
    } catch (error) {
      if (FileSystemError.is(error, 'notFound')) return false;
      throw error;
    }
  }

  async #written(uri: string, bytes: Uint8Array, text: string, encoding: TextEncoding = 'utf8'): Promise<StoredText> {
    const hash = await sha256(bytes);
    const stat = await this.#fileSystem.stat(uri).catch(() => undefined);
    // When somebody wrote after us, the size differs, and the next look reads the file.
    const mtime = Math.floor(stat?.size === bytes.length ? stat.mtime : this.#clock.now());
    return { uri, text, encoding, size: bytes.length, mtime, hash };
  }
}

async function storedText(uri: string, bytes: FileContent['bytes'], stat: FileStat): Promise<StoredText> {
  return { uri, ...textOf(bytes), size: bytes.length, mtime: Math.floor(stat.mtime), hash: await sha256(bytes) };
}

function checked(uri: string, bytes: Uint8Array): Uint8Array {
  if (bytes.length > maxCompositionBytes) throw new FileSystemError('tooLarge', uri);
  return bytes;
}
