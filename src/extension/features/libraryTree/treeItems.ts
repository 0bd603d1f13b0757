import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { GroupNode, PromptNode, TreeNode } from '../../../core/library/treeNodes';
import { hasErrors, type Prompt } from '../../../core/prompts/prompt';
import { categoryIcon, folderIcon, promptIcon } from '../../categoryIcon';
import { problemSummary } from './problemSummary';
import { singleLine } from './tooltipText';

const DESCRIPTION_LENGTH = 120;

/**
 * The row of a prompt or a group. It has no `resourceUri`: with one, the workbench would offer the row as a file and a drop into an
 * editor would open it instead of inserting the prompt.
 */
export function treeItem(app: App, node: TreeNode): vscode.TreeItem {
  return node.kind === 'prompt' ? promptItem(app, node) : groupItem(app, node);
}

function promptItem(app: App, node: PromptNode): vscode.TreeItem {
  const { prompt } = node;
  const title = singleLine(prompt.title) || prompt.path;
  const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.None);
  const favourite = app.usage.isFavourite(prompt.uri);
  item.id = node.id;
  item.description = shorten(singleLine(prompt.description));
  item.iconPath = stateIcon(prompt) ?? promptIcon(prompt.category);
  item.contextValue = ['prompt', ...(isWritable(prompt) ? ['writable'] : []), favourite ? 'favourite' : 'ordinary'].join(' ');
  item.command = { command: 'promptstack.previewPrompt', title: vscode.l10n.t('Preview'), arguments: [prompt.uri] };
  const spoken = [title, item.description, problemSummary(prompt), favourite ? vscode.l10n.t('favourite') : ''];
  item.accessibilityInformation = { label: spoken.filter(Boolean).join(', ') };
  return item;
}

/** False only where the whole file system is known to be read-only, such as a repository that is browsed without a clone. */
function isWritable(prompt: Prompt): boolean {
  return vscode.workspace.fs.isWritableFileSystem(prompt.uri.slice(0, prompt.uri.indexOf(':'))) !== false;
}

/** ⚠ in place of the category's icon, in the colour of the most serious problem. */
function stateIcon(prompt: Prompt): vscode.ThemeIcon | undefined {
  if (hasErrors(prompt)) return new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsErrorIcon.foreground'));
  const warns = prompt.problems.some(({ severity }) => severity === 'warning');
  return warns ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground')) : undefined;
}

function groupItem(app: App, node: GroupNode): vscode.TreeItem {
  const onTop = node.kind === 'favourites' || node.kind === 'recent';
  const state = onTop ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
  const label = groupLabel(node);
  const item = new vscode.TreeItem(label, state);
  item.id = node.id;
  item.iconPath = groupIcon(app, node);
  item.contextValue = node.kind;
  if (onTop) return item;
  item.description = String(node.size);
  const count = node.size === 1 ? vscode.l10n.t('1 prompt') : vscode.l10n.t('{0} prompts', node.size);
  item.tooltip = `${label}: ${count}`;
  item.accessibilityInformation = { label: `${label}, ${count}` };
  return item;
}

function groupLabel(node: GroupNode): string {
  switch (node.kind) {
    case 'favourites':
      return vscode.l10n.t('Favourites');
    case 'recent':
      return vscode.l10n.t('Recently Used');
    case 'untagged':
      return vscode.l10n.t('No Tags');
    case 'source':
    case 'category':
    case 'folder':
    case 'tag':
      return singleLine(node.label) || node.group.key;
  }
}

function groupIcon(app: App, node: GroupNode): vscode.ThemeIcon {
  switch (node.kind) {
    case 'favourites':
      return new vscode.ThemeIcon('star-full', new vscode.ThemeColor('charts.yellow'));
    case 'recent':
      return new vscode.ThemeIcon('history');
    case 'tag':
    case 'untagged':
      return new vscode.ThemeIcon('tag');
    case 'category':
      return categoryIcon(node.label);
    case 'folder':
      return folderIcon(node.category?.split('/')[0] ?? '');
    case 'source':
      return new vscode.ThemeIcon(sourceIcon(app, node));
  }
}

function sourceIcon(app: App, node: GroupNode): string {
  const kind = app.library.sources.find((source) => source.id === node.sourceId)?.kind;
  return kind === 'user' ? 'account' : kind === 'workspace' ? 'root-folder' : 'library';
}

function shorten(text: string): string {
  return text.length > DESCRIPTION_LENGTH ? `${text.slice(0, DESCRIPTION_LENGTH).trimEnd()}…` : text;
}
