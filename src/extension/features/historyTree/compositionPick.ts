import * as vscode from 'vscode';
import type { CompositionSummary } from '../../../core/history/composition';
import type { History } from '../../../core/history/history';
import { excerptText, placeText, sizeText, whenText } from '../../compositionTexts';
import { forLabel } from '../../messageText';
import { compositionIcon } from '../../compositionIcon';

const MOST = 200;

/** Asks for one of the latest compositions. @returns its uuid in a list, `undefined` when the user asked for none */
export async function pickComposition(history: History, placeHolder = vscode.l10n.t('Composition'), except?: string): Promise<readonly [string] | undefined> {
  const { items } = await history.list({ limit: MOST });
  const others = items.filter(({ uuid }) => uuid !== except);
  if (others.length === 0) {
    void vscode.window.showInformationMessage(except === undefined ? vscode.l10n.t('There are no compositions yet.') : vscode.l10n.t('There is no other composition yet.'));
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(others.map(compositionRow), { placeHolder, matchOnDescription: true, matchOnDetail: true });
  return picked && [picked.uuid];
}

function compositionRow(summary: CompositionSummary): vscode.QuickPickItem & { readonly uuid: string } {
  const facts = [whenText(summary.created), placeText(summary), sizeText(summary), ...summary.tags.map((tag) => `#${tag}`)];
  return { label: forLabel(excerptText(summary)), detail: forLabel(facts.filter(Boolean).join(' · ')), iconPath: compositionIcon(summary), uuid: summary.uuid };
}
