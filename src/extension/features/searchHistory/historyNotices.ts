import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { History, HistoryNotice } from '../../../core/history/history';
import type { Disposable } from '../../../core/util/dispose';
import { basenameOf } from '../../../core/util/uri';
import { countText } from '../../compositionTexts';
import { executeCommand } from '../../host';
import { forMessage } from '../../messageText';
import { offerAgain, reasonOf } from './failures';
import { checkHistory, restoreMissing, retryFolder } from './rebuildHistory';
import { copyPath, showFile } from './showFile';

interface NoticeAction {
  readonly label: string;
  readonly run: () => unknown;
}

interface NoticeMessage {
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly actions: readonly NoticeAction[];
}

/** Tells the user what happened to the history: once per window and reason, always with a way forward. */
export function followNotices(app: App, history: History): Disposable {
  const told = new Set<HistoryNotice['reason']>();
  const tell = (): void => {
    for (const notice of history.notices) {
      if (told.has(notice.reason)) continue;
      told.add(notice.reason);
      void show(app, noticeMessage(app, history, notice));
    }
  };
  tell();
  return history.onDidChangeState(tell);
}

async function show(app: App, { severity, text, actions }: NoticeMessage): Promise<void> {
  const labels = actions.map(({ label }) => label);
  const shown =
    severity === 'info'
      ? vscode.window.showInformationMessage(forMessage(text), ...labels)
      : severity === 'warning'
        ? vscode.window.showWarningMessage(forMessage(text), ...labels)
        : vscode.window.showErrorMessage(forMessage(text), ...labels);
  const answer = await shown;
  const action = actions.find(({ label }) => label === answer);
  if (action) await act(app, action);
}

async function act(app: App, action: NoticeAction): Promise<void> {
  try {
    await action.run();
  } catch (error) {
    await offerAgain(vscode.l10n.t('{0} failed: {1}', action.label, reasonOf(app, error)), () => act(app, action));
  }
}

/** What the user is told, and what can be done about it. */
export function noticeMessage(app: App, history: History, notice: HistoryNotice): NoticeMessage {
  switch (notice.reason) {
    case 'databaseUnavailable':
      return {
        severity: 'warning',
        text: vscode.l10n.t('The history database cannot be used. Compositions are saved and found all the same, from their Markdown files.'),
        actions: [
          // The database is opened once per window; texts that are not saved survive.
          { label: vscode.l10n.t('Reload Window'), run: () => vscode.commands.executeCommand('workbench.action.reloadWindow') },
          { label: vscode.l10n.t('Show Log'), run: showLog },
        ],
      };
    case 'repaired':
      return repairedMessage(app, history, notice);
    case 'newerDatabase':
      return {
        severity: 'warning',
        text: vscode.l10n.t('The history database is of a newer version of PromptStack. It is only read; compositions are kept as Markdown files as before.'),
        actions: [{ label: vscode.l10n.t('Update…'), run: () => vscode.commands.executeCommand('extension.open', 'promptstack.promptstack') }],
      };
    case 'missingFiles':
      return missingMessage(history, notice);
    case 'recovered':
      return recoveredMessage(notice);
    case 'folderUnavailable':
      return folderMessage(app, history, notice);
  }
}

function repairedMessage(app: App, history: History, { uri, count }: HistoryNotice): NoticeMessage {
  const read = count === undefined || count === 0 ? '' : vscode.l10n.t('{0} could be read of it.', countText(count));
  const kept = uri === undefined ? '' : vscode.l10n.t('The damaged file is kept as {0}.', basenameOf(uri));
  const text = vscode.l10n.t('The history database was damaged and has been built anew from the Markdown files.');
  return {
    severity: 'info',
    text: [text, read, kept].filter((part) => part !== '').join(' '),
    actions: [
      ...(uri === undefined ? [] : [{ label: vscode.l10n.t('Show Backup'), run: () => showFile(uri) }]),
      { label: vscode.l10n.t('Check'), run: () => checkHistory(app, history) },
      { label: vscode.l10n.t('Show Log'), run: showLog },
    ],
  };
}

function missingMessage(history: History, { count = 1 }: HistoryNotice): NoticeMessage {
  return {
    severity: 'warning',
    text:
      count === 1
        ? vscode.l10n.t('The Markdown file of one composition is gone. Its text is still in the history.')
        : vscode.l10n.t('The Markdown files of {0} are gone. Their text is still in the history.', countText(count)),
    actions: [
      { label: vscode.l10n.t('Restore'), run: () => restoreMissing(history) },
      { label: vscode.l10n.t('Show'), run: () => executeCommand('promptstack.searchHistory', 'is:missing ') },
      { label: vscode.l10n.t('Ignore'), run: () => undefined },
    ],
  };
}

function recoveredMessage({ uri, count = 1 }: HistoryNotice): NoticeMessage {
  const show = async (): Promise<void> => {
    if (uri !== undefined && count === 1) await vscode.window.showTextDocument(vscode.Uri.parse(uri, true), { preview: false });
    else await executeCommand('promptstack.searchHistory');
  };
  return {
    severity: 'info',
    text:
      count === 1
        ? vscode.l10n.t('The unsaved text of a composition was recovered after VS Code ended unexpectedly.')
        : vscode.l10n.t('The unsaved text of {0} was recovered after VS Code ended unexpectedly.', countText(count)),
    actions: [{ label: vscode.l10n.t('Show'), run: show }],
  };
}

function folderMessage(app: App, history: History, { uri = history.folder }: HistoryNotice): NoticeMessage {
  return {
    severity: 'error',
    text: vscode.l10n.t('The history folder {0} cannot be read or written. Compositions cannot be saved there at the moment.', vscode.Uri.parse(uri).fsPath),
    actions: [
      { label: vscode.l10n.t('Retry'), run: () => retryFolder(app, history) },
      { label: vscode.l10n.t('Open Settings'), run: () => vscode.commands.executeCommand('workbench.action.openSettings', 'promptstack.history.folder') },
      { label: vscode.l10n.t('Copy Path'), run: () => copyPath(uri) },
    ],
  };
}

function showLog(): Thenable<unknown> {
  return executeCommand('promptstack.showLog');
}
