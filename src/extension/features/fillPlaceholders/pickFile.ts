import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { FileHit } from '../../../core/references/workspaceFiles';
import { DisposableStore } from '../../../core/util/dispose';
import { basenameOf } from '../../../core/util/uri';
import type { Taken } from '../../../protocol/fillForm';
import { referenceContext } from '../../documentReferences';
import { FileSearch } from '../../fileSearch';
import { forLabel } from '../../messageText';

const NOTHING: Taken = { text: null, message: null };

/**
 * Lets the user choose a file of the workspace, and whether to take a reference to it or its text.
 * @param document that gets the text
 * @param label name of the field
 */
export async function pickFile(app: App, document: vscode.Uri, label: string, recent: readonly string[]): Promise<Taken> {
  if (!vscode.workspace.workspaceFolders?.length) return { text: null, message: vscode.l10n.t('Open a folder to pick files from it.') };
  const uri = await pickUri(app, document, label, recent);
  if (uri === undefined) return NOTHING;
  const { references } = app;
  const context = referenceContext(document);
  const reference = references.format('link', references.pathTo(uri, context, 'link'), await references.titleOf(uri));
  const rows = [
    { label: vscode.l10n.t('Insert Reference'), description: forLabel(reference), whole: false },
    { label: vscode.l10n.t('Insert Text of File'), description: forLabel(basenameOf(uri)), whole: true },
  ];
  const choice = await vscode.window.showQuickPick(rows, { title: label, placeHolder: vscode.l10n.t('What to insert') });
  if (!choice) return NOTHING;
  return choice.whole ? textOf(app, uri) : { text: reference, message: null };
}

async function textOf(app: App, uri: string): Promise<Taken> {
  try {
    return { text: (await app.references.read(uri)).replace(/(?:\r\n|\n|\r)$/, ''), message: null };
  } catch (error) {
    app.log.warn(`${uri} was not read: ${String(error)}`);
    return { text: null, message: vscode.l10n.t('The text of "{0}" cannot be read.', basenameOf(uri)) };
  }
}

interface FileRow extends vscode.QuickPickItem {
  readonly uri: string;
}

/** @returns URI of the file; `undefined` when the user gave up */
async function pickUri(app: App, document: vscode.Uri, label: string, recent: readonly string[]): Promise<string | undefined> {
  const owned = new DisposableStore();
  const pick = owned.add(vscode.window.createQuickPick<FileRow>());
  pick.title = label;
  const search = owned.add(
    new FileSearch(app, pick, () => ({ from: document.toString(), recent }), (hits) => (pick.items = hits.map(fileRow))),
  );
  const answer = new Promise<string | undefined>((resolve) => {
    // The rows of what is typed may be on their way.
    const accept = async (): Promise<void> => {
      await search.shown;
      if (pick.activeItems[0]) resolve(pick.activeItems[0].uri);
    };
    owned.add(pick.onDidAccept(() => void accept()));
    owned.add(pick.onDidHide(() => resolve(undefined)));
  });
  search.update();
  pick.show();
  const uri = await answer;
  owned.dispose();
  return uri;
}

const fileIcon = new vscode.ThemeIcon('file');

function fileRow({ uri, path }: FileHit): FileRow {
  const slash = path.lastIndexOf('/');
  return { uri, label: forLabel(path.slice(slash + 1)), description: forLabel(path.slice(0, Math.max(0, slash))), iconPath: fileIcon, alwaysShow: true };
}
