import * as vscode from 'vscode';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';
import type { Feature } from '../../host';
import type { SourcesController } from './sourcesController';

const settings = [
  'promptstack.library.path',
  'promptstack.library.folders',
  'promptstack.validation.userLibrary',
  'promptstack.validation.otherFolders',
  'promptstack.validation.missingMetadata',
] as const;

/** Tells the library which folders to read, from settings and workspace; sets up the user's own one with starter prompts. */
export const librarySources: Feature = (app, host) => {
  const owned = new DisposableStore();
  let loading: Promise<SourcesController> | undefined;
  const update = (): void => {
    loading ??= import('./sourcesController').then((module) => new module.SourcesController(app, host));
    loading.then((controller) => controller.update()).catch((error: unknown) => host.log.error('Library folders could not be set', error));
  };
  owned.add(host.onDidChangeSetting(settings, update));
  owned.add(vscode.workspace.onDidChangeWorkspaceFolders(update));
  owned.add(vscode.workspace.onDidGrantWorkspaceTrust(update));
  owned.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && void loading?.then((controller) => controller.rescan())));
  // After activation: neither reading settings nor loading the library's code may delay it.
  const timer = setTimeout(update, 0);
  owned.add(toDisposable(() => clearTimeout(timer)));
  return owned;
};
