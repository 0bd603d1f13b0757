import { AIError } from '../core/ai/aiError';
import type { AIPorts } from '../core/ports/ai';
import { joinUri } from '../core/util/uri';
import * as vscode from 'vscode';
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
    onDidChange: (listener) => host.onDidChangeSetting(['promptstack.ai.provider', 'promptstack.ai.model'], () => listener()),
    createProvider: (id) => Promise.reject(new AIError('notSupported', { detail: id })),
    isTrusted: () => vscode.workspace.isTrusted,
    consent: () => Promise.resolve(false),
    findSecrets: () => Promise.resolve([]),
    decideOnSecrets: () => Promise.resolve('cancel'),
    cacheFolder: joinUri(context.globalStorageUri.toString(), 'ai-cache'),
    memory: {
      get: (key) => context.workspaceState.get(key),
      set: (key, value) => Promise.resolve(context.workspaceState.update(key, value)),
    },
  });
}
