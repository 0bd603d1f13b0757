import * as vscode from 'vscode';
import type { Composition } from '../../../core/history/composition';
import { whenText } from '../../compositionTexts';
import type { ActionContext } from './compositionActions';
import { pickComposition } from './compositionPick';

/** Two side by side, the older one on the left. One is compared with another that is asked for. */
export async function compareCompositions(context: ActionContext, compositions: readonly [Composition, ...Composition[]]): Promise<void> {
  if (compositions.length > 2) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Select two compositions to compare them.'));
    return;
  }
  const [first] = compositions;
  const second = compositions[1] ?? (await other(context, first));
  if (!second) return;
  const [older, newer] = first.created <= second.created ? [first, second] : [second, first];
  const title = vscode.l10n.t('{0} ↔ {1}', whenText(older.created), whenText(newer.created));
  await vscode.commands.executeCommand('vscode.diff', context.documents.uriOf(older), context.documents.uriOf(newer), title, { preview: true });
}

async function other({ history }: ActionContext, { uuid, created }: Composition): Promise<Composition | undefined> {
  const placeHolder = vscode.l10n.t('Composition to compare with the one of {0}', whenText(created));
  const picked = await pickComposition(history, placeHolder, uuid);
  return picked && history.load(picked[0]);
}
