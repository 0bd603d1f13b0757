import * as vscode from 'vscode';
import { AIError } from '../../../core/ai/aiError';
import { type ProviderId, providerIds } from '../../../core/ai/provider';
import { serviceAccess } from '../../../platform/node/ai/serviceAccess';
import { isKeyed, type KeyedProvider, storedKey, variableNames } from '../../aiKeys';
import { providerName } from '../../aiProviders';
import type { Host } from '../../host';
import { forLabel } from '../../messageText';
import { updateSetting, useProvider } from './aiSettings';
import { commandLine, splitCommandLine } from './commandLine';
import { setApiKey } from './setApiKey';

interface Row extends vscode.QuickPickItem {
  readonly id: ProviderId | 'none';
}

const settingsButton: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('gear'), tooltip: vscode.l10n.t('Open Settings') };

/** Chooses who is asked, and asks for what is needed for that and not there yet. */
export async function selectProvider(host: Host): Promise<void> {
  const id = await pickProvider(host);
  if (!id || !(await isSetUp(host, id))) return;
  await useProvider(host, id);
}

async function pickProvider(host: Host): Promise<ProviderId | 'none' | undefined> {
  const current = host.setting('promptstack.ai.provider');
  const needs = await Promise.all(providerIds.map((id) => needOf(host, id)));
  const rows: readonly Row[] = [
    ...providerIds.map((id, index): Row => ({ id, label: labelOf(id), description: needs[index], detail: detailOf(id), buttons: [settingsButton] })),
    { id: 'none', label: vscode.l10n.t('None'), detail: vscode.l10n.t('AI is off. Everything else works without it.') },
  ];
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = vscode.l10n.t('AI Provider');
  pick.placeholder = vscode.l10n.t('Who is asked for suggestions, edits and answers');
  pick.items = rows.map((row) => ({ ...row, iconPath: new vscode.ThemeIcon(row.id === current ? 'check' : 'blank') }));
  pick.activeItems = pick.items.filter(({ id }) => id === current);
  return new Promise<ProviderId | 'none' | undefined>((resolve) => {
    pick.onDidAccept(() => resolve(pick.activeItems[0]?.id));
    pick.onDidTriggerItemButton(({ item }) => {
      void vscode.commands.executeCommand('workbench.action.openSettings', `promptstack.ai.${item.id}`);
      resolve(undefined);
    });
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  }).finally(() => pick.dispose());
}

function labelOf(id: ProviderId): string {
  return id === 'openai' ? vscode.l10n.t('OpenAI or Compatible') : providerName(id);
}

function detailOf(id: ProviderId): string {
  switch (id) {
    case 'anthropic':
      return vscode.l10n.t('Claude models, directly from Anthropic.');
    case 'vscode':
      return vscode.l10n.t('The language models that extensions such as GitHub Copilot offer in this editor.');
    case 'openai':
      return vscode.l10n.t('OpenAI, or a compatible service or local server such as Ollama or LM Studio.');
    case 'mcp':
      return vscode.l10n.t('A tool of a server that speaks the Model Context Protocol, as a specialist.');
  }
}

/** What is there or still needed, in a few words. */
async function needOf(host: Host, id: ProviderId): Promise<string> {
  if (id === 'vscode') return vscode.l10n.t('no key needed');
  if (id === 'mcp') {
    const server = host.setting('promptstack.ai.mcp.url') || commandLine(host.setting('promptstack.ai.mcp.command'));
    return server === '' ? vscode.l10n.t('needs a command or an address') : forLabel(server);
  }
  const address = host.setting(`promptstack.ai.${id}.baseUrl`);
  // A server of one's own may do without a key.
  const without = id === 'openai' && address !== '' ? [] : [vscode.l10n.t('needs an API key')];
  const key = await keyState(host, id);
  return [...(address === '' ? [] : [forLabel(address)]), ...(key === undefined ? without : [key])].join(' · ');
}

/** @returns `undefined` where there is no key for the address that is set */
async function keyState(host: Host, id: KeyedProvider): Promise<string | undefined> {
  const set = await storedKey(host, id);
  try {
    const { key, variable } = serviceAccess(id, host.setting(`promptstack.ai.${id}.baseUrl`), set);
    if (key === undefined) return undefined;
    return variable === undefined ? vscode.l10n.t('API key is set') : vscode.l10n.t('API key from {0}', variable);
  } catch (error) {
    // The address in the settings is none.
    if (AIError.is(error)) return undefined;
    throw error;
  }
}

/** Asks for what is missing. @returns false when the user gave up */
async function isSetUp(host: Host, id: ProviderId | 'none'): Promise<boolean> {
  if (id === 'mcp') return host.setting('promptstack.ai.mcp.url') !== '' || host.setting('promptstack.ai.mcp.command').length > 0 || askForServer();
  if (!isKeyed(id) || (await keyState(host, id)) !== undefined) return true;
  if (id === 'anthropic') return setApiKey(host, id);
  if (host.setting('promptstack.ai.openai.baseUrl') !== '' || process.env['OPENAI_BASE_URL']) return true;
  const own = { label: 'OpenAI', detail: vscode.l10n.t('With an API key, also from the environment variable {0}.', variableNames(id)) };
  const other = { label: vscode.l10n.t('Another Address…'), detail: vscode.l10n.t('A compatible service, or a server on this machine: {0}', 'http://localhost:11434/v1') };
  const choice = await vscode.window.showQuickPick([own, other], { title: labelOf(id) });
  if (choice === own) return setApiKey(host, id);
  return choice === other && askForAddress('promptstack.ai.openai.baseUrl', labelOf(id), 'http://localhost:11434/v1');
}

async function askForServer(): Promise<boolean> {
  const title = providerName('mcp');
  const program = { label: vscode.l10n.t('Program on This Machine…'), detail: vscode.l10n.t('It is started when it is needed, with your rights: choose only what you trust.') };
  const address = { label: vscode.l10n.t('Address…'), detail: vscode.l10n.t('A server that is running, over streamable HTTP.') };
  const choice = await vscode.window.showQuickPick([program, address], { title });
  if (choice === address) return askForAddress('promptstack.ai.mcp.url', title, 'http://localhost:3000/mcp');
  if (choice !== program) return false;
  const line = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Program and arguments; quotes hold together what has spaces. No shell reads it.'),
    placeHolder: 'npx -y some-mcp-server',
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' || splitCommandLine(value).length > 0 ? undefined : vscode.l10n.t('A quote is not closed.')),
  });
  const command = splitCommandLine(line ?? '');
  if (command.length === 0) return false;
  await updateSetting('promptstack.ai.mcp.command', command);
  return true;
}

async function askForAddress(setting: 'promptstack.ai.openai.baseUrl' | 'promptstack.ai.mcp.url', title: string, example: string): Promise<boolean> {
  const address = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Address of the service, for example {0}', example),
    placeHolder: example,
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' || isAddress(value.trim()) ? undefined : vscode.l10n.t('Enter an address that begins with http:// or https://.')),
  });
  if (!address?.trim()) return false;
  await updateSetting(setting, address.trim());
  return true;
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
