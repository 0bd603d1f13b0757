import * as vscode from 'vscode';
import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';
import { lazyCommands } from '../../lazyCommands';
import type { EditReviews } from './editReviews';

/** Suggestions become edits that the user accepts or rejects in a diff editor. */
export const reviewEdits: Feature = (app, host) => {
  const owned = new DisposableStore();
  const changed = owned.add(new vscode.EventEmitter<vscode.Uri>());
  let loading: Promise<EditReviews> | undefined;
  const load = (): Promise<EditReviews> => (loading ??= import('./editReviews').then((module) => owned.add(new module.EditReviews(app, host, changed))));
  const ids = ['promptstack.applySuggestion', 'promptstack.acceptEdits', 'promptstack.rejectEdits', 'promptstack.acceptHunk', 'promptstack.rejectHunk'] as const;
  owned.add(lazyCommands(host, ids, async () => (await load()).commands));
  owned.add(
    vscode.workspace.registerTextDocumentContentProvider('promptstack-edits', {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) => (await load()).proposal(uri),
    }),
  );
  return owned;
};
