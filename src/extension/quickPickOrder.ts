import type * as vscode from 'vscode';

/**
 * Shows the rows in the order given. The editor would put those whose label it matches itself first; the property that prevents it is
 * not in the published types, so it is set only where it is there. Without it every row still shows when they are all `alwaysShow`.
 */
export function keepOrder(pick: vscode.QuickPick<vscode.QuickPickItem>): void {
  pick.matchOnDescription = false;
  pick.matchOnDetail = false;
  if ('sortByLabel' in pick) pick.sortByLabel = false;
}
