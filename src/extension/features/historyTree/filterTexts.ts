import * as vscode from 'vscode';
import type { HistoryFilter } from '../../../core/history/historyFilter';
import { basenameOf } from '../../../core/util/uri';

/** `"rounding" · tag: review · this workspace`; empty when nothing is filtered. */
export function filterText(filter: HistoryFilter): string {
  return [textText(filter), tagsText(filter), placeText(filter), periodText(filter)].filter(Boolean).join(' · ');
}

export function textText({ text }: HistoryFilter): string {
  return text ? `"${text}"` : '';
}

export function tagsText({ tags = [] }: HistoryFilter): string {
  if (tags.length === 0) return '';
  return tags.length === 1 ? vscode.l10n.t('tag: {0}', tags.join()) : vscode.l10n.t('tags: {0}', tags.join(', '));
}

export function placeText({ place }: HistoryFilter): string {
  if (!place) return '';
  if (place === 'here') return vscode.l10n.t('this workspace');
  return place === 'outside' ? vscode.l10n.t('outside of any folder') : vscode.l10n.t('in {0}', basenameOf(place.directory));
}

export function periodText({ period }: HistoryFilter): string {
  if (!period) return '';
  if ('lastDays' in period) return period.lastDays === 1 ? vscode.l10n.t('today') : vscode.l10n.t('last {0} days', period.lastDays);
  const { from, to } = period;
  if (from !== undefined && to !== undefined) return from === to ? from : vscode.l10n.t('{0} to {1}', from, to);
  return from !== undefined ? vscode.l10n.t('since {0}', from) : vscode.l10n.t('until {0}', to ?? '');
}
