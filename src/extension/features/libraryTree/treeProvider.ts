import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { TreeModel, type TreeRefresh } from '../../../core/library/treeModel';
import type { TreeNode } from '../../../core/library/treeNodes';
import type { TreeGrouping } from '../../../core/library/treePlacement';
import { type Disposable, DisposableStore, toDisposable } from '../../../core/util/dispose';
import { treeItem } from './treeItems';

/** Long enough to gather the burst of a git checkout, short enough to seem instant. */
const REFRESH_DELAY_MS = 60;

/** Serves the rows of the model to the view and tells it, in bursts, which of them to show again. */
export class LibraryTreeProvider implements vscode.TreeDataProvider<TreeNode>, Disposable {
  readonly #app: App;
  readonly #model: TreeModel;
  readonly #recentCount: () => number;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<TreeNode[] | undefined>());
  readonly #pending = new Set<TreeNode>();
  #pendingAll = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(app: App, grouping: TreeGrouping, recentCount: () => number) {
    this.#app = app;
    this.#model = new TreeModel(grouping);
    this.#recentCount = recentCount;
    this.#owned.add(app.library.onDidChange((change) => this.#refresh(this.#model.apply(change))));
    this.#owned.add(app.usage.onDidChange(() => this.followUsage()));
    this.#owned.add(toDisposable(() => clearTimeout(this.#timer)));
  }

  get grouping(): TreeGrouping {
    return this.#model.grouping;
  }

  /** Builds all rows anew, after the sources or the grouping changed. */
  rebuild(grouping: TreeGrouping = this.#model.grouping): void {
    this.#model.reset(this.#app.library, grouping);
    this.followUsage();
    this.#refresh('all');
  }

  /** Takes over favourites and recently used prompts. */
  followUsage(): void {
    const { usage } = this.#app;
    this.#refresh(this.#model.setFavourites(usage.favourites()));
    this.#refresh(this.#model.setRecent(usage.recent(this.#recentCount())));
    // The tooltip of the prompt just used says when that was; shown again, it is made anew.
    for (const uri of usage.recent(1)) this.#refresh(this.#model.nodesOf(uri));
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return treeItem(this.#app, node);
  }

  getChildren(node?: TreeNode): TreeNode[] {
    return [...this.#model.children(node)];
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return this.#model.parent(node);
  }

  /** Called when the pointer rests on a row: only then is the file read. */
  async resolveTreeItem(item: vscode.TreeItem, node: TreeNode, token: vscode.CancellationToken): Promise<vscode.TreeItem> {
    if (node.kind !== 'prompt') return item;
    const [{ promptTooltip }, document] = await Promise.all([import('./promptTooltip'), this.#app.library.read(node.promptUri).catch(() => undefined)]);
    if (!token.isCancellationRequested) item.tooltip = promptTooltip(this.#app, node.prompt, document);
    return item;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #refresh(refresh: TreeRefresh): void {
    if (refresh === 'all') this.#pendingAll = true;
    else for (const node of refresh) this.#pending.add(node);
    if (!this.#pendingAll && this.#pending.size === 0) return;
    this.#timer ??= setTimeout(() => this.#flush(), REFRESH_DELAY_MS);
  }

  #flush(): void {
    this.#timer = undefined;
    const nodes = this.#pendingAll ? undefined : [...this.#pending].filter((node) => this.#isShown(node));
    this.#pendingAll = false;
    this.#pending.clear();
    if (nodes?.length !== 0) this.#changed.fire(nodes);
  }

  /** A row may have gone between the change and the refresh, and one above it may be refreshed as well. */
  #isShown(node: TreeNode): boolean {
    const parent = this.#model.parent(node);
    if (parent && this.#pending.has(parent)) return false;
    return this.#model.children(parent).includes(node);
  }
}
