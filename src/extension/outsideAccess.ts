import * as vscode from 'vscode';
import type { App } from '../core/app';
import { isInside } from '../core/util/uri';

/**
 * Asks whether a file outside of the workspace may be read, unless the user said so before. Call it only for what the user asked to
 * see, never by itself: nothing of the file was touched before, not even whether it is there.
 * @param uri what the reference leads to, in the form of `vscode.Uri.toString()`
 * @returns whether it may be read; holds until the window closes. Always false in a workspace that is not trusted.
 */
export async function askToReadOutside(app: App, uri: string): Promise<boolean> {
  if (app.references.isAllowedOutside(uri)) return true;
  if (!vscode.workspace.isTrusted) {
    await explainRestriction(uri);
    return false;
  }
  const allow = vscode.l10n.t('Allow Reading');
  const message = vscode.l10n.t('Allow PromptStack to read this file outside of the workspace?');
  const detail = [await placeOf(app, uri), vscode.l10n.t('It has not been looked at yet. Your answer holds until this window closes.')].join('\n\n');
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, allow)) !== allow) return false;
  app.references.allowOutside(uri);
  return true;
}

async function explainRestriction(uri: string): Promise<void> {
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const message = vscode.l10n.t('Files outside of the workspace are not read in Restricted Mode.');
  const detail = [pathOf(uri), vscode.l10n.t('Trust this workspace first if you trust whoever wrote it.')].join('\n\n');
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, manage)) === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}

/** The full path; for a link inside the workspace also where it leads. What lies outside is not followed before the answer. */
async function placeOf(app: App, uri: string): Promise<string> {
  const inWorkspace = (vscode.workspace.workspaceFolders ?? []).some((folder) => isInside(uri, folder.uri.toString()));
  if (!inWorkspace) return pathOf(uri);
  const real = await app.fileSystem.realPath(uri).catch(() => undefined);
  return real === undefined || real === uri ? pathOf(uri) : vscode.l10n.t('{0}\nis a link to\n{1}', pathOf(uri), pathOf(real));
}

/** As the user knows it: a path on disk, else the whole URI. */
function pathOf(uri: string): string {
  const parsed = vscode.Uri.parse(uri);
  return parsed.scheme === 'file' ? parsed.fsPath : parsed.toString(true);
}
