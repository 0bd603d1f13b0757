import * as vscode from 'vscode';
import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';
import { lazyCommands } from '../../lazyCommands';
import type { SuggestionsView } from './suggestionsView';

/** Advice of language models on the prompt that is being written. It is loaded when its view is opened or somebody asks. */
export const suggestions: Feature = (app, host) => {
  const owned = new DisposableStore();
  let loading: Promise<SuggestionsView> | undefined;
  const load = (): Promise<SuggestionsView> => (loading ??= import('./suggestionsView').then((module) => owned.add(new module.SuggestionsView(app, host))));
  const ids = ['promptstack.getSuggestions', 'promptstack.stopSuggestions', 'promptstack.dismissSuggestion'] as const;
  owned.add(lazyCommands(host, ids, async () => (await load()).commands));
  owned.add(app.ai.onDidLoad((ai) => void import('./adviceMoves').then(({ AdviceMoves }) => owned.add(new AdviceMoves(ai)))));
  owned.add(vscode.workspace.onDidRenameFiles((event) => void import('./adviceMoves').then(({ followRenames }) => followRenames(app, host, event))));
  owned.add(vscode.window.registerWebviewViewProvider('promptstack.suggestions', { resolveWebviewView: async (view) => (await load()).show(view) }));
  return owned;
};
