import * as vscode from 'vscode';
import type { History } from '../../../core/history/history';
import type { Log } from '../../../core/ports/log';
import { type Disposable, DisposableStore } from '../../../core/util/dispose';
import { dirnameOf, isInside } from '../../../core/util/uri';

/** Recorded documents below a renamed folder are looked for among this many files. */
const MAX_FILES = 5000;

/** Tells the history of files that were renamed, moved or deleted in the editor. @param done runs when the history knows */
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
    for (const uri of await filesIn(newUri)) {
      const before = oldUri.toString() + uri.toString().slice(newUri.toString().length);
      if (history.recorder.isTracked(before)) await history.recorder.moved(before, uri.toString());
    }
  }
}

async function tellOfCompositions(history: History, uris: readonly vscode.Uri[]): Promise<void> {
  const own = uris.map((uri) => uri.toString()).filter((uri) => dirnameOf(uri) === history.folder || isInside(history.folder, uri));
  if (own.length > 0) await history.recorder.filesChanged(own);
}

/** The file itself, or the files below a folder. */
async function filesIn(uri: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const stat = await vscode.workspace.fs.stat(uri).then(undefined, () => undefined);
  if (stat?.type !== vscode.FileType.Directory) return [uri];
  return vscode.workspace.findFiles(new vscode.RelativePattern(uri, '**/*'), null, MAX_FILES);
}
