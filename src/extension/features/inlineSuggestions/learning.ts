import * as vscode from 'vscode';
import type { Continuations } from '../../../core/inline/continuations';
import { checksum } from '../../../core/util/checksum';
import { type Disposable, DisposableStore } from '../../../core/util/dispose';

/** Shorter texts say nothing. UTF-16 code units. */
const MIN_LENGTH = 20;

/**
 * Learns documents when they are saved, and those that never were when they are closed: a prompt is often written, sent and thrown away.
 *
 * @param applies whether the user wrote in a document and wants suggestions there
 */
export function learnWhatIsWritten(continuations: Continuations, applies: (document: vscode.TextDocument) => boolean): Disposable {
  const owned = new DisposableStore();
  const learn = (document: vscode.TextDocument, uri: vscode.Uri): void => {
    const text = document.getText();
    if (text.length >= MIN_LENGTH) continuations.learn(uri.toString(), text);
  };
  owned.add(
    vscode.workspace.onDidSaveTextDocument((document) => {
      // Text of a git revision, a setting or an output is no composition, whatever its language.
      if (applies(document) && vscode.workspace.fs.isWritableFileSystem(document.uri.scheme)) learn(document, document.uri);
    }),
  );
  owned.add(
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (!document.isUntitled || !applies(document) || isOpenElsewhere(document)) return;
      // The next untitled document gets the same name.
      learn(document, document.uri.with({ fragment: checksum(document.getText()) }));
    }),
  );
  owned.add(vscode.workspace.onDidDeleteFiles(({ files }) => files.forEach((uri) => continuations.forget(uri.toString()))));
  owned.add(vscode.workspace.onDidRenameFiles(({ files }) => files.forEach(({ oldUri }) => continuations.forget(oldUri.toString()))));
  return owned;
}

/** An untitled document that is saved closes as well, and lives on as a file. */
function isOpenElsewhere(document: vscode.TextDocument): boolean {
  const text = document.getText();
  return vscode.workspace.textDocuments.some((other) => other !== document && !other.isUntitled && other.getText() === text);
}
