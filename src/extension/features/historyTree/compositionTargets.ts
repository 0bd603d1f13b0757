import * as vscode from 'vscode';
import type { History } from '../../../core/history/history';
import type { HistoryNode } from '../../../core/history/historyTreeModel';
import type { CompositionTarget } from '../../contributions';
import { uuidOfDocument } from './compositionDocuments';

/** Argument of the keybindings of the history tree: act on what is selected there. A key passes no rows by itself. */
const selectionTarget = 'history.selection';

/**
 * Uuids that a command acts on, each once: the selection when the clicked row belongs to it, the tree's selection for a key pressed in the
 * tree, else the composition in the active editor. `undefined` when a target is not given and cannot be told.
 */
export async function targetUuids(
  history: History,
  selected: readonly HistoryNode[],
  target?: CompositionTarget,
  selection: readonly CompositionTarget[] = [],
): Promise<readonly string[] | undefined> {
  if (target === undefined) {
    const active = await activeUuid(history);
    return active === undefined ? undefined : [active];
  }
  if (target === selectionTarget) return [...new Set(selected.flatMap((node) => (node.kind === 'composition' ? node.compositionUuid : [])))];
  const clicked = uuidOf(target);
  const marked = selection.flatMap((one) => uuidOf(one) ?? []);
  if (clicked === undefined) return [...new Set(marked)];
  return marked.includes(clicked) ? [...new Set(marked)] : [clicked];
}

/** A day or a page among the selected rows is no composition. */
function uuidOf(target: CompositionTarget): string | undefined {
  if (typeof target === 'string') return target;
  return typeof target === 'object' && 'compositionUuid' in target && typeof target.compositionUuid === 'string' ? target.compositionUuid : undefined;
}

async function activeUuid(history: History): Promise<string | undefined> {
  const uri = activeUri();
  if (!uri) return undefined;
  const found = uuidOfDocument(uri) ?? (await history.findByUri(uri.toString()))?.uuid;
  return found ?? (await history.findBySource(uri.toString()))?.uuid;
}

function activeUri(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) return input.uri;
  if (input instanceof vscode.TabInputTextDiff) return input.modified;
  return vscode.window.activeTextEditor?.document.uri;
}
