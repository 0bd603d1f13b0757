import type { FileChange } from '../ports/fileSystem';
import type { Disposable } from '../util/dispose';
import { Emitter } from '../util/event';
import type { LiveWorkspaceFiles, WorkspaceFilesPorts } from './liveWorkspaceFiles';
import type { FileHit, FileSearchOptions, WorkspaceFiles } from './workspaceFiles';

/** The files of the workspace, whose code is loaded when somebody asks for them. */
export class LazyWorkspaceFiles implements WorkspaceFiles, Disposable {
  readonly #ports: WorkspaceFilesPorts;
  readonly #changed = new Emitter<void>();
  readonly #touched = new Emitter<readonly FileChange[]>();
  #folders: readonly string[] = [];
  #excludes: ReadonlyMap<string, readonly string[]> = new Map();
  #loading: Promise<LiveWorkspaceFiles> | undefined;
  #live: LiveWorkspaceFiles | undefined;
  #disposed = false;

  constructor(ports: WorkspaceFilesPorts) {
    this.#ports = ports;
  }

  get state(): WorkspaceFiles['state'] {
    return this.#live?.state ?? 'idle';
  }

  get size(): number {
    return this.#live?.size ?? 0;
  }

  get folders(): readonly string[] {
    return this.#folders;
  }

  readonly onDidChange = this.#changed.event;
  /** What happened to files of the workspace, their contents included. */
  readonly onDidTouch = this.#touched.event;

  setFolders(folders: readonly string[]): void {
    this.#folders = folders;
    this.#live?.setFolders(folders);
  }

  setExcludes(excludes: ReadonlyMap<string, readonly string[]>): void {
    this.#excludes = excludes;
    this.#live?.setExcludes(excludes);
  }

  async whenReady(): Promise<void> {
    await (await this.load()).whenReady();
  }

  has(uri: string): boolean {
    return this.#live?.has(uri) ?? false;
  }

  async isIgnored(uri: string): Promise<boolean> {
    return (await this.load()).isIgnored(uri);
  }

  async search(query: string, options?: FileSearchOptions): Promise<readonly FileHit[]> {
    return (await this.load()).search(query, options);
  }

  withName(passes: (name: string) => boolean): readonly string[] {
    return this.#live?.withName(passes) ?? [];
  }

  named(name: string, from?: string): readonly FileHit[] {
    return this.#live?.named(name, from) ?? [];
  }

  /** Whether no more than one file has this name, as far as is known. */
  isUnique(name: string): boolean {
    return this.#live?.isUnique(name) ?? true;
  }

  note(changes: readonly FileChange[]): void {
    this.#live?.note(changes);
  }

  load(): Promise<LiveWorkspaceFiles> {
    return (this.#loading ??= import('./liveWorkspaceFiles').then(({ LiveWorkspaceFiles }) => {
      const live = new LiveWorkspaceFiles(this.#ports);
      live.setFolders(this.#folders);
      live.setExcludes(this.#excludes);
      live.onDidChange(() => this.#changed.fire());
      live.onDidTouch((changes) => this.#touched.fire(changes));
      this.#live = live;
      if (this.#disposed) live.dispose();
      return live;
    }));
  }

  dispose(): void {
    this.#disposed = true;
    this.#live?.dispose();
    this.#changed.dispose();
    this.#touched.dispose();
  }
}
