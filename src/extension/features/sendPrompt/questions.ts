import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { executeCommand } from '../../host';
import { forLabel, forMessage } from '../../messageText';
import { namesText } from '../../numberText';
import { askAboutSecrets } from '../../secretsQuestion';
import type { Outgoing, Resolved, Sending } from './sending';
import { MAX_NAMES } from './sendTexts';

/** Who gets what is sent. */
export interface Recipient {
  /** For people. */
  readonly name: string;
  /** Of a provider, its `destination`. */
  readonly destination: string;
}

/**
 * Asks what has to be known before anything is sent: what becomes of placeholders without a value, and of secrets.
 * @param earlier what was sent before when this is another attempt: what was said of its secrets holds for the same recipient
 * @returns `undefined` when the user does not want it to be sent
 */
export async function readyToSend(app: App, sending: Sending, { name, destination }: Recipient, earlier?: Outgoing): Promise<Outgoing | undefined> {
  if (earlier?.allowed.destination === destination) return earlier;
  let resolved = await sending.resolve();
  if (resolved.payload.text.trim() === '') {
    void vscode.window.showInformationMessage(forMessage(vscode.l10n.t('There is nothing to send: "{0}" is empty.', sending.subject.name)));
    return undefined;
  }
  if (resolved.payload.missing.length > 0 && !sending.isIncomplete) {
    if (!(await settlePlaceholders(app, sending, resolved))) return undefined;
    resolved = await sending.resolve();
  }
  const decision = resolved.secrets.length === 0 ? 'send' : (sending.secrets ?? (await askAboutSecrets(resolved.secrets, name)));
  return decision === 'cancel' ? undefined : sending.outgoing(resolved, decision, destination);
}

type Choice = vscode.QuickPickItem & { readonly run: () => Promise<boolean> };

/** @returns whether to go on */
export async function settlePlaceholders(app: App, sending: Sending, { payload }: Resolved): Promise<boolean> {
  const { missing } = payload;
  const { document } = sending.subject;
  const choices: readonly Choice[] = [
    ...(document && !document.isClosed
      ? [{ label: `$(edit) ${vscode.l10n.t('Fill Placeholders')}`, description: vscode.l10n.t('in the document, with a form'), run: () => fillInDocument(document) }]
      : []),
    {
      label: `$(keyboard) ${vscode.l10n.t('Enter Values')}`,
      description: vscode.l10n.t('for this sending alone; the document stays as it is'),
      run: () => enterValues(app, sending, missing),
    },
    {
      label: `$(arrow-right) ${vscode.l10n.t('Send As It Is')}`,
      description: vscode.l10n.t('with the placeholders in it'),
      run: () => Promise.resolve((sending.isIncomplete = true)),
    },
  ];
  const title = missing.length === 1 ? vscode.l10n.t('1 placeholder has no value') : vscode.l10n.t('{0} placeholders have no value', missing.length);
  const picked = await vscode.window.showQuickPick(choices, { title, placeHolder: forLabel(namesText(missing, MAX_NAMES)), ignoreFocusOut: true });
  return picked ? picked.run() : false;
}

async function fillInDocument(document: vscode.TextDocument): Promise<boolean> {
  await vscode.window.showTextDocument(document);
  await executeCommand('promptstack.fillPlaceholders');
  return false;
}

/** One box for each; what was used last stands in it. */
async function enterValues(app: App, sending: Sending, missing: readonly string[]): Promise<boolean> {
  await app.placeholderValues.whenReady().catch(() => undefined);
  for (const [index, name] of missing.entries()) {
    const [last = ''] = app.placeholderValues.of(name);
    const value = await vscode.window.showInputBox({
      title: vscode.l10n.t('{0} ({1} of {2})', name, index + 1, missing.length),
      prompt: vscode.l10n.t('Empty leaves the placeholder as it is.'),
      value: last,
      ignoreFocusOut: true,
    });
    if (value === undefined) return false;
    if (value.trim() === '') continue;
    sending.values.set(name, [value]);
    app.placeholderValues.record(name, value).catch((error: unknown) => app.log.warn(`A value is not remembered: ${String(error)}`));
  }
  sending.isIncomplete = true;
  return true;
}
