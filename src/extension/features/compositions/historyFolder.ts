import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { joinUri } from '../../../core/util/uri';
import type { Host } from '../../host';
import { folderUri } from '../../folderSetting';
import { forMessage } from '../../messageText';

let reported: string | undefined;

/** Takes over the folder of the setting; in place of a value that names none, which is said once, the default. */
export function applyHistoryFolder(app: App, host: Host): void {
  const id = 'promptstack.history.folder';
  const value = host.setting(id);
  const isDefault = value.trim() === '';
  const folder = isDefault ? undefined : folderUri(value, { home: homedir(), platform: process.platform });
  if (!isDefault && folder === undefined && reported !== value) {
    reported = value;
    const message = vscode.l10n.t('PromptStack: "{0}" in the setting {1} names no folder.', value, id);
    host.log.warn(message);
    void vscode.window.showWarningMessage(forMessage(message));
  }
  const wanted = folder ?? joinUri(vscode.Uri.file(homedir()).toString(), '.promptstack', 'data', '.history');
  if (wanted !== app.history.folder) app.history.setFolder(wanted);
}
