import * as vscode from 'vscode';
import {
  type DirectoryEntry,
  type FileChange,
  type FileContent,
  type FileStat,
  type FileSystem,
  FileSystemError,
  type FileSystemErrorReason,
  type FileType,
  type FileWatcher,
} from '../../core/ports/fileSystem';
import { dirnameOf } from '../../core/util/uri';

/** Files of any scheme that VS Code knows, through `workspace.fs`: remote machines, virtual workspaces, and the system's trash. */
export class VscodeFileSystem implements FileSystem {
  async stat(uri: string): Promise<FileStat | undefined> {
    try {
      return toStat(await vscode.workspace.fs.stat(vscode.Uri.parse(uri)));
    } catch (error) {
      const known = toFileSystemError(error, uri);
      if (known.reason === 'notFound' || known.reason === 'notADirectory') return undefined;
      throw known;
    }
  }

  /** There is no call for both: a change between stat and content shows as a change event later. */
  read(uri: string, maxBytes = Number.POSITIVE_INFINITY): Promise<FileContent> {
    return translated(uri, async () => {
      const parsed = vscode.Uri.parse(uri);
      const stat = toStat(await vscode.workspace.fs.stat(parsed));
      if (stat.type === 'directory') throw new FileSystemError('isADirectory', uri);
      if (stat.size > maxBytes) throw new FileSystemError('tooLarge', uri, { stat });
      return { bytes: await vscode.workspace.fs.readFile(parsed), stat };
    });
  }

  readDirectory(uri: string): Promise<readonly DirectoryEntry[]> {
    return translated(uri, async () =>
      (await vscode.workspace.fs.readDirectory(vscode.Uri.parse(uri))).map(([name, type]) => ({
        name,
        type: toType(type),
        symbolicLink: (type & vscode.FileType.SymbolicLink) !== 0,
      })),
    );
  }

  /** Virtual file systems have no way to tell. */
  realPath(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  write(uri: string, bytes: Uint8Array, options?: { readonly create?: boolean }): Promise<void> {
    return translated(uri, async () => {
      if (options?.create && (await this.stat(uri))) throw new FileSystemError('exists', uri);
      await this.createDirectory(dirnameOf(uri));
      await vscode.workspace.fs.writeFile(vscode.Uri.parse(uri), bytes);
    });
  }

  createDirectory(uri: string): Promise<void> {
    return translated(uri, () => vscode.workspace.fs.createDirectory(vscode.Uri.parse(uri)));
  }

  rename(from: string, to: string): Promise<void> {
    return translated(to, async () => {
      await this.createDirectory(dirnameOf(to));
      await vscode.workspace.fs.rename(vscode.Uri.parse(from), vscode.Uri.parse(to), { overwrite: false });
    });
  }

  delete(uri: string, { permanently = false }: { readonly permanently?: boolean } = {}): Promise<void> {
    const parsed = vscode.Uri.parse(uri);
    // Only the desktop on its own disk has a trash; asking elsewhere fails instead of deleting.
    const useTrash = !permanently && parsed.scheme === 'file' && vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
    return translated(uri, () => vscode.workspace.fs.delete(parsed, { recursive: true, useTrash }));
  }

  watch(root: string): FileWatcher {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.parse(root), '**/*'));
    const forward =
      (kind: FileChange['kind'], listener: (changes: readonly FileChange[]) => void) =>
      (changed: vscode.Uri): void =>
        listener([{ uri: changed.toString(), kind }]);
    return {
      onDidChange: (listener) =>
        vscode.Disposable.from(
          watcher.onDidCreate(forward('created', listener)),
          watcher.onDidChange(forward('changed', listener)),
          watcher.onDidDelete(forward('deleted', listener)),
        ),
      dispose: () => void watcher.dispose(),
    };
  }
}

function toStat(stat: vscode.FileStat): FileStat {
  return { type: toType(stat.type), size: stat.size, mtime: stat.mtime };
}

function toType(type: vscode.FileType): FileType {
  if ((type & vscode.FileType.Directory) !== 0) return 'directory';
  return (type & vscode.FileType.File) !== 0 ? 'file' : 'other';
}

const reasons: Readonly<Record<string, FileSystemErrorReason>> = {
  FileNotFound: 'notFound',
  FileExists: 'exists',
  FileNotADirectory: 'notADirectory',
  FileIsADirectory: 'isADirectory',
  NoPermissions: 'noPermission',
};

function toFileSystemError(error: unknown, uri: string): FileSystemError {
  if (error instanceof FileSystemError) return error;
  const code = error instanceof vscode.FileSystemError ? error.code : '';
  return new FileSystemError(reasons[code] ?? 'unavailable', uri, { cause: error });
}

async function translated<T>(uri: string, task: () => Thenable<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    throw toFileSystemError(error, uri);
  }
}
