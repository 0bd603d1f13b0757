import { FileSystemError, type FileSystem } from '../ports/fileSystem';
import { decode } from '../prompts/textEncoding';
import { basenameOf, dirnameOf, joinUri } from '../util/uri';
import { type IgnoreRules, matchIgnore, parseIgnore } from './gitIgnore';
import { resolveFrom } from './referencePaths';

const MAX_IGNORE_FILE = 1024 * 1024;
/** Folders above the workspace that are asked for the repository it may be part of. */
const MAX_ABOVE = 40;

/** The rules that hold in a folder: its own, then those of the folders above, then those of the repository and the user. */
export interface IgnoreStack {
  /** The folder of the rules: its URI, decoded. */
  readonly folder: string;
  readonly rules: IgnoreRules;
  readonly above: IgnoreStack | undefined;
}

/** A URI with everything decoded: what paths of rules are compared with. */
export function decodedUri(uri: string): string {
  return uri.includes('%') ? uri.split('/').map((segment) => basenameOf(`/${segment}`)).join('/') : uri;
}

/**
 * Whether a file or folder is ignored by what holds in the folder that it is in, which itself is not ignored.
 * @param decoded see {@link decodedUri}
 */
export function isIgnoredIn(stack: IgnoreStack | undefined, decoded: string, isDirectory: boolean): boolean {
  for (let each = stack; each; each = each.above) {
    const verdict = matchIgnore(each.rules, decoded.slice(each.folder.length + 1), isDirectory);
    if (verdict !== undefined) return verdict;
  }
  return false;
}

/** Adds the rules of a folder's own .gitignore file, if it has any. */
export async function enterFolder(fileSystem: FileSystem, folder: string, above: IgnoreStack | undefined): Promise<IgnoreStack | undefined> {
  return withRules(folder, await textOf(fileSystem, joinUri(folder, '.gitignore')), above);
}

/**
 * What holds in a root folder of the workspace by the rules of the repository around it and of the user; the .gitignore file of the
 * folder itself is not in it yet.
 * @param userRules text of the user's own file, if there is one
 */
export async function stackAbove(fileSystem: FileSystem, root: string, userRules: string | undefined): Promise<IgnoreStack | undefined> {
  const between: string[] = [];
  let repository: string | undefined;
  for (let folder = root; between.length < MAX_ABOVE && /^[^:]+:(?:\/\/[^/]*)?\/./.test(folder); folder = dirnameOf(folder)) {
    if (await isRepository(fileSystem, folder)) {
      repository = folder;
      break;
    }
    between.unshift(folder);
  }
  if (repository === undefined) return withRules(root, userRules, undefined);
  let stack = await repositoryStack(fileSystem, repository, userRules);
  if (repository === root) return stack;
  for (const folder of [repository, ...between.slice(0, -1)]) stack = await enterFolder(fileSystem, folder, stack);
  return stack;
}

/** The rules that a repository and the user have beside .gitignore files. */
export async function repositoryStack(fileSystem: FileSystem, repository: string, userRules: string | undefined): Promise<IgnoreStack | undefined> {
  const exclude = await textOf(fileSystem, joinUri(await gitFolderOf(fileSystem, repository), 'info', 'exclude'));
  return withRules(repository, exclude, withRules(repository, userRules, undefined));
}

function withRules(folder: string, text: string | undefined, above: IgnoreStack | undefined): IgnoreStack | undefined {
  const rules = text === undefined ? [] : parseIgnore(text);
  return rules.length === 0 ? above : { folder: decodedUri(folder), rules, above };
}

/** Where a repository keeps what is its own: `.git`, or for a worktree or submodule the folder that this file names. */
async function gitFolderOf(fileSystem: FileSystem, repository: string): Promise<string> {
  const own = joinUri(repository, '.git');
  const link = /^gitdir: (.+?)\r?\n?$/.exec((await textOf(fileSystem, own)) ?? '')?.[1];
  if (link === undefined) return own;
  const folder = resolvePath(repository, link);
  const common = (await textOf(fileSystem, joinUri(folder, 'commondir')))?.trim();
  return common ? resolvePath(folder, common) : folder;
}

function resolvePath(folder: string, path: string): string {
  const absolute = /^(?:[\\/]|[A-Za-z]:)/.test(path);
  return resolveFrom(absolute ? (/^[^:]+:(?:\/\/[^/]*)?/.exec(folder)?.[0] ?? folder) : folder, path.replaceAll('\\', '/'));
}

/** Whether a folder is the root of a repository or worktree. */
export async function isRepository(fileSystem: FileSystem, folder: string): Promise<boolean> {
  try {
    return (await fileSystem.stat(joinUri(folder, '.git'))) !== undefined;
  } catch {
    return false;
  }
}

async function textOf(fileSystem: FileSystem, uri: string): Promise<string | undefined> {
  try {
    const decoded = decode((await fileSystem.read(uri, MAX_IGNORE_FILE)).bytes);
    return decoded.ok ? decoded.text : undefined;
  } catch (error) {
    if (error instanceof FileSystemError) return undefined;
    throw error;
  }
}
