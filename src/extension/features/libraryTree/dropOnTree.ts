import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { PromptSource } from '../../../core/library/promptSource';
import type { TreeNode } from '../../../core/library/treeNodes';
import { joinUri } from '../../../core/util/uri';
import { forMessage } from '../../messageText';
import { fileErrorText } from '../../promptFileErrors';
import { movePrompts } from '../../promptRelocation';
import { takePrompts } from '../../promptTransfer';

const MAX_BYTES = 1024 * 1024;

/** Moves prompts to a category, adds them to the favourites, or copies files into a category. */
export async function dropOnTree(app: App, target: TreeNode | undefined, transfer: vscode.DataTransfer): Promise<void> {
  const prompts = await takePrompts(transfer);
  const group = target?.kind === 'prompt' ? target.parent : target;
  if (group?.kind === 'favourites') {
    for (const uri of prompts) await app.usage.setFavourite(uri, true);
    return;
  }
  const source = app.library.sources.find(({ id }) => id === group?.sourceId);
  if (!source || group?.category === undefined) {
    if (target && prompts.length > 0) void vscode.window.showInformationMessage(vscode.l10n.t('Drop prompts on a category to move them there.'));
    return;
  }
  const folder = joinUri(source.root, ...group.category.split('/').filter(Boolean));
  if (prompts.length > 0) {
    await movePrompts(app, prompts.filter((uri) => app.library.get(uri)), folder, source);
  } else await copyFiles(app, (await transfer.get('text/uri-list')?.asString()) ?? '', folder, source);
}

async function copyFiles(app: App, list: string, folder: string, source: PromptSource): Promise<void> {
  const { copyInto } = await import('../../../core/library/promptFiles');
  const copied: string[] = [];
  const failures: string[] = [];
  for (const line of list.split(/\r\n|\n/).filter((text) => text && !text.startsWith('#'))) {
    try {
      copied.push(await copyInto(app.fileSystem, vscode.Uri.parse(line, true).toString(), folder, source, MAX_BYTES));
    } catch (error) {
      const reason = fileErrorText(error);
      if (reason === undefined) throw error;
      failures.push(reason);
    }
  }
  if (copied.length > 0) await app.library.refresh(copied);
  if (failures.length > 0) {
    const head = failures.length === 1 ? vscode.l10n.t('A file was not copied.') : vscode.l10n.t('{0} files were not copied.', failures.length);
    void vscode.window.showErrorMessage(forMessage([head, ...failures.slice(0, 3)].join(' ')));
  }
}
