import type { Clock } from '../ports/clock';
import { type DirectoryEntry, FileSystemError, type FileSystem } from '../ports/fileSystem';
import { TaskPool } from '../util/taskPool';
import { encodeSegment } from '../util/uri';
import { decodedUri, enterFolder, type IgnoreStack, isIgnoredIn, repositoryStack } from './ignoreStack';

/** Folders read at a time. */
const PARALLEL = 8;
const MAX_DEPTH = 128;

interface WalkOptions {
  readonly fileSystem: FileSystem;
  readonly clock: Clock;
  /** Text of the user's own ignore rules. */
  readonly userRules: string | undefined;
  /** Whether a path below the root is left out for another reason than git's rules. */
  readonly isExcluded: (path: string, isDirectory: boolean) => boolean;
  /** Gets the files of one folder: its decoded path below the root (empty for the root), and their names. False ends the walk. */
  readonly onFiles: (folder: string, names: readonly string[]) => boolean;
  readonly signal: AbortSignal;
}

interface OpenFolder {
  readonly uri: string;
  /** Decoded, below the root. */
  readonly path: string;
  readonly stack: IgnoreStack | undefined;
  readonly depth: number;
}

/**
 * Lists the files below a folder that git would not ignore, without asking git: ignored folders are not even read, symbolic links not
 * followed, `.git` is left out. A folder that cannot be read is passed over.
 * @param root URI where paths begin; @param start URI of the folder to list, the root or below it; @param stack what holds in it
 */
export async function walkFiles(root: string, start: string, stack: IgnoreStack | undefined, options: WalkOptions): Promise<void> {
  const rootPath = decodedUri(root);
  const pool = new TaskPool<OpenFolder>(PARALLEL, options.clock, async (folder) => {
    if (options.signal.aborted) return;
    const entries = await readFolder(options.fileSystem, folder.uri);
    if (options.signal.aborted) return;
    const rules = await rulesIn(folder, entries, root, options);
    const names: string[] = [];
    for (const entry of entries) {
      if (entry.name === '.git') continue;
      const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`;
      const isDirectory = entry.type === 'directory' && !entry.symbolicLink;
      if (isIgnoredIn(rules, `${rootPath}/${path}`, isDirectory) || options.isExcluded(path, isDirectory)) continue;
      if (!isDirectory) names.push(entry.name);
      else if (folder.depth < MAX_DEPTH) {
        pool.push({ uri: `${folder.uri}/${encodeSegment(entry.name)}`, path, stack: rules, depth: folder.depth + 1 });
      }
    }
    if (names.length > 0 && !options.onFiles(folder.path, names)) pool.clear();
  });
  const path = decodedUri(start).slice(rootPath.length + 1);
  pool.push({ uri: start, path, stack, depth: 0 });
  await pool.drain();
}

async function rulesIn(folder: OpenFolder, entries: readonly DirectoryEntry[], root: string, options: WalkOptions): Promise<IgnoreStack | undefined> {
  let { stack } = folder;
  // Another repository inside this one has rules of its own only.
  if (folder.uri !== root && entries.some(({ name }) => name === '.git')) {
    stack = await repositoryStack(options.fileSystem, folder.uri, options.userRules);
  }
  return entries.some(({ name }) => name === '.gitignore') ? enterFolder(options.fileSystem, folder.uri, stack) : stack;
}

async function readFolder(fileSystem: FileSystem, uri: string): Promise<readonly DirectoryEntry[]> {
  try {
    return await fileSystem.readDirectory(uri);
  } catch (error) {
    if (error instanceof FileSystemError) return [];
    throw error;
  }
}
