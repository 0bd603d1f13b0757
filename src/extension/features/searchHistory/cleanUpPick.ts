import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { CompositionSummary } from '../../../core/history/composition';
import type { HistoryStatistics } from '../../../core/history/compositionRepository';
import { compositionIcon } from '../../compositionIcon';
import { excerptText } from '../../compositionTexts';
import { forLabel } from '../../messageText';
import type { PickPreview } from '../../pickPreview';
import { keepOrder } from '../../quickPickOrder';
import { keptText, sizeText } from './cleanUpTexts';
import { compositionPreview } from './compositionPreview';
import { beginningOf } from './foundText';
import { descriptionOf, LABEL_LENGTH } from './searchRows';

interface CleanUpRow extends vscode.QuickPickItem {
  readonly composition?: CompositionSummary;
}

interface CleanUpProposal {
  readonly title: string;
  readonly chosen: readonly CompositionSummary[];
  /** Left out because they are open. */
  readonly kept: readonly CompositionSummary[];
  readonly statistics: HistoryStatistics;
}

/**
 * Shows everything that would go, all of it ticked.
 * @returns what is still ticked; `undefined` when the user gave up or nothing is left
 */
export async function pickWhatGoes(app: App, preview: PickPreview, proposal: CleanUpProposal): Promise<readonly CompositionSummary[] | 'back' | undefined> {
  const pick = vscode.window.createQuickPick<CleanUpRow>();
  try {
    const rows = proposal.chosen.map(row);
    pick.canSelectMany = true;
    pick.ignoreFocusOut = true;
    pick.buttons = [vscode.QuickInputButtons.Back];
    pick.placeholder = rows.length === 0 ? vscode.l10n.t('There is nothing to delete.') : vscode.l10n.t('Untick what you want to keep, then press Enter');
    keepOrder(pick);
    pick.matchOnDescription = true;
    const kept: CleanUpRow[] = proposal.kept.length > 0 ? [{ label: keptText(proposal.kept.length), kind: vscode.QuickPickItemKind.Separator }] : [];
    pick.items = [...kept, ...rows];
    pick.selectedItems = rows;
    const tell = (selected: readonly CleanUpRow[]): void => {
      pick.title = vscode.l10n.t('Clean Up History: {0} ({1})', proposal.title, sizeText(compositionsOf(selected), proposal.statistics));
    };
    tell(rows);
    return await new Promise((resolve) => {
      pick.onDidChangeSelection(tell);
      pick.onDidChangeActive(([active]) => {
        const { composition } = active ?? {};
        if (composition) preview.show(() => compositionPreview(app, composition));
      });
      pick.onDidTriggerButton(() => resolve('back'));
      pick.onDidAccept(() => {
        const going = compositionsOf(pick.selectedItems);
        resolve(going.length > 0 ? going : undefined);
      });
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
    await preview.close();
  }
}

function row(composition: CompositionSummary): CleanUpRow {
  const { label } = beginningOf(excerptText(composition), LABEL_LENGTH);
  return { label: forLabel(label), description: descriptionOf(composition), iconPath: compositionIcon(composition), composition };
}

function compositionsOf(rows: readonly CleanUpRow[]): readonly CompositionSummary[] {
  return rows.flatMap(({ composition }) => (composition ? [composition] : []));
}
