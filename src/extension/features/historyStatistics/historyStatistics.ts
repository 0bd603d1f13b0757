import * as vscode from 'vscode';
import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';
import type { StatisticsPanels } from './statisticsPanel';

/** How much was written when, on a page of its own. It is loaded on first use. */
export const historyStatistics: Feature = (app, host) => {
  const owned = new DisposableStore();
  let loading: Promise<StatisticsPanels> | undefined;
  const panels = (): Promise<StatisticsPanels> => (loading ??= import('./statisticsPanel').then((module) => owned.add(new module.StatisticsPanels(app, host))));
  owned.add(host.registerCommand('promptstack.historyStatistics', async () => (await panels()).show()));
  owned.add(
    vscode.window.registerWebviewPanelSerializer('promptstack.historyStatistics', {
      deserializeWebviewPanel: async (panel) => (await panels()).restore(panel),
    }),
  );
  return owned;
};
