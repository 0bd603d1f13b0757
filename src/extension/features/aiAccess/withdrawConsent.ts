import * as vscode from 'vscode';
import { type Consent, consents, withdrawConsents } from '../../aiConsent';
import type { Host } from '../../host';
import { forLabel } from '../../messageText';

/** Takes back what was allowed: from then on nothing is sent there without a new question. */
export async function withdrawConsent({ context }: Host): Promise<void> {
  const given = consents(context);
  if (given.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('You have not allowed sending texts to anybody.'));
    return;
  }
  const items = given.map((consent) => ({ ...rowOf(consent), consent, picked: given.length === 1 }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Withdraw Consent to Sending'),
    placeHolder: vscode.l10n.t('Recipients that are to get nothing more without a new question'),
    canPickMany: true,
  });
  if (!chosen || chosen.length === 0) return;
  await withdrawConsents(
    context,
    chosen.map(({ consent }) => consent),
  );
  vscode.window.setStatusBarMessage(vscode.l10n.t('Consent withdrawn.'), 4000);
}

function rowOf({ name, destination, at }: Consent): vscode.QuickPickItem {
  const date = new Intl.DateTimeFormat([vscode.env.language, 'en'], { dateStyle: 'medium', timeStyle: 'short' }).format(at);
  return { label: forLabel(name), description: forLabel(destination), detail: vscode.l10n.t('Allowed on {0}', date) };
}
