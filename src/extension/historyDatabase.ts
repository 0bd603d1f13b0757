import * as vscode from 'vscode';
import type { Log } from '../core/ports/log';
import type { OpenedDatabase, OpenOptions } from '../core/ports/historyDatabase';
import { SqlJsHistoryDatabase } from '../platform/sqlite/sqlJsHistoryDatabase';
import { forMessage } from './messageText';

/** Opens the index of the history in the workspace's storage, or in the extension's when no folder is open. */
export function openHistoryDatabase(context: vscode.ExtensionContext, log: Log, options: OpenOptions): Promise<OpenedDatabase> {
  const file = (...names: readonly string[]): string => vscode.Uri.joinPath(context.extensionUri, ...names).fsPath;
  const folder = (context.storageUri ?? context.globalStorageUri).fsPath;
  return new SqlJsHistoryDatabase({ folder, worker: file('dist', 'historyWorker.js'), wasm: file('dist', 'sql-wasm.wasm'), log }).open(options);
}

/** Asks whether to go on without compositions that are nowhere but in a damaged database. */
export async function mayLoseCompositions(count: number): Promise<boolean> {
  const rebuild = vscode.l10n.t('Rebuild');
  const message =
    count === 1
      ? vscode.l10n.t('The history database is damaged. The text of one composition, whose Markdown file is gone, could not be read from it.')
      : vscode.l10n.t('The history database is damaged. The texts of {0} compositions, whose Markdown files are gone, could not be read from it.', count);
  const detail = vscode.l10n.t('The damaged file is kept beside the new one. Without rebuilding, the history works on the Markdown files alone.');
  return (await vscode.window.showWarningMessage(forMessage(message), { modal: true, detail }, rebuild)) === rebuild;
}
