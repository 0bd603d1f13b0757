import * as vscode from 'vscode';
import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';
import { registerInPromptLanguages } from '../../promptDocuments';
import { announceInsertion } from '../../provenance';
import type { PromptCompletionProvider, PromptItem } from './promptCompletionProvider';

/** What VS Code runs after a suggestion was accepted; not for users, so it is in no menu. */
const acceptedCommand = '_promptstack.promptCompleted';

/** The blank is for searches of several words: after one the editor would otherwise compare with the old list alone. */
const triggerCharacters = ['/', '>', ' '];

/** Suggests prompts after `/` at the start of a line and after `>>`. */
export const promptCompletion: Feature = (app, host) => {
  const owned = new DisposableStore();
  let loaded: Promise<PromptCompletionProvider> | undefined;
  const load = (): Promise<PromptCompletionProvider> =>
    (loaded ??= import('./promptCompletionProvider').then((module) => new module.PromptCompletionProvider(app, acceptedCommand)));
  const provider: vscode.CompletionItemProvider<PromptItem> = {
    async provideCompletionItems(document, position, token, context) {
      const before = document.lineAt(position.line).text.slice(0, position.character);
      if (!/\/|>>/.test(before) || !host.setting('promptstack.completion.enabled', document)) return undefined;
      return (await load()).provideCompletionItems(document, position, token, context);
    },
    resolveCompletionItem: async (item) => (await load()).resolveCompletionItem(item),
  };
  owned.add(
    registerInPromptLanguages(host, (selector) => vscode.languages.registerCompletionItemProvider(selector, provider, ...triggerCharacters)),
  );
  owned.add(
    vscode.commands.registerCommand(acceptedCommand, (uri: string) => {
      app.usage.recordUse(uri).catch((error: unknown) => host.log.error('The use of a prompt was not recorded', error));
      const document = vscode.window.activeTextEditor?.document;
      if (document) announceInsertion(document, [uri]);
    }),
  );
  return owned;
};
