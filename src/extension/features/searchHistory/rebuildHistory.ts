import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { History } from '../../../core/history/history';
import { countText } from '../../compositionTexts';
import { executeCommand } from '../../host';
import { withProgress } from '../../historyProgress';
import { offerAgain, reasonOf } from './failures';

/** Builds the database anew, or only looks for damage: the user chooses. */
export async function rebuildHistory(app: App): Promise<void> {
  const history = await app.history.load();
  const [rebuild, check] = [vscode.l10n.t('Rebuild'), vscode.l10n.t('Only Check')];
  const question = vscode.l10n.t('Rebuild the history database?');
  const detail = vscode.l10n.t('All Markdown files of the history are read again. They stay as they are, and compositions whose file is gone are kept.');
  const answer = await vscode.window.showInformationMessage(question, { modal: true, detail }, rebuild, check);
  if (answer === rebuild) await rebuildNow(app, history);
  else if (answer === check) await checkHistory(app, history);
}

/** Tries to read the history folder once more, and says what came of it. */
export async function retryFolder(app: App, history: History): Promise<void> {
  try {
    await app.fileSystem.createDirectory(history.folder);
    await app.fileSystem.readDirectory(history.folder);
    await withProgress(history, vscode.l10n.t('Reading the history folder…'), (signal) => history.reconcile(signal));
    void vscode.window.showInformationMessage(vscode.l10n.t('The history folder can be used again.'));
  } catch (error) {
    await offerAgain(vscode.l10n.t('The history folder still cannot be used: {0}', reasonOf(app, error)), () => retryFolder(app, history));
  }
}

/** Looks for damage, and offers to repair what it finds. */
export async function checkHistory(app: App, history: History): Promise<void> {
  const problems = await withProgress(history, vscode.l10n.t('Checking the history database…'), async () => {
    await history.whenReady();
    return history.verify();
  });
  if (problems.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The history database is sound.'));
    return;
  }
  for (const problem of problems) app.log.warn(`History database: ${problem}`);
  const [rebuild, log] = [vscode.l10n.t('Rebuild'), vscode.l10n.t('Show Log')];
  const text =
    problems.length === 1
      ? vscode.l10n.t('The history database is damaged in one place. The Markdown files are not concerned.')
      : vscode.l10n.t('The history database is damaged in {0} places. The Markdown files are not concerned.', problems.length);
  const answer = await vscode.window.showWarningMessage(text, rebuild, log);
  if (answer === rebuild) await rebuildNow(app, history);
  else if (answer === log) await executeCommand('promptstack.showLog');
}

/** Writes all Markdown files that are gone again. */
export async function restoreMissing(history: History): Promise<void> {
  const { items } = await history.list({ isMissing: true, limit: 1_000_000 });
  const restored = await history.restoreMissing(items.map(({ uuid }) => uuid));
  const text = vscode.l10n.t('The Markdown files of {0} were written again.', countText(restored));
  const left = items.length - restored;
  if (left === 0) void vscode.window.showInformationMessage(text);
  else void vscode.window.showWarningMessage(`${text} ${vscode.l10n.t('{0} could not be written. Check that you may write to the history folder.', left)}`);
}

async function rebuildNow(app: App, history: History): Promise<void> {
  let isCancelled = false;
  try {
    const count = await withProgress(history, vscode.l10n.t('Rebuilding the history database…'), async (signal) => {
      signal.addEventListener('abort', () => (isCancelled = true));
      return history.rebuild(signal);
    });
    if (isCancelled) {
      // Half an index finds half of the compositions: nobody meant that by cancelling.
      history.reconcile().catch((error: unknown) => app.log.error('The rest of the history could not be read', error));
      void vscode.window.showWarningMessage(vscode.l10n.t('The rest of the history is read in the background.'));
    } else void vscode.window.showInformationMessage(vscode.l10n.t('The history database was rebuilt: {0}.', countText(count)));
  } catch (error) {
    await offerAgain(vscode.l10n.t('The history database could not be rebuilt: {0}', reasonOf(app, error)), () => rebuildNow(app, history));
  }
}
