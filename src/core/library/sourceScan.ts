import { type DirectoryEntry, type FileStat, FileSystemError } from '../ports/fileSystem';
import type { Prompt } from '../prompts/prompt';
import { TaskPool } from '../util/taskPool';
import { basenameOf, dirnameOf, isInside, joinUri } from '../util/uri';
import { depthBelow, isHiddenName, isPromptName, isSameName, isVisibleBelow } from './libraryNames';
import { judgeLink } from './linkRules';
import type { FileFinding } from './readPromptFile';
import type { ScanContext } from './scanContext';

const concurrency = 32;
/** So many files, or bytes, are parsed at a time: a few milliseconds. */
const parseCount = 64;
const parseBytes = 256 * 1024;
/** So many files are looked at at a time to see whether they changed. */
const statCount = 128;
/** So many names of a folder are gone through at a time. */
const sliceCount = 2000;
const maxDepth = 64;
/** Prompts, and folders, of one library folder. */
const defaultMaxCount = 200_000;

/** The parsers are not needed when everything is remembered. */
const loadReader = () => import('./readPromptFile');

type Item =
  | { readonly kind: 'name'; readonly uri: string }
  | { readonly kind: 'folder'; readonly uri: string; readonly real: string; readonly depth: number }
  /** @param named by whoever asked for the scan, not found in a folder */
  | { readonly kind: 'file'; readonly uri: string; readonly named: boolean }
  | { readonly kind: 'known' }
  | { readonly kind: 'link'; readonly uri: string; readonly real: string; readonly depth: number };

type Link = Extract<Item, { kind: 'link' }>;

/** One look at some files and folders of one library folder. Use once. */
export class SourceScan {
  readonly #context: ScanContext;
  readonly #pool: TaskPool<Item>;
  readonly #seen = new Set<string>();
  /** Folders that were looked through whole: what was known below and not seen is gone. */
  readonly #scanned = new Set<string>();
  readonly #gone = new Set<string>();
  readonly #unreadable = new Set<string>();
  #unparsed: { readonly uri: string; readonly finding: Extract<FileFinding, { kind: 'file' }> }[] = [];
  #unparsedBytes = 0;
  /** Known files that were found again, to be looked at. */
  #known: string[] = [];
  #reader: ReturnType<typeof loadReader> | undefined;
  #links: Link[] = [];
  #folderCount = 0;
  #realRoot = '';

  constructor(context: ScanContext) {
    this.#context = context;
    this.#pool = new TaskPool(concurrency, context.clock, (item) => this.#work(item));
  }

  /** @param uris files and folders, known or not; the state is up to date with them when it resolves. */
  async run(uris: readonly string[]): Promise<void> {
    const { source, fileSystem, state } = this.#context;
    this.#realRoot = (await fileSystem.realPath(source.root)) ?? source.root;
    if (uris.some((uri) => isInside(source.root, uri))) this.#pushFolder(source.root, this.#realRoot, 0);
    else for (const uri of uris) if (this.#isOwn(uri)) this.#pool.push({ kind: 'name', uri });
    await this.#drain();
    while (this.#links.length > 0) {
      const links = this.#links.sort((a, b) => (a.uri < b.uri ? -1 : 1));
      this.#links = [];
      // One after the other: which of two links to one place is followed must not depend on chance.
      for (const link of links) await this.#followLink(link);
      await this.#drain();
    }
    if (this.#context.isStopped()) return;
    state.removeBelow(this.#gone);
    const unreadable = [...this.#unreadable];
    state.removeBelow(this.#scanned, (uri) => this.#seen.has(uri) || unreadable.some((folder) => isInside(uri, folder)));
  }

  async #work(item: Item): Promise<void> {
    if (this.#context.isStopped()) {
      this.#pool.clear();
      return;
    }
    if (item.kind === 'file') await this.#readFile(item.uri, item.named);
    else if (item.kind === 'known') await this.#checkKnown();
    else if (item.kind === 'folder') await this.#readFolder(item.uri, item.real, item.depth);
    else if (item.kind === 'name') await this.#lookAtName(item.uri);
  }

  /** A name that something happened to; what it is now has to be found out. */
  async #lookAtName(uri: string): Promise<void> {
    const { fileSystem, source, state } = this.#context;
    const expected = this.#expectedRealPath(uri);
    const real = await fileSystem.realPath(uri);
    const depth = depthBelow(source.root, uri);
    if (real !== undefined && !isSameName(real, expected)) {
      this.#gone.add(uri);
      const folder = (await fileSystem.realPath(dirnameOf(uri))) ?? dirnameOf(expected);
      this.#links.push({ kind: 'link', uri, real: joinUri(folder, basenameOf(uri)), depth });
      return;
    }
    if (isPromptName(basenameOf(uri))) {
      await this.#readFile(uri, true);
      return;
    }
    const stat = await fileSystem.stat(uri).catch(() => undefined);
    if (stat?.type === 'directory') this.#pushFolder(uri, expected, depth);
    else if (!stat) this.#gone.add(uri);
    if (!stat) state.forgetBelow(uri);
  }

  /** A file of a folder. */
  #find(uri: string): void {
    const { state, remembered } = this.#context;
    const before = this.#seen.size;
    this.#seen.add(uri);
    if (!state.prompts.has(uri) && !this.#hasRoom(Math.max(state.prompts.size, before))) return;
    if (!state.prompts.has(uri) && !remembered.has(uri)) this.#pool.push({ kind: 'file', uri, named: false });
    else if (this.#known.push(uri) === 1) this.#pool.push({ kind: 'known' });
  }

  /**
   * Has known files read again unless their size and time are as they were. Looks at many at a time: what waits is cheap, and the threads
   * that look are woken once for all, if the file system needs any.
   */
  async #checkKnown(): Promise<void> {
    const { fileSystem, clock, state, remembered, progress, isStopped } = this.#context;
    const look = (prompt: Prompt | undefined): Promise<FileStat | undefined> =>
      prompt ? fileSystem.stat(prompt.uri).catch(() => undefined) : Promise.resolve(undefined);
    let checked = 0;
    // More may be found while some are looked at.
    while (checked < this.#known.length && !isStopped()) {
      const uris = this.#known.slice(checked, checked + statCount);
      checked += uris.length;
      const prompts = uris.map((uri) => (state.prompts.has(uri) ? state.settled(uri) : remembered.get(uri)));
      const stats = await Promise.all(prompts.map(look));
      for (const [index, uri] of uris.entries()) {
        const [prompt, stat] = [prompts[index], stats[index]];
        const same = prompt && stat?.type === 'file' && stat.size === prompt.size && stat.mtime === prompt.mtime;
        if (!same) this.#pool.push({ kind: 'file', uri, named: false });
        else if (!state.prompts.has(uri)) state.put(prompt, true);
      }
      progress();
      await clock.nextTurn();
    }
    this.#known = [];
  }

  async #readFile(uri: string, named: boolean): Promise<void> {
    const { source, fileSystem, clock, state } = this.#context;
    this.#seen.add(uri);
    if (named && !state.prompts.has(uri) && !this.#hasRoom(state.prompts.size)) return;
    const { readPromptFile } = await (this.#reader ??= loadReader());
    const finding = await readPromptFile(fileSystem, clock, source, uri);
    if (this.#context.isStopped() || this.#context.isSuperseded(uri)) return;
    if (finding.kind === 'file') {
      // Where a file appears, there may have been a folder.
      if (named && !state.prompts.has(uri)) this.#scanned.add(uri);
      this.#unparsed.push({ uri, finding });
      this.#unparsedBytes += finding.size;
      if (this.#unparsed.length >= parseCount || this.#unparsedBytes >= parseBytes) this.#parseAll();
    } else if (finding.kind === 'folder') {
      state.remove(uri);
      this.#pushFolder(uri, this.#expectedRealPath(uri), depthBelow(source.root, uri));
    } else if (state.prompts.has(uri)) state.remove(uri);
    else this.#gone.add(uri);
  }

  /**
   * Reading and parsing take turns: a read that is asked for while the threads that read are idle costs the time of waking one, more
   * than parsing the file does.
   */
  #parseAll(): void {
    const { state, isStopped, isSuperseded, progress } = this.#context;
    const files = this.#unparsed;
    this.#unparsed = [];
    this.#unparsedBytes = 0;
    if (isStopped()) return;
    for (const { uri, finding } of files) if (!isSuperseded(uri)) state.put(finding.parse(), finding.settled);
    progress();
  }

  async #drain(): Promise<void> {
    await this.#pool.drain();
    this.#parseAll();
  }

  #pushFolder(uri: string, real: string, depth: number): void {
    this.#scanned.add(uri);
    this.#context.state.forgetBelow(uri);
    this.#pool.push({ kind: 'folder', uri, real, depth });
  }

  async #readFolder(uri: string, real: string, depth: number): Promise<void> {
    const { fileSystem, clock, state, nested, log } = this.#context;
    if (depth > maxDepth) {
      state.addNotice({ uri, reason: 'tooDeep' });
      return;
    }
    if (!this.#hasRoom(this.#folderCount++)) return;
    let entries: readonly DirectoryEntry[];
    try {
      entries = await fileSystem.readDirectory(uri);
    } catch (error) {
      if (FileSystemError.is(error, 'notFound')) return;
      log.warn(`Could not read the folder ${uri}: ${error instanceof FileSystemError ? error.reason : String(error)}`);
      state.addNotice({ uri, reason: 'unreadableFolder' });
      this.#unreadable.add(uri);
      return;
    }
    const files: string[] = [];
    for (const [index, { name, type, symbolicLink }] of entries.entries()) {
      if (index % sliceCount === sliceCount - 1) await clock.nextTurn();
      if (isHiddenName(name)) continue;
      const child = joinUri(uri, name);
      if (symbolicLink) this.#links.push({ kind: 'link', uri: child, real: joinUri(real, name), depth: depth + 1 });
      else if (type === 'file') {
        if (isPromptName(name)) files.push(child);
      } else if (type === 'directory' && !nested.includes(child)) {
        this.#pool.push({ kind: 'folder', uri: child, real: joinUri(real, name), depth: depth + 1 });
      }
    }
    // After the folders, so that the pool takes them first.
    for (const file of files) this.#find(file);
  }

  async #followLink({ uri, real, depth }: Link): Promise<void> {
    const { fileSystem, state } = this.#context;
    let stat;
    try {
      stat = await fileSystem.stat(uri);
    } catch {
      state.addNotice({ uri, reason: 'linkLoop' });
      return;
    }
    if (!stat) return;
    const target = await fileSystem.realPath(uri);
    const targetIsFolder = stat.type === 'directory';
    const followed = state.links.values();
    const verdict =
      target === undefined ? 'linkOutside' : judgeLink({ realLink: real, target, targetIsFolder, realRoot: this.#realRoot, followed });
    if (verdict === 'linkOutside' || verdict === 'linkLoop') state.addNotice({ uri, reason: verdict });
    if (verdict !== 'follow' || target === undefined) return;
    state.addLink(uri, target);
    this.#gone.delete(uri);
    if (targetIsFolder) this.#pool.push({ kind: 'folder', uri, real: target, depth });
    else this.#find(uri);
  }

  /** Where a name of this library lies when no link but the followed ones is on the way. */
  #expectedRealPath(uri: string): string {
    const { source, state } = this.#context;
    for (const [link, target] of state.links) if (isInside(uri, link)) return target + uri.slice(link.length);
    return this.#realRoot + uri.slice(source.root.length);
  }

  #isOwn(uri: string): boolean {
    const { source, nested } = this.#context;
    return isVisibleBelow(source.root, uri) && !nested.some((root) => isInside(uri, root));
  }

  #hasRoom(count: number): boolean {
    const { source, state, maxCount = defaultMaxCount } = this.#context;
    if (count < maxCount) return true;
    state.addNotice({ uri: source.root, reason: 'tooMany' });
    return false;
  }
}
