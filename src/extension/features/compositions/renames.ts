import * as vscode from 'vscode';
import type { History } from '../../../core/history/history';
import type { Log } from '../../../core/ports/log';
import { type Disposable, DisposableStore } from '../../../core/util/dispose';
import { isInside } from '../../../core/util/uri';

/** Tells the history of files and folders that were renamed, moved or deleted in the editor. @param done runs when the history knows */
export function followRenames(history: History, log: Log, done: () => void): Disposable {
  const owned = new DisposableStore();
  const guard = (work: Promise<void>): void => void work.catch((error: unknown) => log.error('The history could not follow files', error));
  owned.add(vscode.workspace.onDidRenameFiles(({ files }) => guard(followAll(history, files).then(done))));
  owned.add(vscode.workspace.onDidDeleteFiles(({ files }) => guard(tellOfCompositions(history, files))));
  return owned;
}

async function followAll(history: History, files: readonly { readonly oldUri: vscode.Uri; readonly newUri: vscode.Uri }[]): Promise<void> {
  await history.recorder.whenReady();
  for (const { oldUri, newUri } of files) {
    await tellOfCompositions(history, [oldUri, newUri]);
    await history.recorder.moved(oldUri.toString(), newUri.toString());
  }
}

/** Of files in the history folder, and of folders around it. */
async function tellOfCompositions(history: History, files: readonly vscode.Uri[]): Promise<void> {
  const uris = files.map((uri) => uri.toString());
  const own = uris.filter((uri) => isInside(uri, history.folder) || isInside(history.folder, uri));
  if (own.length > 0) await history.recorder.filesChanged(own);
}
