import * as vscode from 'vscode';
import type { CompositionNode, DayNode, HistoryNode, PageNode } from '../../../core/history/historyTreeModel';
import { countText, dayLabel, excerptText, placeText, sizeText, timeText } from '../../compositionTexts';
import { compositionIcon } from '../../compositionIcon';
import { numberText } from '../../numberText';

/** @param isFirst of all days: it is open from the beginning. */
export function historyItem(node: HistoryNode, isFirst: boolean): vscode.TreeItem {
  switch (node.kind) {
    case 'day':
      return dayItem(node, isFirst);
    case 'page':
      return pageItem(node);
    case 'composition':
      return compositionItem(node);
  }
}

function dayItem({ id, start, count }: DayNode, isFirst: boolean): vscode.TreeItem {
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const label = dayLabel(start);
  const item = new vscode.TreeItem(label, isFirst ? Expanded : Collapsed);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon('calendar');
  item.description = numberText(count);
  item.contextValue = 'day';
  item.tooltip = `${label}: ${countText(count)}`;
  item.accessibilityInformation = { label: `${label}, ${countText(count)}` };
  return item;
}

function pageItem({ id, day, offset, count }: PageNode): vscode.TreeItem {
  const label = vscode.l10n.t('{0} to {1} of {2}', numberText(offset + 1), numberText(offset + count), numberText(day.count));
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.contextValue = 'page';
  return item;
}

function compositionItem({ id, summary }: CompositionNode): vscode.TreeItem {
  const item = new vscode.TreeItem(excerptText(summary), vscode.TreeItemCollapsibleState.None);
  const facts = [timeText(summary.created), placeText(summary), summary.characters > 0 ? sizeText(summary) : ''];
  item.id = id;
  item.description = facts.filter(Boolean).join(' · ');
  item.iconPath = compositionIcon(summary);
  item.contextValue = [
    'composition',
    summary.isMissing ? 'missing' : 'present',
    ...(summary.isMissing || summary.source !== undefined ? ['restorable'] : []),
  ].join(' ');
  item.command = { command: 'promptstack.previewComposition', title: vscode.l10n.t('Preview'), arguments: [summary.uuid] };
  const spoken = [excerptText(summary), ...facts, summary.isMissing ? vscode.l10n.t('its file is missing') : ''];
  item.accessibilityInformation = { label: spoken.filter(Boolean).join(', ') };
  return item;
}
