import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { GroupNode, PromptNode, TreeNode } from '../../../core/library/treeNodes';
import { hasErrors } from '../../../core/prompts/prompt';
import { type Disposable, DisposableStore } from '../../../core/util/dispose';
import { type GroupBy, viewIds } from '../../contributions';
import type { Feature, Host } from '../../host';
import { TreeDragAndDrop } from './treeDragAndDrop';
import { LibraryTreeProvider } from './treeProvider';

/** The library in the sidebar. */
export const libraryTree: Feature = (app, host) => {
  const owned = new DisposableStore();
  const provider = owned.add(
    new LibraryTreeProvider(app, host.setting('promptstack.tree.groupBy'), () => host.setting('promptstack.tree.recentCount')),
  );
  const view = owned.add(
    vscode.window.createTreeView<TreeNode>(viewIds.library, {
      treeDataProvider: provider,
      canSelectMany: true,
      showCollapseAll: true,
      dragAndDropController: new TreeDragAndDrop(app),
    }),
  );
  owned.add(host.treeSelection.provide(() => view.selection.flatMap((node) => (isPrompt(node) ? node.promptUri : []))));
  owned.add(followState(app, host, provider));
  owned.add(app.library.onDidChange(() => showCounts(app, host, view)));
  owned.add(
    host.onDidChangeSetting(['promptstack.tree.groupBy', 'promptstack.tree.recentCount'], () => {
      provider.rebuild(host.setting('promptstack.tree.groupBy'));
      host.setContext('promptstack:groupBy', provider.grouping);
    }),
  );
  owned.add(registerCommands(app, host));
  host.setContext('promptstack:groupBy', provider.grouping);
  provider.rebuild();
  showCounts(app, host, view);
  void app.usage.whenReady().then(() => provider.followUsage());
  return owned;
};

function isPrompt(node: PromptNode | GroupNode): node is PromptNode {
  return node.kind === 'prompt';
}

/** Context keys, progress and rows follow the loading of the library. */
function followState(app: App, host: Host, provider: LibraryTreeProvider): Disposable {
  let sources = app.library.sources;
  let showsProgress = false;
  const update = (): void => {
    if (app.library.sources !== sources) {
      sources = app.library.sources;
      provider.rebuild();
    }
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
