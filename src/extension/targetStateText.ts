import * as vscode from 'vscode';
import type { TargetState } from '../core/references/reference';

/** Why the text of a file is not there, in a word or two. */
export function targetStateText(state: TargetState): string {
  switch (state) {
    case 'directory':
      return vscode.l10n.t('folder');
    case 'missing':
      return vscode.l10n.t('not found');
    case 'ignored':
      return vscode.l10n.t('ignored file');
    case 'tooLarge':
      return vscode.l10n.t('larger than 1 MB');
    case 'binary':
      return vscode.l10n.t('not a text file');
    case 'outside':
      return vscode.l10n.t('outside of the workspace, not read');
    case 'ok':
    case 'unreadable':
      return vscode.l10n.t('cannot be read');
  }
}
