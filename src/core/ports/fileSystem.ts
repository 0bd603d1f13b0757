import type { Disposable } from '../util/dispose';
import type { Event } from '../util/event';

/** What a name in a folder leads to; links are already followed. */
export type FileType = 'file' | 'directory' | 'other';

/** What is known of a file or folder without reading it. */
export interface FileStat {
  readonly type: FileType;
  /** Bytes. */
  readonly size: number;
  /** Last modification, milliseconds since the epoch. */
  readonly mtime: number;
}

/** One name in a folder. */
export interface DirectoryEntry {
  /** Decoded name, without any separator. */
  readonly name: string;
  /** Of the link itself (`other`) when {@link symbolicLink} is true and the target was not looked at. */
  readonly type: FileType;
  readonly symbolicLink: boolean;
}

/** A file as it was at one moment. */
export interface FileContent {
  readonly bytes: Uint8Array;
  readonly stat: FileStat;
}

/** Something happened to the file or folder at `uri`; what it is now has to be looked at. */
export interface FileChange {
  readonly uri: string;
  readonly kind: 'created' | 'changed' | 'deleted';
}

/** Files and folders by URI, wherever they are: on disk, on a remote machine or in a virtual workspace. */
export interface FileSystem {
  /** Follows links. `undefined` when nothing is there. @throws {FileSystemError} */
  stat(uri: string): Promise<FileStat | undefined>;

  /**
   * Content and stat of one file, of the same moment where the file system allows.
   * @param maxBytes a larger file is not read: fails with reason `tooLarge` and the stat.
   * @throws {FileSystemError}
   */
  read(uri: string, maxBytes?: number): Promise<FileContent>;

  /** Unsorted. @throws {FileSystemError} */
  readDirectory(uri: string): Promise<readonly DirectoryEntry[]>;

  /** The URI with every link resolved; `undefined` where it cannot be told (virtual file systems, nothing there). */
  realPath(uri: string): Promise<string | undefined>;

  /**
   * Replaces the whole file in one step: readers see the old or the new content, never a part. Creates missing folders.
   * @param options.create only when nothing is there yet: fails with reason `exists` otherwise.
   * @throws {FileSystemError}
   */
  write(uri: string, bytes: Uint8Array, options?: { readonly create?: boolean }): Promise<void>;

  /** Creates the folder and its parents; fine when it exists. @throws {FileSystemError} */
  createDirectory(uri: string): Promise<void>;

  /** Never overwrites: fails with reason `exists`. @throws {FileSystemError} */
  rename(from: string, to: string): Promise<void>;

  /**
   * Moves to the trash where there is one, else deletes; folders with all their content.
   * @param options.permanently never to the trash: for what the program made for itself. @throws {FileSystemError}
   */
  delete(uri: string, options?: { readonly permanently?: boolean }): Promise<void>;

  /** Watches `root` and everything below it. The caller disposes the watcher. */
  watch(root: string): FileWatcher;
}

/** Tells of changes by anybody, this program included, until it is disposed. */
export interface FileWatcher extends Disposable {
  /** Bursts may come as one batch. A folder that appears or goes is reported once, without its content. */
  readonly onDidChange: Event<readonly FileChange[]>;
}

export type FileSystemErrorReason =
  | 'notFound'
  | 'exists'
  | 'noPermission'
  | 'notADirectory'
  | 'isADirectory'
  | 'tooLarge'
  | 'noSpace'
  | 'unavailable';

/** What every operation of a {@link FileSystem} fails with. Its message is for the log; what the user reads is made of the reason. */
export class FileSystemError extends Error {
  constructor(
    readonly reason: FileSystemErrorReason,
    readonly uri: string,
    options?: ErrorOptions & { readonly stat?: FileStat },
  ) {
    super(`${reason}: ${uri}`, options);
    this.name = 'FileSystemError';
    this.stat = options?.stat;
  }

  /** Known for reason `tooLarge`. */
  readonly stat: FileStat | undefined;

  /** Guard that also narrows by reason: `FileSystemError.is(error, 'notFound')`. */
  static is(error: unknown, reason?: FileSystemErrorReason): error is FileSystemError {
    return error instanceof FileSystemError && (reason === undefined || error.reason === reason);
  }
}
