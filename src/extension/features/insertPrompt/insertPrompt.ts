import { l10n } from 'vscode';
import type { App } from '../../../core/app';
import { DisposableStore } from '../../../core/util/dispose';
import type { PromptTarget } from '../../contributions';
import { executeCommand, type Feature } from '../../host';
import { EditorOfUser, type InsertionTarget, previewTabs } from '../../insertionTarget';
import type { PickPreview } from '../../pickPreview';
import { uriOfTarget } from '../../promptTargets';
import type { PickPlace } from './promptPick';

/** Inserts a prompt: the given one, or the one that the user picks. */
export const insertPrompt: Feature = (app, host) => {
  const owned = new DisposableStore();
  const user = owned.add(new EditorOfUser());
  let preview: Promise<PickPreview> | undefined;
  const loadPreview = (): Promise<PickPreview> =>
    (preview ??= import('../../pickPreview').then((module) => owned.add(new module.PickPreview(app.log, l10n.t('Prompt Preview')))));
  // A window that was closed in the middle of a choice comes back with the tab, which the preview closes.
  if (previewTabs().length > 0) void loadPreview();

  const run = async (place: PickPlace, target?: PromptTarget): Promise<void> => {
    const editor = user.capture();
    if (target !== undefined) {
      const uri = uriOfTarget(target);
      if (uri !== undefined) await insert(app, await editor(), uri, place);
      return;
    }
    const [{ pickPrompt }, shown] = await Promise.all([import('./promptPick'), loadPreview()]);
    const choice = await pickPrompt(app, shown, place);
    switch (choice?.kind) {
      case 'insert':
        return insert(app, await editor(), choice.uri, choice.place);
      case 'preview':
        return void (await executeCommand('promptstack.previewPrompt', choice.uri));
      case 'edit':
        return void (await executeCommand('promptstack.editPrompt', choice.uri));
      case 'create':
        return void (await executeCommand('promptstack.createPrompt', undefined, choice.title));
      case undefined:
    }
  };

  owned.add(host.registerCommand('promptstack.insertPrompt', (target) => run('cursor', target)));
  owned.add(host.registerCommand('promptstack.insertPromptOnNewLine', (target) => run('newLine', target)));
  return owned;
};

async function insert(app: App, target: InsertionTarget, uri: string, place: PickPlace): Promise<void> {
  const { insertPromptAt, refuseTarget } = await import('../../insertion');
  if (target === 'notText') await refuseTarget(app, uri);
  else await insertPromptAt(app, target === 'none' ? undefined : target, uri, place);
}
