import {
  type DirectoryEntry,
  type FileChange,
  type FileContent,
  type FileStat,
  type FileSystem,
  FileSystemError,
  type FileSystemErrorReason,
  type FileWatcher,
} from '../../src/core/ports/fileSystem';
import { Emitter } from '../../src/core/util/event';
import { basenameOf, dirnameOf, isInside, joinUri } from '../../src/core/util/uri';

interface Node {
  readonly type: 'file' | 'directory' | 'link';
  bytes: Uint8Array;
  mtime: number;
  /** URI that a link leads to. */
  readonly target?: string;
}

type Operation = 'stat' | 'read' | 'readDirectory' | 'write' | 'createDirectory' | 'rename' | 'delete';

/**
 * A file system in memory that behaves like a disk: links, modification times, watch events. Tests can make operations fail, hold
 * them back, and count them.
 */
export class InMemoryFileSystem implements FileSystem {
  readonly #nodes = new Map<string, Node>();
  readonly #watchers = new Set<{ readonly root: string; readonly emitter: Emitter<readonly FileChange[]> }>();
  readonly #faults = new Map<string, FileSystemErrorReason>();
  readonly #gates = new Map<string, Promise<void>>();
  #mtime: number;
  #anyLink = false;
  /** Every operation so far as `operation uri`. */
  readonly calls: string[] = [];
  /** False: nobody is told of changes, as on a file system that cannot be watched. */
  watching = true;

  /** @param mtime of what is written next; long ago unless a test says otherwise, so that it counts as settled. */
  constructor(mtime = Date.UTC(2025, 0, 1)) {
    this.#mtime = mtime;
  }

  // --- for tests ---

  /** Writes without counting; creates the folders above. The modification time grows by a second each time unless given. */
  put(uri: string, content: string | Uint8Array, mtime = (this.#mtime += 1000)): void {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    this.putFolder(dirnameOf(uri));
    const existed = this.#nodes.has(uri);
    this.#nodes.set(uri, { type: 'file', bytes, mtime });
    this.#tell([{ uri, kind: existed ? 'changed' : 'created' }]);
  }

  putFolder(uri: string): void {
    if (uri.endsWith('//') || uri.endsWith(':') || this.#nodes.has(uri)) return;
    this.putFolder(dirnameOf(uri));
    this.#nodes.set(uri, { type: 'directory', bytes: new Uint8Array(), mtime: this.#mtime });
    this.#tell([{ uri, kind: 'created' }]);
  }

  putLink(uri: string, target: string): void {
    this.#anyLink = true;
    this.putFolder(dirnameOf(uri));
    this.#nodes.set(uri, { type: 'link', bytes: new Uint8Array(), mtime: this.#mtime, target });
    this.#tell([{ uri, kind: 'created' }]);
  }

  /** Removes a file or a folder with its content; only the top is reported, as watchers do. */
  drop(uri: string): void {
    for (const key of [...this.#nodes.keys()]) if (isInside(key, uri)) this.#nodes.delete(key);
    this.#tell([{ uri, kind: 'deleted' }]);
  }

  /** Lets every operation on that URI fail until called with `undefined`. */
  fail(uri: string, reason: FileSystemErrorReason | undefined): void {
    if (reason) this.#faults.set(uri, reason);
    else this.#faults.delete(uri);
  }

  /** Holds operations on that URI back until the result is called. */
  hold(uri: string): () => void {
    let open = (): void => undefined;
    this.#gates.set(uri, new Promise((resolve) => (open = resolve)));
    return () => {
      this.#gates.delete(uri);
      open();
    };
  }

  /** URIs of these operations so far. */
  callsOf(operation: Operation): readonly string[] {
    return this.calls.filter((call) => call.startsWith(`${operation} `)).map((call) => call.slice(operation.length + 1));
  }

  forgetCalls(): void {
    this.calls.length = 0;
  }

  /** Text of a file; `undefined` when it is not there. */
  textOf(uri: string): string | undefined {
    const node = this.#nodes.get(uri);
    return node?.type === 'file' ? new TextDecoder().decode(node.bytes) : undefined;
  }

  /** Every file, sorted. */
  get files(): readonly string[] {
    return [...this.#nodes].filter(([, node]) => node.type === 'file').map(([uri]) => uri).sort();
  }

  emit(changes: readonly FileChange[]): void {
    this.#tell(changes);
  }

  // --- the port ---

  async stat(uri: string): Promise<FileStat | undefined> {
    await this.#enter('stat', uri);
    const real = this.#resolve(uri);
    const node = real === undefined ? undefined : this.#nodes.get(real);
    return node && statOf(node);
  }

  async read(uri: string, maxBytes = Number.POSITIVE_INFINITY): Promise<FileContent> {
    await this.#enter('read', uri);
    const node = this.#found(uri);
    const stat = statOf(node);
    if (node.type === 'directory') throw new FileSystemError('isADirectory', uri);
    if (stat.size > maxBytes) throw new FileSystemError('tooLarge', uri, { stat });
    return { bytes: node.bytes.slice(), stat };
  }

  async readDirectory(uri: string): Promise<readonly DirectoryEntry[]> {
    await this.#enter('readDirectory', uri);
    if (this.#found(uri).type !== 'directory') throw new FileSystemError('notADirectory', uri);
    const folder = this.#resolve(uri);
    return [...this.#nodes]
      .filter(([key]) => dirnameOf(key) === folder)
      .map(([key, node]) => ({
        name: basenameOf(key),
        type: node.type === 'link' ? ('other' as const) : node.type,
        symbolicLink: node.type === 'link',
      }));
  }

  realPath(uri: string): Promise<string | undefined> {
    try {
      const real = this.#resolve(uri);
      return Promise.resolve(real !== undefined && this.#nodes.has(real) ? real : undefined);
    } catch {
      return Promise.resolve(undefined);
    }
  }

  async write(uri: string, bytes: Uint8Array, options?: { readonly create?: boolean }): Promise<void> {
    await this.#enter('write', uri);
    if (options?.create && this.#nodes.has(uri)) throw new FileSystemError('exists', uri);
    this.put(uri, bytes.slice());
  }

  async createDirectory(uri: string): Promise<void> {
    await this.#enter('createDirectory', uri);
    this.putFolder(uri);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#enter('rename', from);
    this.#found(from);
    if (this.#nodes.has(to)) throw new FileSystemError('exists', to);
    this.putFolder(dirnameOf(to));
    for (const [key, node] of [...this.#nodes]) {
      if (!isInside(key, from)) continue;
      this.#nodes.delete(key);
      this.#nodes.set(to + key.slice(from.length), node);
    }
    this.#tell([
      { uri: from, kind: 'deleted' },
      { uri: to, kind: 'created' },
    ]);
  }

  async delete(uri: string): Promise<void> {
    await this.#enter('delete', uri);
    this.#found(uri);
    this.drop(uri);
  }

  watch(root: string): FileWatcher {
    const watcher = { root, emitter: new Emitter<readonly FileChange[]>() };
    this.#watchers.add(watcher);
    return {
      onDidChange: watcher.emitter.event,
      dispose: () => void this.#watchers.delete(watcher),
    };
  }

  /** How many watchers nobody disposed. */
  get watcherCount(): number {
    return this.#watchers.size;
  }

  async #enter(operation: Operation, uri: string): Promise<void> {
    this.calls.push(`${operation} ${uri}`);
    await this.#gates.get(uri);
    const fault = this.#faults.get(uri);
    if (fault) throw new FileSystemError(fault, uri);
  }

  #found(uri: string): Node {
    const real = this.#resolve(uri);
    const node = real === undefined ? undefined : this.#nodes.get(real);
    if (!node) throw new FileSystemError('notFound', uri);
    return node;
  }

  /** Follows links in every segment. `undefined` when a link leads nowhere. @throws {FileSystemError} for a circle of links */
  #resolve(uri: string, hops = 0): string | undefined {
    if (hops > 40) throw new FileSystemError('unavailable', uri);
    const direct = this.#nodes.get(uri);
    if (direct && direct.type !== 'link' && !this.#anyLink) return uri;
    const [, scheme = '', rest = ''] = /^([^:]+:\/\/)(.*)$/.exec(uri) ?? [];
    let real = scheme;
    for (const [index, segment] of rest.split('/').entries()) {
      real = index === 0 ? scheme + segment : `${real}/${segment}`;
      const target = this.#nodes.get(real)?.target;
      if (target === undefined) continue;
      const resolved = this.#resolve(target, hops + 1);
      if (resolved === undefined || !this.#nodes.has(resolved)) return undefined;
      real = resolved;
    }
    return real;
  }

  #tell(changes: readonly FileChange[]): void {
    if (!this.watching) return;
    for (const { root, emitter } of this.#watchers) {
      const below = changes.filter((change) => isInside(change.uri, root) || isInside(root, change.uri));
      if (below.length > 0) emitter.fire(below);
    }
  }
}

function statOf(node: Node): FileStat {
  return { type: node.type === 'file' ? 'file' : 'directory', size: node.bytes.byteLength, mtime: node.mtime };
}

/** `mem:///library/a b.md` from decoded names. */
export function memoryUri(...names: readonly string[]): string {
  return joinUri('mem:///', ...names);
}
