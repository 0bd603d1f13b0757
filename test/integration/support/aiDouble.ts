import { createRequire } from 'node:module';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { type AIServer, startAIServer } from '../../support/aiServer/aiServer';

/** The extension uses the test double of the services, with a key, and the user allowed it. */
export interface AIDouble {
  readonly server: AIServer;
  dispose(): Promise<void>;
}

/** Starts the double and selects it as the provider `anthropic`. Consent is given when it is asked for. */
export async function startAIDouble(): Promise<AIDouble> {
  const server = await startAIServer();
  const key = process.env['ANTHROPIC_API_KEY'];
  process.env['ANTHROPIC_API_KEY'] = 'sk-good';
  const forget = answerModals('Allow');
  await set('anthropic.baseUrl', server.url);
  await set('provider', 'anthropic');
  return {
    server,
    dispose: async () => {
      await set('provider', undefined);
      await set('anthropic.baseUrl', undefined);
      forget();
      if (key === undefined) delete process.env['ANTHROPIC_API_KEY'];
      else process.env['ANTHROPIC_API_KEY'] = key;
      await server.close();
    },
  };
}

/**
 * Modal questions are refused by the host while it runs suites. This gives those of the extension an answer, and leaves all else alone.
 * @param title of the button; a question without it is cancelled
 * @param onAsked is told the whole text of each question
 */
export function answerModals(title: string, onAsked?: (text: string) => void): () => void {
  const extension = vscode.extensions.getExtension('promptstack.promptstack');
  if (!extension) throw new Error('The extension is not installed');
  // The host gives each extension an API object of its own, by the place of the file that asks for it.
  const { window } = createRequire(path.join(extension.extensionPath, 'dist', 'extension.js'))('vscode') as typeof vscode;
  const original = window.showWarningMessage;
  const answering = (message: string, ...rest: unknown[]): Thenable<unknown> => {
    const [options, ...items] = rest;
    if (typeof options !== 'object' || options === null || !('modal' in options)) return (original as (...all: unknown[]) => Thenable<unknown>)(message, ...rest);
    onAsked?.([message, (options as vscode.MessageOptions).detail].join('\n'));
    return Promise.resolve(items.find((item) => (typeof item === 'string' ? item : (item as vscode.MessageItem).title) === title));
  };
  window.showWarningMessage = answering;
  return () => {
    window.showWarningMessage = original;
  };
}

function set(name: string, value: unknown): Thenable<void> {
  return vscode.workspace.getConfiguration('promptstack.ai').update(name, value, vscode.ConfigurationTarget.Global);
}
