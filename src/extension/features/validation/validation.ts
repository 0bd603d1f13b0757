import * as vscode from 'vscode';
import type { LibraryChange } from '../../../core/app';
import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';
import { lazyCommands } from '../../lazyCommands';
import type { LibraryProblems } from './libraryProblems';

/** Shows the problems of all prompts as diagnostics with quick fixes, and as a list on request. It loads with the first prompts. */
export const validation: Feature = (app, host) => {
  const owned = new DisposableStore();
  let loaded: Promise<LibraryProblems> | undefined;
  const load = (): Promise<LibraryProblems> => (loaded ??= import('./libraryProblems').then((module) => owned.add(new module.LibraryProblems(app))));
  const update = (change: LibraryChange): void => {
    load()
      .then((problems) => problems.update(change))
      .catch((error: unknown) => host.log.error('The problems of prompts are not shown', error));
  };
  owned.add(app.library.onDidChange(update));
  const kinds = [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.SourceFixAll.append('promptstack')] as const;
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: async (document, range, context, token) =>
      app.library.get(document.uri.toString()) ? (await import('./quickFixes')).quickFixes(app, document, { range, context, fixAllKind: kinds[1] }, token) : [],
  };
  // Which documents are prompts is known from the provider's first look at them; it turns others away at once.
  owned.add(vscode.languages.registerCodeActionsProvider({ scheme: '*' }, provider, { providedCodeActionKinds: kinds }));
  owned.add(
    lazyCommands(host, ['promptstack.validateLibrary'], async () => {
      const { validateLibrary } = await import('./validateLibrary');
      return { 'promptstack.validateLibrary': () => validateLibrary(app) };
    }),
  );
  return owned;
};
