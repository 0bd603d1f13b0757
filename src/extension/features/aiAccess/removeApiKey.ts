import * as vscode from 'vscode';
import { type KeyedProvider, keyedProviders, secretName, storedKey, variableWithKey } from '../../aiKeys';
import { providerName } from '../../aiProviders';
import type { Host } from '../../host';

/** Takes a key out of the secret storage. */
export async function removeApiKey(host: Host): Promise<void> {
  const keys = await Promise.all(keyedProviders.map(async (id) => ((await storedKey(host, id)) === undefined ? [] : [id])));
  const id = await pickKey(keys.flat());
  if (!id) return;
  const remove = vscode.l10n.t('Remove');
  const message = vscode.l10n.t('Remove the API key for {0}?', providerName(id));
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail: afterwards(id) }, remove)) !== remove) return;
  await host.context.secrets.delete(secretName(id));
  vscode.window.setStatusBarMessage(vscode.l10n.t('The API key for {0} was removed.', providerName(id)), 4000);
}

async function pickKey(stored: readonly KeyedProvider[]): Promise<KeyedProvider | undefined> {
  const [first, ...more] = stored;
  if (!first) {
    const variable = keyedProviders.map(variableWithKey).find((name) => name !== undefined);
    const none = vscode.l10n.t('No API key is saved.');
    void vscode.window.showInformationMessage(variable === undefined ? none : vscode.l10n.t('No API key is saved; the one in use comes from the environment variable {0}.', variable));
    return undefined;
  }
  if (more.length === 0) return first;
  const items = stored.map((id) => ({ label: providerName(id), id }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Remove API Key') }))?.id;
}

function afterwards(id: KeyedProvider): string {
  const variable = variableWithKey(id);
  return variable === undefined
    ? vscode.l10n.t('It is removed from the secret storage of your system. With the service itself it stays valid.')
    : vscode.l10n.t('From then on the key in the environment variable {0} is used.', variable);
}
