import type { DirectoryEntry, FileContent, FileStat, FileSystem, FileWatcher } from '../ports/fileSystem';

/**
 * Sends each URI to the file system of its scheme. Deletion goes to the general one, which has the trash, unless it is for good;
 * so does a rename between two schemes.
 */
export class RoutedFileSystem implements FileSystem {
  readonly #general: FileSystem;
  readonly #byScheme: ReadonlyMap<string, FileSystem>;

  /**
   * @param general for every other scheme, and for the trash.
   * @param byScheme faster ways for single schemes, by name without the colon.
   */
  constructor(general: FileSystem, byScheme: Readonly<Record<string, FileSystem>>) {
    this.#general = general;
    this.#byScheme = new Map(Object.entries(byScheme));
  }

  stat(uri: string): Promise<FileStat | undefined> {
    return this.#of(uri).stat(uri);
  }

  read(uri: string, maxBytes?: number): Promise<FileContent> {
    return this.#of(uri).read(uri, maxBytes);
  }

  readDirectory(uri: string): Promise<readonly DirectoryEntry[]> {
    return this.#of(uri).readDirectory(uri);
  }

  realPath(uri: string): Promise<string | undefined> {
    return this.#of(uri).realPath(uri);
  }

  write(uri: string, bytes: Uint8Array, options?: { readonly create?: boolean }): Promise<void> {
    return this.#of(uri).write(uri, bytes, options);
  }

  createDirectory(uri: string): Promise<void> {
    return this.#of(uri).createDirectory(uri);
  }

  rename(from: string, to: string): Promise<void> {
    const source = this.#of(from);
    return (source === this.#of(to) ? source : this.#general).rename(from, to);
  }

  delete(uri: string, options?: { readonly permanently?: boolean }): Promise<void> {
    return (options?.permanently ? this.#of(uri) : this.#general).delete(uri, options);
  }

  watch(root: string): FileWatcher {
    return this.#of(root).watch(root);
  }

  #of(uri: string): FileSystem {
    return this.#byScheme.get(uri.slice(0, uri.indexOf(':'))) ?? this.#general;
  }
}
