import * as vscode from 'vscode';
import { AIError } from '../core/ai/aiError';
import type { AIProvider, ProviderId } from '../core/ai/provider';
import type { SetKey } from '../platform/node/ai/serviceAccess';
import { type KeyedProvider, storedKey } from './aiKeys';
import type { SettingTypes } from './contributions';
import type { Host } from './host';

/** Settings from which a provider is made. */
export const providerSettings = [
  'promptstack.ai.provider',
  'promptstack.ai.anthropic.baseUrl',
  'promptstack.ai.openai.baseUrl',
  'promptstack.ai.mcp.command',
  'promptstack.ai.mcp.url',
] as const satisfies readonly (keyof SettingTypes)[];

/** As the user knows it, also where it cannot be made. */
export function providerName(id: ProviderId): string {
  switch (id) {
    case 'anthropic':
      return 'Anthropic';
    case 'vscode':
      return 'VS Code';
    case 'openai':
      return 'OpenAI';
    case 'mcp':
      return vscode.l10n.t('MCP server');
  }
}

/**
 * The bare service, of which only the code that it needs is loaded. The caller disposes it.
 * @param apiKey instead of the one that is set
 * @throws {AIError} `untrusted`, `noKey`, `notSupported`
 */
export async function openProvider(host: Host, id: ProviderId, apiKey?: string): Promise<AIProvider> {
  if (!vscode.workspace.isTrusted) throw new AIError('untrusted');
  switch (id) {
    case 'anthropic':
    case 'openai':
      return openService(host, id, apiKey === undefined ? await storedKey(host, id) : { key: apiKey });
    case 'vscode': {
      const { VscodeProvider } = await import('../platform/vscode/ai/languageModelProvider');
      return new VscodeProvider();
    }
    case 'mcp':
      return openServer(host);
  }
}

async function openService(host: Host, id: KeyedProvider, set: SetKey | undefined): Promise<AIProvider> {
  const options = { apiKey: set?.key, keyHost: set?.host, baseUrl: host.setting(`promptstack.ai.${id}.baseUrl`), log: host.log };
  if (id === 'anthropic') return new (await import('../platform/node/ai/anthropicProvider')).AnthropicProvider(options);
  return new (await import('../platform/node/ai/openAIProvider')).OpenAIProvider(options);
}

async function openServer(host: Host): Promise<AIProvider> {
  const [command, url] = [host.setting('promptstack.ai.mcp.command'), host.setting('promptstack.ai.mcp.url').trim()];
  if (command.length === 0 && url === '') throw new AIError('notSupported', { detail: vscode.l10n.t('Neither the command nor the URL of an MCP server is set') });
  const { McpProvider } = await import('../platform/node/ai/mcpProvider');
  const version = String((host.context.extension.packageJSON as { readonly version?: unknown }).version);
  return new McpProvider({ server: url === '' ? { command } : { url }, version });
}
