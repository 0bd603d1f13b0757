import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { Prompt } from '../../../core/prompts/prompt';
import { type Disposable, DisposableStore } from '../../../core/util/dispose';
import type { PromptTarget } from '../../contributions';
import type { Feature, Host } from '../../host';
import { forMessage } from '../../messageText';
import { fileErrorText } from '../../promptFileErrors';
import { activePromptUri, targetUris } from '../../promptTargets';

/** Everything one does with a prompt besides using it. */
export const managePrompts: Feature = (app, host) => {
  const owned = new DisposableStore();
  owned.add(followActiveEditor(app, host));

  /** Finds the prompts that a command is meant for; a failed file operation is told in plain words. */
  const act =
    (run: (prompts: readonly Prompt[]) => Promise<void>) =>
    async (target?: PromptTarget, selection?: readonly PromptTarget[]): Promise<void> => {
      const uris = targetUris(app, host.treeSelection, target, selection);
      const prompts = uris.flatMap((uri) => app.library.get(uri) ?? []);
      if (prompts.length === 0) {
        void vscode.window.showInformationMessage(nothingText(uris.length > 0));
        return;
      }
      await inPlainWords(() => run(prompts));
    };
  const actOnOne = (run: (prompt: Prompt) => Promise<void>) => {
    const actOnFirst = act(([prompt]) => (prompt ? run(prompt) : Promise.resolve()));
    return (target?: PromptTarget): Promise<void> => actOnFirst(target);
  };
  const copyable = act(async (prompts) => (await import('./copyPrompts')).copyPrompts(app, prompts));

  owned.add(host.registerCommand('promptstack.editPrompt', actOnOne(edit)));
  owned.add(host.registerCommand('promptstack.copyPrompt', (target) => copyable(target)));
  owned.add(host.registerCommand('promptstack.copyPromptPath', actOnOne(copyPath)));
  owned.add(host.registerCommand('promptstack.revealPrompt', actOnOne(async (prompt) => (await import('./folders')).revealPrompt(prompt))));
  owned.add(host.registerCommand('promptstack.renamePrompt', actOnOne(async (prompt) => (await import('./renamePrompt')).renamePrompt(app, prompt))));
  owned.add(
    host.registerCommand('promptstack.duplicatePrompt', actOnOne(async (prompt) => (await import('./duplicatePrompt')).duplicatePrompt(app, prompt))),
  );
  owned.add(host.registerCommand('promptstack.movePrompt', act(async (prompts) => (await import('./moveToCategory')).moveToCategory(app, prompts))));
  owned.add(host.registerCommand('promptstack.deletePrompt', act(async (prompts) => (await import('./deletePrompts')).deletePrompts(app, prompts))));
  owned.add(host.registerCommand('promptstack.addFavourite', act((prompts) => setFavourite(app, prompts, true))));
  owned.add(host.registerCommand('promptstack.removeFavourite', act((prompts) => setFavourite(app, prompts, false))));
  owned.add(host.registerCommand('promptstack.openLibraryFolder', async () => (await import('./folders')).openLibraryFolder(app)));
  owned.add(host.registerCommand('promptstack.addLibraryFolder', async () => (await import('./folders')).addLibraryFolder(app, host)));
  return owned;
};

function nothingText(isGone: boolean): string {
  return isGone
    ? vscode.l10n.t('This prompt is no longer in the library.')
    : vscode.l10n.t('Select a prompt in the library or open one in the editor first.');
}

async function inPlainWords(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const text = fileErrorText(error);
    if (text === undefined) throw error;
    void vscode.window.showErrorMessage(forMessage(text));
  }
}

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

async function edit(prompt: Prompt): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.parse(prompt.uri, true), { preview: false });
}

async function copyPath(prompt: Prompt): Promise<void> {
  const uri = vscode.Uri.parse(prompt.uri, true);
  await vscode.env.clipboard.writeText(uri.scheme === 'file' ? uri.fsPath : prompt.uri);
}

async function setFavourite(app: App, prompts: readonly Prompt[], favourite: boolean): Promise<void> {
  for (const prompt of prompts) await app.usage.setFavourite(prompt.uri, favourite);
}
