import * as vscode from 'vscode';
import type { Composition } from '../../../core/history/composition';
import { basenameOf } from '../../../core/util/uri';
import { countText, whenText } from '../../compositionTexts';
import { forMessage } from '../../messageText';
import type { ActionContext } from './compositionActions';
import { bodyOf, openDocument } from './compositionBodies';
import { safeUri } from './safeUri';

/** Writes files again that are missing; puts the text of a recording back into the document that it records. */
export async function restoreCompositions(context: ActionContext, compositions: readonly [Composition, ...Composition[]]): Promise<void> {
  const missing = compositions.filter(({ isMissing }) => isMissing);
  const recording = compositions.find(({ source }) => source !== undefined);
  if (missing.length > 0) await restoreFiles(context, missing);
  else if (!recording) void vscode.window.showInformationMessage(vscode.l10n.t('Its file is in its place: there is nothing to restore.'));
  else if (compositions.length > 1) void vscode.window.showInformationMessage(vscode.l10n.t('Select one composition to restore its document.'));
  else await restoreDocument(context, recording);
}

async function restoreFiles({ history }: ActionContext, missing: readonly Composition[]): Promise<void> {
  const restored = await history.restoreMissing(missing.map(({ uuid }) => uuid));
  const isAll = restored === missing.length;
  if (isAll) vscode.window.setStatusBarMessage(vscode.l10n.t('Restored {0}', countText(restored)), 4000);
  else throw new Error(vscode.l10n.t('Restored {0} of {1}. Check that you may write to the folder.', restored, countText(missing.length)));
}

async function restoreDocument({ app }: ActionContext, composition: Composition): Promise<void> {
  const source = composition.source ?? '';
  const name = basenameOf(source);
  const body = bodyOf(composition);
  const uri = openDocument(source)?.uri ?? safeUri(source);
  const isThere = openDocument(source) !== undefined || (uri !== undefined && (await app.fileSystem.stat(source).catch(() => undefined))?.type === 'file');
  if (uri && isThere) await replaceText(await vscode.workspace.openTextDocument(uri), name, body, composition);
  else if (!uri || uri.scheme === 'untitled') await offerNew(name, composition);
  else {
    await app.fileSystem.write(source, new TextEncoder().encode(body.toWellFormed()), { create: true });
    await vscode.window.showTextDocument(uri, { preview: false });
    vscode.window.setStatusBarMessage(forMessage(vscode.l10n.t('"{0}" was written again', name)), 4000);
  }
}

/** One edit, so that one undo takes it back; saving is left to the user. */
async function replaceText(document: vscode.TextDocument, name: string, body: string, { created }: Composition): Promise<void> {
  const old = document.getText();
  if (withPlainEnds(old) === withPlainEnds(body)) {
    await vscode.window.showTextDocument(document, { preview: false });
    vscode.window.setStatusBarMessage(forMessage(vscode.l10n.t('"{0}" has this text already', name)), 4000);
    return;
  }
  const replace = vscode.l10n.t('Replace');
  const question = vscode.l10n.t('Replace the text of "{0}" with that of {1}?', name, whenText(created));
  const detail = vscode.l10n.t('Undo in the editor brings the present text back.');
  if ((await vscode.window.showWarningMessage(forMessage(question), { modal: true, detail }, replace)) !== replace) return;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length)), body);
  await vscode.window.showTextDocument(document, { preview: false });
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(vscode.l10n.t('The text of "{0}" could not be replaced.', name));
}

async function offerNew(name: string, { uuid }: Composition): Promise<void> {
  const open = vscode.l10n.t('Open as New Composition');
  const message = vscode.l10n.t('"{0}" no longer exists. Its text is in the history.', name);
  if ((await vscode.window.showInformationMessage(forMessage(message), open)) === open) await vscode.commands.executeCommand('promptstack.openComposition', uuid);
}

function withPlainEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
