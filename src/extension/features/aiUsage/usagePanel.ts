import * as vscode from 'vscode';
import { providerIds } from '../../../core/ai/provider';
import type { DayOfUse } from '../../../core/ai/usage';
import type { App } from '../../../core/app';
import { addDays, dayOf, machineOffset } from '../../../core/history/localDays';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';
import { lastRange, type UsageEvents, usageProtocol, type UsageRequests, type UsageState } from '../../../protocol/usage';
import { providerName } from '../../aiProviders';
import { executeCommand, type Host } from '../../host';
import type { PanelContent } from '../../lazyPanel';
import { type Handlers, pageIcon, postToPage, servePage } from '../../webviewPage';
import { usageTexts } from './usageTexts';

export function usageContent(app: App, host: Host): PanelContent {
  return { title: () => vscode.l10n.t('AI Usage'), open: (panel) => new UsagePanel(app, host, panel) };
}

/** Pause after a change before the page asks again, in milliseconds. */
const DELAY = 300;

/** Answers what the page asks. Goes with its panel. */
class UsagePanel extends DisposableStore {
  readonly #app: App;
  readonly #host: Host;
  readonly #panel: vscode.WebviewPanel;
  #isFollowing = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(app: App, host: Host, panel: vscode.WebviewPanel) {
    super();
    this.#app = app;
    this.#host = host;
    this.#panel = panel;
    const { context, log } = host;
    this.add(toDisposable(() => clearTimeout(this.#timer)));
    this.add(host.onDidChangeSetting(['promptstack.ai.provider', 'promptstack.ai.prices'], () => this.#changed()));
    panel.iconPath = pageIcon(context.extensionUri);
    this.add(servePage(panel.webview, { name: 'usage', extensionUri: context.extensionUri, protocol: usageProtocol, handlers: this.#handlers, log }));
  }

  readonly #handlers: Handlers<UsageRequests> = {
    ready: () => Promise.resolve({ language: vscode.env.language, texts: usageTexts() }),
    load: () => this.#load(),
    setPrices: async () => {
      await vscode.commands.executeCommand('workbench.action.openSettings', '@id:promptstack.ai.prices');
      return null;
    },
    selectProvider: async () => {
      await executeCommand('promptstack.selectProvider');
      return null;
    },
  };

  async #load(): Promise<UsageState> {
    const { usage } = await this.#app.ai.load();
    if (!this.#isFollowing) {
      this.#isFollowing = true;
      this.add(usage.onDidChange(() => this.#changed()));
    }
    await usage.whenReady();
    const today = dayOf(Date.now(), machineOffset);
    const first = addDays(today, 1 - lastRange);
    const days = usage.days();
    const rows = days.filter(({ day }) => day >= first && day <= today).map((row) => ({ ...row, provider: nameOf(row) }));
    return { today, rows, hasHistory: days.length > 0, hasProvider: this.#host.setting('promptstack.ai.provider') !== 'none' };
  }

  #changed(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      postToPage<UsageEvents>(this.#panel.webview, { event: 'changed', params: null });
    }, DELAY);
  }
}

/** The journal may hold providers of other versions. */
function nameOf({ provider }: DayOfUse): string {
  const id = providerIds.find((known) => known === provider);
  return id ? providerName(id) : provider;
}
