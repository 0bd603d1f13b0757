import * as vscode from 'vscode';
import type { Composition } from '../../../core/history/composition';
import { basenameOf } from '../../../core/util/uri';
import { countText, excerptText } from '../../compositionTexts';
import { revealFile } from '../../fileManager';
import { forMessage } from '../../messageText';
import type { ActionContext } from './compositionActions';
import { bodyOf, openDocument, sentBody } from './compositionBodies';
import { safeUri } from './safeUri';

/** The preview as an editor of its own, which opens in a preview tab like any file. */
const PREVIEW_EDITOR = 'vscode.markdown.preview.editor';

/** Opens its text as a new composition, to go on from there; the old one stays as it is. */
export async function openComposition({ history }: ActionContext, composition: Composition): Promise<void> {
  const { prompts, tags } = composition;
  const { uri } = await history.create({ body: bodyOf(composition), directory: directoryOfNow(), prompts, tags });
  const editor = await vscode.window.showTextDocument(vscode.Uri.parse(uri, true), { preview: false });
  const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
  editor.selection = new vscode.Selection(end, end);
  editor.revealRange(editor.selection);
}

/** Opens the composition itself, or the document that it records. */
export async function continueComposition(context: ActionContext, composition: Composition): Promise<void> {
  const { source, uri } = composition;
  const home = await existing(context, source ?? uri);
  if (home) {
    await vscode.window.showTextDocument(home, { preview: false });
    return;
  }
  const name = basenameOf(source ?? uri);
  await offerInstead(vscode.l10n.t('"{0}" no longer exists. Its text is in the history.', name), composition);
}

/** Leaves the focus where it is, so that one can walk through the tree and look at each. */
export async function previewComposition({ documents }: ActionContext, composition: Composition): Promise<void> {
  const uri = composition.isMissing ? documents.uriOf(composition) : vscode.Uri.parse(composition.uri, true);
  await vscode.commands.executeCommand('vscode.openWith', uri, PREVIEW_EDITOR, { preview: true, preserveFocus: true });
}

export async function revealComposition(_context: ActionContext, composition: Composition): Promise<void> {
  if (composition.isMissing) await offerInstead(vscode.l10n.t('The file "{0}" is missing. Its text is in the history.', basenameOf(composition.uri)), composition);
  else await revealFile(vscode.Uri.parse(composition.uri, true));
}

/** Several with a blank line between them. */
export async function copyCompositions(_context: ActionContext, compositions: readonly Composition[]): Promise<void> {
  await vscode.env.clipboard.writeText(compositions.map(sentBody).join('\n\n'));
  const [first] = compositions;
  const what = compositions.length === 1 && first ? `"${excerptText(first)}"` : countText(compositions.length);
  vscode.window.setStatusBarMessage(forMessage(vscode.l10n.t('Copied {0}', what)), 3000);
}

/** URI of what can be opened: a document that is open, or a file that is there. */
async function existing({ app }: ActionContext, text: string): Promise<vscode.Uri | undefined> {
  const open = openDocument(text);
  if (open) return open.uri;
  const uri = safeUri(text);
  if (!uri || uri.scheme === 'untitled') return undefined;
  const stat = await app.fileSystem.stat(uri.toString()).catch(() => undefined);
  return stat?.type === 'file' ? uri : undefined;
}

async function offerInstead(message: string, { uuid, isMissing }: Composition): Promise<void> {
  const open = vscode.l10n.t('Open as New Composition');
  const restore = vscode.l10n.t('Restore File');
  const answer = await vscode.window.showWarningMessage(forMessage(message), open, ...(isMissing ? [restore] : []));
  if (answer === open) await vscode.commands.executeCommand('promptstack.openComposition', uuid);
  else if (answer === restore) await vscode.commands.executeCommand('promptstack.restoreComposition', uuid);
}

/** URI of the workspace folder that the user works in. */
function directoryOfNow(): string | undefined {
  const active = vscode.window.activeTextEditor;
  const folder = active && vscode.workspace.getWorkspaceFolder(active.document.uri);
  return (folder ?? vscode.workspace.workspaceFolders?.[0])?.uri.toString();
}
