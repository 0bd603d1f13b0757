import * as vscode from 'vscode';
import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';
import { isPromptDocument, registerInPromptLanguages } from '../../promptDocuments';
import type { GhostText } from './ghostText';

/** What VS Code runs after a suggestion was accepted as a whole; not for users, so it is in no menu. */
const acceptedCommand = '_promptstack.inlineAccepted';

/** Continues what is being written with what the user's own prompts say. All of it loads with the first edit of a prompt document. */
export const inlineSuggestions: Feature = (app, host) => {
  const owned = new DisposableStore();
  let loading: Promise<GhostText> | undefined;
  const isEnabled = (document: vscode.TextDocument): boolean => host.setting('promptstack.inline.enabled', document);
  const load = (): Promise<GhostText> =>
    (loading ??= import('./ghostText').then(({ GhostText }) => owned.add(new GhostText(app, host, acceptedCommand, (document) => isPromptDocument(app, host, document) && isEnabled(document)))));

  owned.add(host.registerCommand('promptstack.toggleInlineSuggestions', async () => (await import('./toggle')).toggleInlineSuggestions()));
  owned.add(
    vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.contentChanges.length === 0 || !isPromptDocument(app, host, event.document) || !isEnabled(event.document)) return;
      void load().then((ghost) => ghost.followEdit(event));
    }),
  );
  owned.add(
    registerInPromptLanguages(host, (selector) =>
      vscode.languages.registerInlineCompletionItemProvider(selector, {
        provideInlineCompletionItems: async (document, position, context, token) =>
          isEnabled(document) ? (await load()).provide(document, position, context, token) : undefined,
      }),
    ),
  );
  owned.add(host.onDidChangeSetting(['promptstack.inline.ai'], () => void import('./prepareAI').then(({ prepareAI }) => prepareAI(app, host))));
  owned.add(vscode.commands.registerCommand(acceptedCommand, async () => (await load()).accepted()));
  return owned;
};
