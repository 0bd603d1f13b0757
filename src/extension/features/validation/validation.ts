import * as vscode from 'vscode';
import type { LibraryChange } from '../../../core/app';
import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';
import { OpenDocuments } from './openDocuments';
import { PublishedProblems } from './publishedProblems';
import { QuickFixes } from './quickFixes';

/** Shows the problems of all prompts as diagnostics with quick fixes, and as a list on request. */
export const validation: Feature = (app, host) => {
  const owned = new DisposableStore();
  const published = owned.add(new PublishedProblems());
  const open = owned.add(new OpenDocuments(app, (uri, problems) => published.set(uri, problems)));

  const update = ({ added, changed, removed }: LibraryChange): void => {
    // A file that moved between sources is in both lists: what was added counts.
    for (const { uri } of removed) published.set(uri, []);
    for (const prompts of [added, changed]) {
      for (const { uri, problems } of prompts) if (!open.isUnsaved(uri)) published.set(uri, problems);
    }
    open.refresh();
  };
  update({ added: app.library.prompts, changed: [], removed: [] });
  owned.add(app.library.onDidChange(update));
  // Which documents are prompts is known from the provider's first look at them; it turns others away at once.
  owned.add(vscode.languages.registerCodeActionsProvider({ scheme: '*' }, new QuickFixes(app), QuickFixes.metadata));
  owned.add(
    host.registerCommand('promptstack.validateLibrary', async () => {
      const { validateLibrary } = await import('./validateLibrary');
      await validateLibrary(app);
    }),
  );
  return owned;
};
