import * as vscode from 'vscode';
import type { ProviderId } from '../../../core/ai/provider';
import type { SettingTypes } from '../../contributions';
import { executeCommand, type Host } from '../../host';
import { providerName } from '../../aiProviders';

type AISetting = Extract<keyof SettingTypes, `promptstack.ai.${string}`>;

/** Changes a setting for the user, or for the workspace where that has one of its own. */
export async function updateSetting<K extends AISetting>(id: K, value: SettingTypes[K]): Promise<void> {
  const settings = vscode.workspace.getConfiguration();
  const isOfWorkspace = settings.inspect(id)?.workspaceValue !== undefined;
  await settings.update(id, value, isOfWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}

/** Makes a provider the one that is asked. The model of another one means nothing to it. */
export async function useProvider(host: Host, id: ProviderId | 'none'): Promise<void> {
  const before = host.setting('promptstack.ai.provider');
  if (before !== id && host.setting('promptstack.ai.model') !== '') await updateSetting('promptstack.ai.model', '');
  await updateSetting('promptstack.ai.provider', id);
  if (id === 'none') {
    void vscode.window.showInformationMessage(vscode.l10n.t('AI is off. Everything else works as before.'));
    return;
  }
  // Which of a server's tools is the right one, nobody else can know.
  if (id === 'mcp') await executeCommand('promptstack.selectModel');
  else void offerModels(id);
}

async function offerModels(id: ProviderId): Promise<void> {
  const select = vscode.l10n.t('Select Model…');
  const message = vscode.l10n.t('{0} is the AI provider now. Nothing is sent before you ask for something.', providerName(id));
  if ((await vscode.window.showInformationMessage(message, select)) === select) await executeCommand('promptstack.selectModel');
}
