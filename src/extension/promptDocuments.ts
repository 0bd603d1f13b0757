import type * as vscode from 'vscode';
import type { App } from '../core/app';
import type { Disposable } from '../core/util/dispose';
import { toDisposable } from '../core/util/dispose';
import type { Host } from './host';

/** Whether a document is one in which people write prompts: in one of the languages of the setting, or a file of the library. */
export function isPromptDocument(app: App, host: Host, document: vscode.TextDocument): boolean {
  if (document.uri.scheme === 'output') return false;
  return host.setting('promptstack.languages').includes(document.languageId) || app.library.get(document.uri.toString()) !== undefined;
}

/** Registers a provider for the languages of the setting, and anew whenever they change. */
export function registerInPromptLanguages(host: Host, register: (selector: vscode.DocumentSelector) => Disposable): Disposable {
  let registered = register([...host.setting('promptstack.languages')]);
  const subscription = host.onDidChangeSetting(['promptstack.languages'], () => {
    registered.dispose();
    registered = register([...host.setting('promptstack.languages')]);
  });
  return toDisposable(() => {
    subscription.dispose();
    registered.dispose();
  });
}
