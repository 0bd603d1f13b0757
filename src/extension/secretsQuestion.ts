import * as vscode from 'vscode';
import type { SecretFinding } from '../core/ai/secrets';
import type { SecretDecision } from '../core/ports/ai';
import { forLabel } from './messageText';

/** More rows are nobody's list. */
const MAX_ROWS = 50;

/**
 * Asks what to do about secrets in what is about to be sent. A secret is never shown whole.
 * @param destination who would get them, for people
 */
export async function askAboutSecrets(findings: readonly SecretFinding[], destination: string): Promise<SecretDecision> {
  const count = findings.length;
  const choices: readonly (vscode.QuickPickItem & { readonly decision?: SecretDecision })[] = [
    { label: `$(eye-closed) ${vscode.l10n.t('Mask')}`, description: vscode.l10n.t('a mark takes the place of each'), decision: 'mask' },
    { label: `$(warning) ${vscode.l10n.t('Send As It Is')}`, description: vscode.l10n.t('{0} gets to see them', forLabel(destination)), decision: 'send' },
    { label: `$(close) ${vscode.l10n.t('Cancel')}`, description: vscode.l10n.t('nothing is sent'), decision: 'cancel' },
    { label: vscode.l10n.t('found'), kind: vscode.QuickPickItemKind.Separator },
    ...findings.slice(0, MAX_ROWS).map(({ kind, line, excerpt }) => ({
      label: `$(key) ${forLabel(secretKindText(kind))}`,
      description: [...(excerpt === undefined ? [] : [forLabel(excerpt)]), ...(line === undefined ? [] : [vscode.l10n.t('line {0}', line)])].join(' · '),
    })),
  ];
  const title = count === 1 ? vscode.l10n.t('1 secret is in what goes to {0}', destination) : vscode.l10n.t('{0} secrets are in what goes to {1}', count, destination);
  for (;;) {
    const placeHolder = vscode.l10n.t('What should become of keys, tokens and passwords?');
    const picked = await vscode.window.showQuickPick(choices, { title, placeHolder, ignoreFocusOut: true });
    if (!picked) return 'cancel';
    if (picked.decision) return picked.decision;
  }
}

/** What kind of secret it is; names of products stay as they are. */
export function secretKindText(kind: string): string {
  switch (kind) {
    case 'Private key':
      return vscode.l10n.t('Private key');
    case 'Password':
      return vscode.l10n.t('Password');
    case 'Password in a URL':
      return vscode.l10n.t('Password in a URL');
    case 'Database password':
      return vscode.l10n.t('Database password');
    case 'Access token':
      return vscode.l10n.t('Access token');
    default:
      return kind;
  }
}
