import * as vscode from 'vscode';
import { forMessage } from '../../messageText';
import { basenameOf } from '../../../core/util/uri';
import type { App } from '../../../core/app';
import type { Host } from '../../host';
import type { CompositionKeeper } from './compositionKeeper';
import { isTrackable } from './trackable';

/** How long a message stays in the status bar. Milliseconds. */
const MESSAGE_TIME = 4000;

/** Creates a composition and opens it, ready to be written. */
export async function newComposition(keeper: CompositionKeeper): Promise<void> {
  const directory = currentFolder()?.uri.toString();
  const { uri } = await keeper.history.create(directory === undefined ? {} : { directory });
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  const end = document.lineAt(document.lineCount - 1).range.end;
  await vscode.window.showTextDocument(document, { preview: false, selection: new vscode.Range(end, end) });
  await vscode.commands.executeCommand('editor.fold', { selectionLines: [0] });
}

/** Where the user works: the folder of the active editor, or the only one. */
function currentFolder(): vscode.WorkspaceFolder | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const folders = vscode.workspace.workspaceFolders ?? [];
  return (uri && vscode.workspace.getWorkspaceFolder(uri)) ?? (folders.length === 1 ? folders[0] : undefined);
}

export async function trackComposition(app: App, host: Host, keeper: CompositionKeeper): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  await keeper.history.recorder.whenReady();
  if (document && app.history.isCompositionFile(document.uri.toString())) {
    say(vscode.l10n.t('This is a composition: everything that you write in it is kept.'));
  } else if (!document || !isTrackable(app, host, document)) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a Markdown document to record it in the history. It must be one that you can write.'));
  } else if (keeper.isTracked(document)) say(recordedText(document));
  else {
    const directory = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.toString() ?? (document.isUntitled ? currentFolder()?.uri.toString() : undefined);
    await keeper.track(document, directory === undefined ? {} : { directory });
    say(recordedText(document));
  }
}

export async function untrackComposition(keeper: CompositionKeeper): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  await keeper.history.recorder.whenReady();
  if (!document || !keeper.isTracked(document)) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The active document is not recorded in the history.'));
    return;
  }
  await keeper.untrack(document);
  say(vscode.l10n.t('"{0}" is no longer recorded. What was recorded stays in the history.', basenameOf(document.uri.toString())));
}

/** Says, where it disturbs nobody, that a document became a composition because a prompt was inserted into it. */
export function sayRecorded(document: vscode.TextDocument): void {
  say(recordedText(document));
}

function recordedText(document: vscode.TextDocument): string {
  return vscode.l10n.t('"{0}" is recorded in the history from now on.', basenameOf(document.uri.toString()));
}

function say(message: string): void {
  vscode.window.setStatusBarMessage(`$(history) ${forMessage(message)}`, MESSAGE_TIME);
}
