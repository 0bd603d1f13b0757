import * as vscode from 'vscode';
import type { Composition } from '../../../core/history/composition';
import { type TagChange, withTags } from '../../../core/history/compositionEdits';
import { countText } from '../../compositionTexts';
import { forMessage } from '../../messageText';
import type { ActionContext } from './compositionActions';
import { openDocument } from './compositionBodies';
import { pickTags } from './tagPick';

/** Asks for tags and gives them to all. What is unsaved in an editor is changed there, like by typing. */
export async function tagCompositions({ history }: ActionContext, compositions: readonly Composition[]): Promise<void> {
  const present = compositions.filter(({ isMissing }) => !isMissing);
  if (present.length < compositions.length) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Tags are kept in the Markdown file. Restore files that are missing to tag them.'));
  }
  const change = present.length > 0 ? await pickTags(await history.tags(), present) : undefined;
  if (!change || change.add.length + change.remove.length === 0) return;
  const [inEditor, onDisk] = [true, false].map((isDirty) => present.filter(({ uri }) => (openDocument(uri)?.isDirty ?? false) === isDirty));
  await history.tag((onDisk ?? []).map(({ uuid }) => uuid), change);
  for (const composition of inEditor ?? []) await tagInEditor(composition, change);
  vscode.window.setStatusBarMessage(forMessage(doneText(change, present.length)), 4000);
}

async function tagInEditor({ uri, uuid }: Composition, change: TagChange): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  const edit = new vscode.WorkspaceEdit();
  for (const { start, end, newText } of withTags(document.getText(), change, uuid).edits) {
    edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), newText);
  }
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(vscode.l10n.t('The tags could not be changed in the editor.'));
}

function doneText({ add, remove }: Required<TagChange>, count: number): string {
  const names = (tags: readonly string[]): string => tags.join(', ');
  if (remove.length === 0) return vscode.l10n.t('Tagged {0}: {1}', countText(count), names(add));
  if (add.length === 0) return vscode.l10n.t('Removed from {0}: {1}', countText(count), names(remove));
  return vscode.l10n.t('Changed the tags of {0}', countText(count));
}
