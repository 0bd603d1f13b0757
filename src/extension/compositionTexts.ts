import * as vscode from 'vscode';
import type { CompositionSummary } from '../core/history/composition';
import { basenameOf } from '../core/util/uri';
import { dateIn, dateTimeIn, dayIn, timeIn } from './dateTexts';
import { numberText } from './numberText';

/** How compositions are told of in lists, tooltips and messages. Times are milliseconds since the epoch. */

/** "Jan 5, 2026 2:30 PM" in the user's language. */
export function whenText(ms: number): string {
  return dateTimeIn(vscode.env.language, ms);
}

/** "2:30 PM" */
export function timeText(ms: number): string {
  return timeIn(vscode.env.language, ms);
}

/** "Jan 5, 2026" */
export function dateText(ms: number): string {
  return dateIn(vscode.env.language, ms);
}

/** "Today", "Yesterday", "Friday", "Jan 5, 2026". */
export function dayLabel(ms: number): string {
  return dayIn(vscode.env.language, ms, Date.now());
}

/** "12 lines · 1.2K chars"; figures are of the body. */
export function sizeText({ characters, lines }: Pick<CompositionSummary, 'characters' | 'lines'>): string {
  return [
    lines === 1 ? vscode.l10n.t('1 line') : vscode.l10n.t('{0} lines', shortNumber(lines)),
    characters === 1 ? vscode.l10n.t('{0} char', 1) : vscode.l10n.t('{0} chars', shortNumber(characters)),
  ].join(' · ');
}

/** Name of the folder in which it was written; empty outside of any. */
export function placeText({ directory }: Pick<CompositionSummary, 'directory'>): string {
  return directory === undefined ? '' : basenameOf(directory.replace(/\/+$/, ''));
}

/** The first words of it, without the mark of a heading; never empty. Plain text: escape it for where it is shown. */
export function excerptText({ excerpt }: Pick<CompositionSummary, 'excerpt'>): string {
  return excerpt.trim().replace(/^#{1,6} /, '') || vscode.l10n.t('Empty composition');
}

/** "5 compositions" */
export function countText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 composition') : vscode.l10n.t('{0} compositions', numberText(count));
}

function shortNumber(value: number): string {
  return value < 10_000 ? numberText(value) : value.toLocaleString([vscode.env.language, 'en'], { notation: 'compact', maximumFractionDigits: 1 });
}
