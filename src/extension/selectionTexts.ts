import * as vscode from 'vscode';
import type { SelectionReason } from '../core/ai/contextSelector';

/** Why a prompt is sent along, in plain words; text of authors in it is as they wrote it. */
export function reasonsText(reasons: readonly SelectionReason[]): string {
  const tags = reasons.flatMap((reason) => (reason.kind === 'tag' ? [reason.tag] : []));
  const first = reasons.findIndex(({ kind }) => kind === 'tag');
  // Several tags are one reason to people.
  const texts = reasons.flatMap((reason, index) => (reason.kind !== 'tag' ? [reasonText(reason)] : index === first ? [tagsText(tags)] : []));
  return texts.join(' · ');
}

function reasonText(reason: Exclude<SelectionReason, { readonly kind: 'tag' }>): string {
  switch (reason.kind) {
    case 'user':
      return vscode.l10n.t('chosen by you');
    case 'referenced':
      return vscode.l10n.t('used or referred to in the text');
    case 'category':
      return vscode.l10n.t('same category as a prompt in the text: {0}', reason.category);
    case 'words':
      return reason.words.length === 1
        ? vscode.l10n.t('word in common: {0}', reason.words[0] ?? '')
        : vscode.l10n.t('words in common: {0}', reason.words.join(', '));
    case 'lastSession':
      return vscode.l10n.t('used in your last session');
    case 'uses':
      return reason.count === 1 ? vscode.l10n.t('used once') : vscode.l10n.t('used {0} times', reason.count);
  }
}

function tagsText(tags: readonly string[]): string {
  return tags.length === 1 ? vscode.l10n.t('tag {0}', tags[0] ?? '') : vscode.l10n.t('tags {0}', tags.join(', '));
}
