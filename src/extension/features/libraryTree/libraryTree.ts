import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { GroupNode, PromptNode, TreeNode } from '../../../core/library/treeNodes';
import { hasErrors } from '../../../core/prompts/prompt';
import { type Disposable, DisposableStore } from '../../../core/util/dispose';
import { type GroupBy, viewIds } from '../../contributions';
import type { Feature, Host } from '../../host';
import { promptsMime, putPrompts } from '../../promptTransfer';
import type { TreeRows } from './treeRows';

/** The library in the sidebar. Its rows are made from when the view is seen first. */
export const libraryTree: Feature = (app, host) => {
  const owned = new DisposableStore();
  const rows = owned.add(new LazyRows(app, host));
  const view = owned.add(
    vscode.window.createTreeView<TreeNode>(viewIds.library, {
      treeDataProvider: rows,
      canSelectMany: true,
      showCollapseAll: true,
      dragAndDropController: dragAndDrop(app),
    }),
  );
  owned.add(host.treeSelection.provide(() => view.selection.flatMap((node) => (isPrompt(node) ? node.promptUri : []))));
  owned.add(followState(app, host));
  owned.add(app.library.onDidChange(() => showCounts(app, host, view)));
  const showGrouping = (): void => host.setContext('promptstack:groupBy', host.setting('promptstack.tree.groupBy'));
  owned.add(host.onDidChangeSetting(['promptstack.tree.groupBy'], showGrouping));
  owned.add(registerCommands(app, host));
  showGrouping();
  showCounts(app, host, view);
  // Whoever searches or picks a prompt wants the last used ones as well, whether or not the tree is seen.
  void app.usage.whenReady();
  return owned;
};

/** The rows of the tree, whose code is loaded when the view asks for them. */
class LazyRows extends DisposableStore implements vscode.TreeDataProvider<TreeNode> {
  readonly #app: App;
  readonly #host: Host;
  readonly #changed = this.add(new vscode.EventEmitter<TreeNode[] | undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  #loading: Promise<TreeRows> | undefined;
  #rows: TreeRows | undefined;

  constructor(app: App, host: Host) {
    super();
    this.#app = app;
    this.#host = host;
  }

  getChildren(node?: TreeNode): vscode.ProviderResult<TreeNode[]> {
    return this.#rows?.children(node) ?? this.#load().then((rows) => rows.children(node));
  }

  getTreeItem(node: TreeNode): vscode.TreeItem | Thenable<vscode.TreeItem> {
    return this.#rows?.item(node) ?? this.#load().then((rows) => rows.item(node));
  }

  /** Called when the pointer rests on a row: only then is the file read. */
  async resolveTreeItem(item: vscode.TreeItem, node: TreeNode, token: vscode.CancellationToken): Promise<vscode.TreeItem> {
    return (await this.#load()).resolve(item, node, token);
  }

  #load(): Promise<TreeRows> {
    this.#loading ??= import('./treeRows').then((module) => {
      this.#rows = this.add(new module.TreeRows(this.#app, this.#host, (nodes) => this.#changed.fire(nodes)));
      return this.#rows;
    });
    return this.#loading;
  }
}

/**
 * Prompts can be dragged onto a category or folder (moves them), onto the favourites (adds them) and into an editor (inserts them: the
 * drop is handled there). Markdown files from the explorer are copied in. The drag offers no file to the editors, so that a drop
 * inserts without any modifier key instead of opening the file.
 */
function dragAndDrop(app: App): vscode.TreeDragAndDropController<TreeNode> {
  return {
    dragMimeTypes: [promptsMime],
    dropMimeTypes: [promptsMime, 'text/uri-list'],
    handleDrag(nodes, transfer) {
      const uris = nodes.flatMap((node) => (isPrompt(node) ? node.promptUri : []));
      if (uris.length > 0) putPrompts(transfer, [...new Set(uris)]);
    },
    handleDrop: async (target, transfer) => (await import('./dropOnTree')).dropOnTree(app, target, transfer),
  };
}

function isPrompt(node: PromptNode | GroupNode): node is PromptNode {
  return node.kind === 'prompt';
}

/** Context key and progress follow the loading of the library. */
function followState(app: App, host: Host): Disposable {
  let showsProgress = false;
  const update = (): void => {
    host.setContext('promptstack:libraryReady', app.library.state === 'ready');
    if (app.library.state !== 'loading' || showsProgress) return;
    showsProgress = true;
    void withProgress(() => app.library.whenReady()).then(() => (showsProgress = false));
  };
  update();
  return app.library.onDidChangeState(update);
}

function withProgress(task: () => Promise<void>): Thenable<void> {
  return vscode.window.withProgress({ location: { viewId: viewIds.library } }, task);
}

/** The badge counts what needs a hand: prompts that cannot be inserted. */
function showCounts(app: App, host: Host, view: vscode.TreeView<TreeNode>): void {
  const { prompts } = app.library;
  host.setContext('promptstack:hasPrompts', prompts.length > 0);
  const broken = prompts.reduce((count, prompt) => count + (hasErrors(prompt) ? 1 : 0), 0);
  if ((view.badge?.value ?? 0) === broken) return;
  const tooltip = broken === 1 ? vscode.l10n.t('1 prompt has errors') : vscode.l10n.t('{0} prompts have errors', broken);
  view.badge = broken > 0 ? { value: broken, tooltip } : undefined;
}

function registerCommands(app: App, host: Host): Disposable {
  const owned = new DisposableStore();
  owned.add(host.registerCommand('promptstack.groupByCategory', () => groupBy('category')));
  owned.add(host.registerCommand('promptstack.groupByTag', () => groupBy('tag')));
  owned.add(host.registerCommand('promptstack.groupBySource', () => groupBy('source')));
  owned.add(host.registerCommand('promptstack.showFlat', () => groupBy('flat')));
  owned.add(host.registerCommand('promptstack.refreshLibrary', async () => withProgress(() => app.library.refresh())));
  return owned;
}

/** The grouping is a habit of the user; only where a workspace set its own does the choice go there, else it would have no effect. */
async function groupBy(value: GroupBy): Promise<void> {
  const settings = vscode.workspace.getConfiguration('promptstack');
  const inWorkspace = settings.inspect('tree.groupBy')?.workspaceValue !== undefined;
  await settings.update('tree.groupBy', value, inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}
