import * as vscode from 'vscode';
import type { AIPorts } from '../core/ports/ai';
import { toDisposable } from '../core/util/dispose';
import { joinUri } from '../core/util/uri';
import { hasConsent, onDidWithdrawConsent } from './aiConsent';
import { keyedProviders, secretName } from './aiKeys';
import { openProvider, providerSettings } from './aiProviders';
import type { Host } from './host';

/** What the AI part of the domain needs, from the editor. */
export function aiPorts(host: Host): Promise<AIPorts> {
  const { context } = host;
  return Promise.resolve({
    settings: {
      get provider() {
        return host.setting('promptstack.ai.provider');
      },
      get model() {
        return host.setting('promptstack.ai.model');
      },
      get contextSelector() {
        return host.setting('promptstack.ai.contextSelector');
      },
      get concurrency() {
        return host.setting('promptstack.ai.concurrency');
      },
      get prices() {
        return host.setting('promptstack.ai.prices');
      },
      get inlineTokensPerDay() {
        return host.setting('promptstack.inline.aiTokensPerDay');
      },
    },
    onDidChange: (listener) => onDidChange(host, () => listener()),
    createProvider: (id) => openProvider(host, id),
    isTrusted: () => vscode.workspace.isTrusted,
    consent: (provider, interactive) => hasConsent(context, provider, interactive),
    findSecrets: async (text) => (await import('../platform/node/ai/secretFinder')).findSecrets(text),
    decideOnSecrets: async (findings, provider) => (await import('./secretsQuestion')).askAboutSecrets(findings, provider.name),
    cacheFolder: joinUri(context.globalStorageUri.toString(), 'ai-cache'),
    memory: {
      get: (key) => context.workspaceState.get(key),
      set: (key, value) => Promise.resolve(context.workspaceState.update(key, value)),
    },
  });
}

/** Keys may be set in another window. */
function onDidChange(host: Host, listener: () => void): { dispose(): void } {
  const keys = new Set(keyedProviders.map(secretName));
  const settings = [...providerSettings, 'promptstack.ai.model', 'promptstack.ai.contextSelector', 'promptstack.ai.concurrency'] as const;
  const subscriptions = [
    host.onDidChangeSetting(settings, listener),
    host.context.secrets.onDidChange(({ key }) => {
      if (keys.has(key)) listener();
    }),
    onDidWithdrawConsent(listener),
    vscode.workspace.onDidGrantWorkspaceTrust(listener),
  ];
  return toDisposable(() => subscriptions.forEach((subscription) => void subscription.dispose()));
}
