import * as vscode from 'vscode';
import type { CompositionSummary } from '../../../core/history/composition';
import type { Snippet } from '../../../core/history/compositionRepository';
import { compositionIcon } from '../../compositionIcon';
import { excerptText, placeText, sizeText, whenText } from '../../compositionTexts';
import { forLabel } from '../../messageText';
import { beginningOf, markedSnippet } from './foundText';

/** A composition, or something that can be done instead. */
export interface SearchRow extends vscode.QuickPickItem {
  readonly composition?: CompositionSummary;
  readonly snippet?: Snippet;
  readonly run?: () => void;
}

/** UTF-16 code units that leave room for the description in the same line. */
export const LABEL_LENGTH = 34;

/** @param typed what the editor highlights by itself where it stands so */
export function compositionRow(composition: CompositionSummary, snippet: Snippet | undefined, typed: string, buttons: readonly vscode.QuickInputButton[]): SearchRow {
  const { label, rest } = beginningOf(excerptText(composition), LABEL_LENGTH);
  const detail = snippet && snippet.text !== '' ? markedSnippet(snippet, typed) : rest;
  return {
    label: forLabel(label),
    description: descriptionOf(composition),
    // Rows of one height are quicker to look through.
    detail: forLabel(detail ?? '') || '\u00a0',
    iconPath: compositionIcon(composition),
    buttons,
    alwaysShow: true,
    composition,
    snippet,
  };
}

/** "Jan 5, 2026 2:30 PM · directory · 12 lines · 1.2K chars · #review" */
export function descriptionOf(composition: CompositionSummary): string {
  const parts = [whenText(composition.created), placeText(composition), sizeText(composition), composition.tags.map((tag) => `#${tag}`).join(' ')];
  if (composition.isMissing) parts.unshift(vscode.l10n.t('file missing'));
  return parts
    .filter((part) => part !== '')
    .map(forLabel)
    .join(' · ');
}

/** A row that says something, and does something about it on Enter. */
export function actionRow(icon: string, label: string, detail: string, run: () => void): SearchRow {
  return { label: forLabel(label), detail: forLabel(detail), iconPath: new vscode.ThemeIcon(icon), alwaysShow: true, run };
}
