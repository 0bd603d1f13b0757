import * as vscode from 'vscode';
import type { Composition } from '../../../core/history/composition';
import { readCompositionHead } from '../../../core/history/compositionText';
import { changedTags, type TagChange } from '../../../core/history/tagChange';
import { setFrontmatterKey } from '../../../core/prompts/frontmatterEdit';
import { countText } from '../../compositionTexts';
import { forMessage } from '../../messageText';
import type { ActionContext } from './compositionActions';
import { openDocument } from './compositionBodies';
import { pickTags } from './tagPick';

/** Asks for tags and gives them to all. What is unsaved in an editor is changed there, like by typing. */
export async function tagCompositions({ history }: ActionContext, compositions: readonly Composition[]): Promise<void> {
  const change = await pickTags(await history.tags(), compositions);
  if (!change || change.add.length + change.remove.length === 0) return;
  const inEditor = compositions.flatMap(({ uri }) => {
    const document = openDocument(uri);
    return document?.isDirty ? document : [];
  });
  const unsaved = new Set(inEditor.map((document) => document.uri.toString()));
  await history.tag(compositions.filter(({ uri }) => !unsaved.has(uri)).map(({ uuid }) => uuid), change);
  for (const document of inEditor) await tagDocument(document, change);
  vscode.window.setStatusBarMessage(forMessage(doneText(change, compositions.length)), 4000);
}

async function tagDocument(document: vscode.TextDocument, change: TagChange): Promise<void> {
  const text = document.getText();
  const tags = changedTags(readCompositionHead(text).head.tags, change);
  const edit = new vscode.WorkspaceEdit();
  for (const { start, end, newText } of setFrontmatterKey(text, 'tags', tags.length > 0 ? tags : undefined).edits) {
    edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), newText);
  }
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(vscode.l10n.t('The tags could not be changed in the editor.'));
}

function doneText({ add, remove }: TagChange, count: number): string {
  const names = (tags: readonly string[]): string => tags.join(', ');
  if (remove.length === 0) return vscode.l10n.t('Tagged {0}: {1}', countText(count), names(add));
  if (add.length === 0) return vscode.l10n.t('Removed from {0}: {1}', countText(count), names(remove));
  return vscode.l10n.t('Changed the tags of {0}', countText(count));
}
