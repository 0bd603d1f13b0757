import * as vscode from 'vscode';
import type { App } from '../core/app';
import type { Relocation } from '../core/library/promptFiles';
import type { PromptSource } from '../core/library/promptSource';
import { basenameOf } from '../core/util/uri';
import { forMessage } from './messageText';
import { fileErrorText } from './promptFileErrors';

/**
 * Moves prompts into a folder of a source; the others move also when one cannot. The user is told about those.
 * @returns the new URIs of those that moved.
 */
export async function movePrompts(app: App, uris: readonly string[], folder: string, target: PromptSource): Promise<readonly string[]> {
  const { planMove } = await import('../core/library/promptFiles');
  const plans: Relocation[] = [];
  const failures: string[] = [];
  for (const uri of uris) {
    try {
      const plan = await planMove(app.fileSystem, uri, folder, target);
      const taken = plan && plans.some((other) => other.to === plan.to);
      if (taken) failures.push(vscode.l10n.t('Two of the prompts have the file name "{0}".', basenameOf(uri)));
      else if (plan) plans.push(plan);
    } catch (error) {
      const reason = fileErrorText(error);
      if (reason === undefined) throw error;
      failures.push(reason);
    }
  }
  if (plans.length > 0) await relocate(app, plans);
  if (failures.length > 0) {
    const head = failures.length === 1 ? vscode.l10n.t('A prompt was not moved.') : vscode.l10n.t('{0} prompts were not moved.', failures.length);
    void vscode.window.showErrorMessage(forMessage([head, ...failures.slice(0, 3)].join(' ')));
  }
  return plans.map(({ to }) => to);
}

/**
 * Renames files as the explorer does: open editors follow, and one Undo in the explorer takes it back. Use counts and favourites go along.
 * @throws when the editor refuses, which it does as a whole.
 */
export async function relocate(app: App, relocations: readonly Relocation[]): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  for (const { from, to } of relocations) edit.renameFile(vscode.Uri.parse(from, true), vscode.Uri.parse(to, true), { overwrite: false });
  const done = await vscode.workspace.applyEdit(edit);
  const moved = done ? relocations : await filterMoved(app, relocations);
  for (const { from, to } of moved) await app.usage.recordMove(from, to);
  await app.library.refresh(relocations.flatMap(({ from, to }) => [from, to]));
  if (moved.length < relocations.length) {
    throw new Error(vscode.l10n.t('The files could not be renamed. Check that you may write to their folders.'));
  }
}

async function filterMoved(app: App, relocations: readonly Relocation[]): Promise<readonly Relocation[]> {
  const stats = await Promise.all(relocations.map(async ({ from, to }) => [await app.fileSystem.stat(from), await app.fileSystem.stat(to)]));
  return relocations.filter((_, index) => stats[index]?.[0] === undefined && stats[index]?.[1] !== undefined);
}
