import type * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { PromptSource } from '../../../core/library/promptSource';
import { TreeModel, type TreeRefresh } from '../../../core/library/treeModel';
import type { TreeNode } from '../../../core/library/treeNodes';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';
import type { Host } from '../../host';
import { treeItem } from './treeItems';

/** Long enough to gather the burst of a git checkout, short enough to seem instant. */
const REFRESH_DELAY_MS = 60;

/** The rows of the tree as the model has them; tells the view, in bursts, which of them to show again. */
export class TreeRows extends DisposableStore {
  readonly #app: App;
  readonly #host: Host;
  readonly #model: TreeModel;
  readonly #onDidChange: (nodes: TreeNode[] | undefined) => void;
  readonly #pending = new Set<TreeNode>();
  #sources: readonly PromptSource[];
  #pendingAll = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onDidChange gets the rows to show again; `undefined` for all */
  constructor(app: App, host: Host, onDidChange: (nodes: TreeNode[] | undefined) => void) {
    super();
    this.#app = app;
    this.#host = host;
    this.#onDidChange = onDidChange;
    this.#model = new TreeModel();
    this.#sources = app.library.sources;
    this.add(app.library.onDidChange((change) => this.#refresh(this.#model.apply(change))));
    this.add(app.library.onDidChangeState(() => this.#followSources()));
    this.add(app.usage.onDidChange(() => this.#followUsage()));
    this.add(host.onDidChangeSetting(['promptstack.tree.groupBy', 'promptstack.tree.recentCount'], () => this.#rebuild()));
    this.add(toDisposable(() => clearTimeout(this.#timer)));
    this.#build();
    void app.usage.whenReady().then(() => this.#followUsage());
  }

  item(node: TreeNode): vscode.TreeItem {
    return treeItem(this.#app, node);
  }

  /** @param node absent for the top level */
  children(node?: TreeNode): TreeNode[] {
    return [...this.#model.children(node)];
  }

  /** Adds what a row tells when the pointer rests on it. */
  async resolve(item: vscode.TreeItem, node: TreeNode, token: vscode.CancellationToken): Promise<vscode.TreeItem> {
    if (node.kind !== 'prompt') return item;
    const [{ promptTooltip }, document] = await Promise.all([import('./promptTooltip'), this.#app.library.read(node.promptUri).catch(() => undefined)]);
    if (!token.isCancellationRequested) item.tooltip = promptTooltip(this.#app, node.prompt, document);
    return item;
  }

  #build(): void {
    this.#model.reset(this.#app.library, this.#host.setting('promptstack.tree.groupBy'));
    this.#followUsage();
  }

  /** Builds all rows anew, after the sources or the grouping changed. */
  #rebuild(): void {
    this.#build();
    this.#refresh('all');
  }

  #followSources(): void {
    if (this.#app.library.sources === this.#sources) return;
    this.#sources = this.#app.library.sources;
    this.#rebuild();
  }

  /** Takes over favourites and recently used prompts. */
  #followUsage(): void {
    const { usage } = this.#app;
    this.#refresh(this.#model.setFavourites(usage.favourites()));
    this.#refresh(this.#model.setRecent(usage.recent(this.#host.setting('promptstack.tree.recentCount'))));
    // The tooltip of the prompt just used says when that was; shown again, it is made anew.
    for (const uri of usage.recent(1)) this.#refresh(this.#model.nodesOf(uri));
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
    if (nodes?.length !== 0) this.#onDidChange(nodes);
  }

  /** A row may have gone between the change and the refresh, and one above it may be refreshed as well. */
  #isShown(node: TreeNode): boolean {
    const parent = this.#model.parent(node);
    if (parent && this.#pending.has(parent)) return false;
    return this.#model.children(parent).includes(node);
  }
}
