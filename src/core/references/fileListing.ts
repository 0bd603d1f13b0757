import { relativeTo, dirnameOf, joinUri } from '../util/uri';
import type { FileIndex } from './fileIndex';
import { walkFiles } from './folderWalk';
import { type IgnoreRules, matchIgnore } from './gitIgnore';
import { decodedUri, enterFolder, type IgnoreStack, isIgnoredIn, isRepository, repositoryStack, stackAbove } from './ignoreStack';
import type { WorkspaceFilesPorts } from './liveWorkspaceFiles';

/** More files than this are not kept. */
const MAX_FILES = 500_000;
const MAX_FOLDERS_KNOWN = 10_000;

interface FolderRules {
  readonly stack: IgnoreStack | undefined;
  readonly ignored: boolean;
}

/** Finds out which files there are and which are left out: by git where it can be asked, else by reading folders and rules. */
export class FileListing {
  readonly #ports: WorkspaceFilesPorts;
  #excludes: ReadonlyMap<string, IgnoreRules> = new Map();
  #userRules: Promise<string | undefined> | undefined;
  readonly #rules = new Map<string, Promise<FolderRules>>();

  constructor(ports: WorkspaceFilesPorts) {
    this.#ports = ports;
  }

  setExcludes(excludes: ReadonlyMap<string, IgnoreRules>): void {
    this.#excludes = excludes;
  }

  /** Rules are read again from now on. */
  forget(): void {
    this.#rules.clear();
    this.#userRules = undefined;
  }

  /** Lists a root folder into the index. */
  async list(root: string, index: FileIndex, signal: AbortSignal): Promise<void> {
    const adder = new Adder(root, index, this.#excludes.get(root) ?? []);
    const listed = await this.#ports.fileLister.list(root, (paths) => signal.aborted || adder.addPaths(paths), signal);
    if (signal.aborted) return;
    if (!listed) await this.#walk(root, root, await this.#stackAbove(root), adder, signal);
    if (adder.isFull) this.#ports.log.warn(`${root} has more than ${MAX_FILES} files; the others are not offered in references`);
  }

  /** Adds what appeared: a file, or a folder with its files. @returns whether the index changed */
  async add(root: string, uri: string, index: FileIndex, signal: AbortSignal): Promise<boolean> {
    const stat = await this.#ports.fileSystem.stat(uri).catch(() => undefined);
    if (!stat || signal.aborted || (await this.isIgnored(root, uri, stat.type === 'directory')) || this.isExcluded(root, uri)) return false;
    const before = index.size;
    const adder = new Adder(root, index, this.#excludes.get(root) ?? []);
    if (stat.type !== 'directory') adder.addPaths([relativeTo(root, uri) ?? '']);
    // What a link leads to is listed where it is, if at all.
    else if (await this.#isRealFolder(uri)) await this.#walk(root, uri, (await this.#rulesOf(root, dirnameOf(uri))).stack, adder, signal);
    return index.size !== before;
  }

  /** Takes out what went: a file, or a folder with its files. @returns whether the index changed */
  remove(root: string, uri: string, index: FileIndex): boolean {
    const path = relativeTo(root, uri) ?? '';
    return index.remove(root, path) || index.removeBelow(root, path) > 0;
  }

  /** Whether `files.exclude` hides a file or a folder above it. */
  isExcluded(root: string, uri: string): boolean {
    const rules = this.#excludes.get(root) ?? [];
    return rules.length > 0 && isExcludedBy(rules, relativeTo(root, uri) ?? '');
  }

  /** Whether the rules of git leave a file out; nothing is asked of git itself. */
  async isIgnored(root: string, uri: string, isDirectory: boolean): Promise<boolean> {
    if (/\/\.git(?:\/|$)/.test(uri)) return true;
    const { stack, ignored } = await this.#rulesOf(root, dirnameOf(uri));
    return ignored || isIgnoredIn(stack, decodedUri(uri), isDirectory);
  }

  #walk(root: string, start: string, stack: IgnoreStack | undefined, adder: Adder, signal: AbortSignal): Promise<void> {
    const { fileSystem, clock } = this.#ports;
    return this.#user().then((userRules) =>
      walkFiles(root, start, stack, {
        fileSystem,
        clock,
        userRules,
        isExcluded: (path, isDirectory) => adder.isExcluded(path, isDirectory),
        onFiles: (folder, names) => adder.addNames(folder, names),
        signal,
      }),
    );
  }

  async #stackAbove(root: string): Promise<IgnoreStack | undefined> {
    return stackAbove(this.#ports.fileSystem, root, await this.#user());
  }

  #user(): Promise<string | undefined> {
    return (this.#userRules ??= Promise.resolve(this.#ports.fileLister.userRules?.()).catch(() => undefined));
  }

  /** What holds for the entries of a folder. */
  #rulesOf(root: string, folder: string): Promise<FolderRules> {
    const known = this.#rules.get(folder);
    if (known) return known;
    if (this.#rules.size >= MAX_FOLDERS_KNOWN) this.#rules.clear();
    const rules = this.#readRules(root, folder);
    this.#rules.set(folder, rules);
    return rules;
  }

  async #readRules(root: string, folder: string): Promise<FolderRules> {
    const { fileSystem } = this.#ports;
    if (folder.length <= root.length) return { stack: await enterFolder(fileSystem, root, await this.#stackAbove(root)), ignored: false };
    const above = await this.#rulesOf(root, dirnameOf(folder));
    if (above.ignored || isIgnoredIn(above.stack, decodedUri(folder), true)) return { stack: undefined, ignored: true };
    const nested = await isRepository(fileSystem, folder);
    const stack = nested ? await repositoryStack(fileSystem, folder, await this.#user()) : above.stack;
    return { stack: await enterFolder(fileSystem, folder, stack), ignored: false };
  }

  async #isRealFolder(uri: string): Promise<boolean> {
    const [real, above] = await Promise.all([this.#ports.fileSystem.realPath(uri), this.#ports.fileSystem.realPath(dirnameOf(uri))]);
    return real === undefined || above === undefined || real === joinUri(above, relativeTo(dirnameOf(uri), uri) ?? '');
  }
}

function isExcludedBy(rules: IgnoreRules, path: string): boolean {
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    if (matchIgnore(rules, path.slice(0, slash), true) === true) return true;
  }
  return matchIgnore(rules, path, false) === true;
}

/** Puts paths of one root folder into an index, but for those that are excluded. */
class Adder {
  readonly #root: string;
  readonly #index: FileIndex;
  readonly #excludes: IgnoreRules;
  /** Of each folder whether it is excluded. */
  readonly #folders = new Map<string, boolean>();

  constructor(root: string, index: FileIndex, excludes: IgnoreRules) {
    this.#root = root;
    this.#index = index;
    this.#excludes = excludes;
  }

  get isFull(): boolean {
    return this.#index.size >= MAX_FILES;
  }

  addPaths(paths: readonly string[]): void {
    let last = '\n';
    let number = -1;
    for (const path of paths) {
      const slash = path.lastIndexOf('/');
      const folder = slash === -1 ? '' : path.slice(0, slash);
      if (folder !== last) {
        last = folder;
        number = this.#isExcludedFolder(folder) ? -1 : this.#index.folder(this.#root, folder);
      }
      if (number === -1 || this.isFull || path === '') continue;
      if (this.#excludes.length > 0 && this.isExcluded(path, false)) continue;
      this.#index.add(number, path.slice(slash + 1));
    }
  }

  /** @returns false when no more files are wanted */
  addNames(folder: string, names: readonly string[]): boolean {
    const number = this.#index.folder(this.#root, folder);
    for (const name of names) if (!this.isFull) this.#index.add(number, name);
    return !this.isFull;
  }

  /** The folders above are not looked at. */
  isExcluded(path: string, isDirectory: boolean): boolean {
    return matchIgnore(this.#excludes, path, isDirectory) === true;
  }

  #isExcludedFolder(folder: string): boolean {
    if (folder === '' || this.#excludes.length === 0) return false;
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const slash = folder.lastIndexOf('/');
    const excluded = (slash !== -1 && this.#isExcludedFolder(folder.slice(0, slash))) || this.isExcluded(folder, true);
    this.#folders.set(folder, excluded);
    return excluded;
  }
}
