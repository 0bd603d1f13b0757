import * as vscode from 'vscode';
import type { Composition } from '../../../core/history/composition';
import { basenameOf } from '../../../core/util/uri';
import { countText, excerptText, whenText } from '../../compositionTexts';
import { viewIds } from '../../contributions';
import { forMessage } from '../../messageText';
import type { ActionContext } from './compositionActions';
import { openDocument } from './compositionBodies';
import { uuidOfDocument } from './compositionDocuments';

const MAX_NAMED = 10;

/** Asks, closes the editors of the files, and deletes them for all windows. */
export async function deleteCompositions({ history }: ActionContext, compositions: readonly [Composition, ...Composition[]]): Promise<void> {
  if (!(await confirm(compositions))) return;
  await closeEditors(compositions);
  const uuids = compositions.map(({ uuid }) => uuid);
  const { deleted, failed } = await vscode.window.withProgress({ location: { viewId: viewIds.history } }, () => history.delete(uuids));
  vscode.window.setStatusBarMessage(vscode.l10n.t('Deleted {0}', countText(deleted)), 4000);
  if (failed.length === 0) return;
  const names = failed.slice(0, MAX_NAMED).map((uri) => `"${basenameOf(uri)}"`);
  if (failed.length > MAX_NAMED) names.push(vscode.l10n.t('… and {0} more', failed.length - MAX_NAMED));
  throw new Error(vscode.l10n.t('Could not delete {0}. Check that you may write to the folder.', names.join(', ')));
}

async function confirm(compositions: readonly [Composition, ...Composition[]]): Promise<boolean> {
  const action = vscode.l10n.t('Delete');
  const [first] = compositions;
  const isOne = compositions.length === 1;
  const question = isOne
    ? vscode.l10n.t('Are you sure you want to delete the composition of {0}?', whenText(first.created))
    : vscode.l10n.t('Are you sure you want to delete the following {0} compositions?', compositions.length);
  const names = compositions.slice(0, MAX_NAMED).map((composition) => (isOne ? excerptText(composition) : `${whenText(composition.created)}: ${excerptText(composition)}`));
  if (compositions.length > MAX_NAMED) names.push(vscode.l10n.t('… and {0} more', compositions.length - MAX_NAMED));
  const consequence = consequenceText(isOne);
  const records = compositions.some(({ source }) => source !== undefined) ? [vscode.l10n.t('Documents that were recorded are not touched.')] : [];
  const detail = [names.join('\n'), [consequence, ...records].join(' ')].join('\n\n');
  return (await vscode.window.showWarningMessage(forMessage(question), { modal: true, detail }, action)) === action;
}

/** Only the desktop on its own disk has a trash. */
function consequenceText(isOne: boolean): string {
  const hasTrash = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  if (hasTrash) return isOne ? vscode.l10n.t('You can restore the file from the trash.') : vscode.l10n.t('You can restore the files from the trash.');
  return isOne ? vscode.l10n.t('The file is deleted permanently.') : vscode.l10n.t('The files are deleted permanently.');
}

/** What is unsaved is saved first: should the deletion fail, nothing is lost, and closing asks nothing. */
async function closeEditors(compositions: readonly Composition[]): Promise<void> {
  const uris = new Set(compositions.map(({ uri }) => uri));
  const uuids = new Set(compositions.map(({ uuid }) => uuid));
  for (const uri of uris) await openDocument(uri)?.save();
  const shows = (uri: vscode.Uri): boolean => uris.has(uri.toString()) || uuids.has(uuidOfDocument(uri) ?? '');
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter(({ input }) => urisOf(input).some(shows));
  await vscode.window.tabGroups.close(tabs, true);
}

function urisOf(input: unknown): readonly vscode.Uri[] {
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) return [input.uri];
  return input instanceof vscode.TabInputTextDiff ? [input.original, input.modified] : [];
}
