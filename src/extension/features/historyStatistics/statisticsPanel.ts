import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { CountOf } from '../../../core/history/compositionRepository';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';
import { basenameOf } from '../../../core/util/uri';
import { type Count, type Period, type Scope, type StatisticsEvents, statisticsProtocol, type StatisticsRequests, type StatisticsState } from '../../../protocol/historyStatistics';
import { executeCommand, type Host } from '../../host';
import type { PanelContent } from '../../lazyPanel';
import { type Handlers, pageIcon, postToPage, servePage } from '../../webviewPage';
import { collectStatistics } from './collectStatistics';
import { statisticsTexts } from './statisticsTexts';

/** Pause after the last change after which the page asks again, and the longest time that it waits, in milliseconds. */
const DELAY = 500;
const MAX_DELAY = 3000;

export function statisticsContent(app: App, host: Host): PanelContent {
  return { title: () => vscode.l10n.t('History Statistics'), open: (panel) => new StatisticsPanel(app, host, panel) };
}

/** Answers what the page asks. Goes with its panel. */
class StatisticsPanel extends DisposableStore {
  readonly #app: App;
  readonly #panel: vscode.WebviewPanel;
  #following = false;
  #timer: NodeJS.Timeout | undefined;
  #firstChange = 0;

  constructor(app: App, { context, log }: Host, panel: vscode.WebviewPanel) {
    super();
    this.#app = app;
    this.#panel = panel;
    this.add(toDisposable(() => clearTimeout(this.#timer)));
    this.add(app.library.onDidChange(() => this.#changed()));
    this.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.#changed()));
    const { extensionUri } = context;
    panel.iconPath = pageIcon(extensionUri);
    this.add(servePage(panel.webview, { name: 'historyStatistics', extensionUri, protocol: statisticsProtocol, handlers: this.#handlers, log }));
  }

  readonly #handlers: Handlers<StatisticsRequests> = {
    ready: () => Promise.resolve({ language: vscode.env.language, texts: statisticsTexts(), hasWorkspace: workspaceRoots().length > 0 }),
    load: ({ periods, scope }) => this.#load(periods, scope),
    showPrompt: async ({ uri }) => {
      if (this.#app.library.get(uri)) await executeCommand('promptstack.previewPrompt', uri);
      return null;
    },
    newComposition: async () => {
      await executeCommand('promptstack.newComposition');
      return null;
    },
  };

  async #load(periods: readonly Period[], scope: Scope): Promise<StatisticsState> {
    const { history: lazy, library } = this.#app;
    const history = await lazy.load();
    if (!this.#following) {
      this.#following = true;
      this.add(history.onDidChange(() => this.#changed()));
      this.add(history.onDidChangeState(() => this.#changed()));
    }
    await history.whenReady();
    const [collected] = await Promise.all([collectStatistics(history, periods, scope === 'workspace' ? workspaceRoots() : undefined), library.whenReady()]);
    const { range, prompts, tags, directories, ...figures } = collected;
    const { progress } = history;
    return {
      ...figures,
      range: range ? { first: Math.floor(range.first), last: Math.floor(range.last) } : null,
      prompts: prompts.map((prompt) => this.#promptCount(prompt)),
      tags: tags.map(({ value, count }) => ({ label: value, detail: '', count, isPrompt: false })),
      folders: directories.map(folderCount),
      progress: progress ? { done: progress.done, total: progress.total } : null,
    };
  }

  #promptCount({ value, count }: CountOf<string>): Count {
    const prompt = this.#app.library.get(value);
    return { label: prompt?.title ?? basenameOf(value), detail: value, count, isPrompt: prompt !== undefined };
  }

  #changed(): void {
    const now = Date.now();
    if (this.#timer === undefined) this.#firstChange = now;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        postToPage<StatisticsEvents>(this.#panel.webview, { event: 'changed', params: null });
      },
      Math.max(0, Math.min(DELAY, this.#firstChange + MAX_DELAY - now)),
    );
  }
}

function workspaceRoots(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
}

function folderCount({ value, count }: CountOf<string>): Count {
  const uri = vscode.Uri.parse(value);
  return { label: basenameOf(value.replace(/\/+$/, '')) || uri.path, detail: uri.scheme === 'file' ? uri.fsPath : uri.toString(true), count, isPrompt: false };
}
