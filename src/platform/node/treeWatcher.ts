import { type FSWatcher, lstat, readdir, stat, watch } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import type { FileChange, FileWatcher } from '../../core/ports/fileSystem';
import { Emitter, type Event } from '../../core/util/event';
import { uriOf } from './nodePaths';

const gatherMs = 30;
/** How often to ask for a fresh look where the system has no watch left to give. */
const pollMs = 10_000;
const depthLimit = 64;

/**
 * Watches one folder and what is below it, except names with a dot in front and `node_modules`. The folder may not exist yet, may go
 * and may come back. Links are not followed. One native watch per folder on Linux, one for the whole tree on Windows and macOS.
 */
export class TreeWatcher implements FileWatcher {
  readonly #root: string;
  readonly #emitter = new Emitter<readonly FileChange[]>();
  readonly #watches = new Map<string, FSWatcher>();
  /** Paths that something happened to; true when the name itself came or went. */
  #touched = new Map<string, boolean>();
  #gathering: NodeJS.Timeout | undefined;
  #polling: NodeJS.Timeout | undefined;
  #restart = false;
  #wasThere: boolean | undefined;
  #disposed = false;
  readonly #nativeRecursion = process.platform === 'win32' || process.platform === 'darwin';

  /** @param root absolute path */
  constructor(root: string) {
    this.#root = root;
    void this.#start();
  }

  get onDidChange(): Event<readonly FileChange[]> {
    return this.#emitter.event;
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#gathering);
    clearInterval(this.#polling);
    this.#closeBelow('');
    this.#emitter.dispose();
  }

  /** Watches the folder, or the nearest existing folder above it until it appears. */
  async #start(): Promise<void> {
    this.#closeBelow('');
    const there = await isFolder(this.#root);
    if (this.#disposed) return;
    if (there) await this.#watchTree(this.#root, 0);
    else await this.#watchAbove();
    if (this.#disposed) return;
    const before = this.#wasThere;
    this.#wasThere = there;
    if (there && before !== undefined) this.#emitter.fire([{ uri: uriOf(this.#root), kind: 'created' }]);
    else if (!there && before) this.#emitter.fire([{ uri: uriOf(this.#root), kind: 'deleted' }]);
  }

  async #watchAbove(): Promise<void> {
    let missing = this.#root;
    let above = dirname(missing);
    while (!(await isFolder(above)) && above !== dirname(above)) {
      missing = above;
      above = dirname(above);
    }
    if (this.#disposed) return;
    const awaited = basename(missing);
    this.#watch(above, false, (_type, name) => {
      if (name === awaited || name === basename(above) || name === null) this.#startLater();
    });
    // It may have appeared between the look and the watch.
    if (await isFolder(missing)) this.#startLater();
  }

  #startLater(): void {
    this.#restart = true;
    this.#gather();
  }

  async #watchTree(folder: string, depth: number): Promise<void> {
    this.#watch(folder, this.#nativeRecursion, (type, name) => this.#onEvent(folder, type, name));
    if (this.#nativeRecursion || depth >= depthLimit) return;
    const names = await foldersIn(folder);
    if (this.#disposed) return;
    await Promise.all(names.filter(isWatched).map((name) => this.#watchTree(join(folder, name), depth + 1)));
  }

  #watch(folder: string, recursive: boolean, listener: (type: string, name: string | null) => void): void {
    if (this.#disposed) return;
    this.#watches.get(folder)?.close();
    this.#watches.delete(folder);
    try {
      const watcher = watch(folder, { persistent: false, recursive }, listener);
      watcher.on('error', () => {
        watcher.close();
        // A watched folder that goes is reported as an error on Windows.
        if (folder === this.#root) this.#startLater();
      });
      this.#watches.set(folder, watcher);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) this.#poll();
    }
  }

  #poll(): void {
    this.#polling ??= setInterval(() => this.#emitter.fire([{ uri: uriOf(this.#root), kind: 'changed' }]), pollMs).unref();
  }

  #onEvent(folder: string, type: string, name: string | null): void {
    if (name === null) this.#touched.set(this.#root, false);
    else if (name.split(sep).every(isWatched)) {
      const path = join(folder, name);
      this.#touched.set(path, type === 'rename' || this.#touched.get(path) === true);
    }
    // The folder itself went, or another one took its place.
    if (folder === this.#root && name === basename(folder) && type === 'rename') this.#restart = true;
    this.#gather();
  }

  #gather(): void {
    if (this.#disposed) return;
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      void this.#report();
    }, gatherMs).unref();
  }

  async #report(): Promise<void> {
    const touched = this.#touched;
    this.#touched = new Map();
    if (this.#restart) {
      this.#restart = false;
      await this.#start();
    }
    const changes = await Promise.all([...touched].map(([path, renamed]) => this.#changeOf(path, renamed)));
    if (!this.#disposed && changes.length > 0) this.#emitter.fire(changes);
  }

  async #changeOf(path: string, renamed: boolean): Promise<FileChange> {
    const uri = uriOf(path);
    if (!renamed) return { uri, kind: 'changed' };
    const now = await typeNow(path);
    if (now === 'none') {
      this.#closeBelow(path);
      return { uri, kind: 'deleted' };
    }
    if (now === 'folder' && !this.#nativeRecursion) {
      // Watched before it is reported: what comes into it later is an event of its own.
      this.#closeBelow(path);
      await this.#watchTree(path, path.slice(this.#root.length).split(sep).length);
    }
    return { uri, kind: 'created' };
  }

  /** @param folder empty for all */
  #closeBelow(folder: string): void {
    for (const [path, watcher] of this.#watches) {
      if (folder !== '' && path !== folder && !path.startsWith(folder + sep)) continue;
      watcher.close();
      this.#watches.delete(path);
    }
  }
}

function isWatched(name: string): boolean {
  return !name.startsWith('.') && name !== 'node_modules';
}

function isFolder(path: string): Promise<boolean> {
  return new Promise((resolve) => stat(path, (error, stats) => resolve(!error && stats.isDirectory())));
}

function typeNow(path: string): Promise<'none' | 'folder' | 'other'> {
  return new Promise((resolve) => lstat(path, (error, stats) => resolve(error ? 'none' : stats.isDirectory() ? 'folder' : 'other')));
}

function foldersIn(folder: string): Promise<readonly string[]> {
  return new Promise((resolve) =>
    readdir(folder, { withFileTypes: true }, (error, entries) =>
      resolve(error ? [] : entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)),
    ),
  );
}
