import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { type Disposable, DisposableStore } from '../../../core/util/dispose';
import type { Feature, Host } from '../../host';
import { lazyCommands } from '../../lazyCommands';
import { activePromptUri } from '../../promptTargets';

const commands = [
  'promptstack.editPrompt',
  'promptstack.copyPrompt',
  'promptstack.copyPromptPath',
  'promptstack.revealPrompt',
  'promptstack.renamePrompt',
  'promptstack.duplicatePrompt',
  'promptstack.movePrompt',
  'promptstack.deletePrompt',
  'promptstack.addFavourite',
  'promptstack.removeFavourite',
  'promptstack.openLibraryFolder',
  'promptstack.addLibraryFolder',
] as const;

export type ManageCommand = (typeof commands)[number];

/** Everything one does with a prompt besides using it. */
export const managePrompts: Feature = (app, host) => {
  const owned = new DisposableStore();
  owned.add(followActiveEditor(app, host));
  owned.add(lazyCommands(host, commands, async () => (await import('./manageCommands')).manageCommands(app, host)));
  return owned;
};

/** Keeps `promptstack:isPrompt` true while the active editor shows a prompt of the library. */
function followActiveEditor(app: App, host: Host): Disposable {
  const owned = new DisposableStore();
  const update = (): void => host.setContext('promptstack:isPrompt', activePromptUri(app) !== undefined);
  owned.add(vscode.window.onDidChangeActiveTextEditor(update));
  owned.add(vscode.window.tabGroups.onDidChangeTabs(update));
  owned.add(app.library.onDidChange(update));
  update();
  return owned;
}
