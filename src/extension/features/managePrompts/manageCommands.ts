import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { Prompt } from '../../../core/prompts/prompt';
import type { CommandTypes, PromptTarget } from '../../contributions';
import type { Host } from '../../host';
import { forMessage } from '../../messageText';
import { fileErrorText } from '../../promptFileErrors';
import { targetUris } from '../../promptTargets';
import type { ManageCommand } from './managePrompts';

/** What the commands do; the code of each that is more than a few lines loads when it runs. */
export function manageCommands(app: App, host: Host): Pick<CommandTypes, ManageCommand> {
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

  return {
    'promptstack.editPrompt': actOnOne(edit),
    'promptstack.copyPrompt': (target) => copyable(target),
    'promptstack.copyPromptPath': actOnOne(copyPath),
    'promptstack.revealPrompt': actOnOne(async (prompt) => (await import('./folders')).revealPrompt(prompt)),
    'promptstack.renamePrompt': actOnOne(async (prompt) => (await import('./renamePrompt')).renamePrompt(app, prompt)),
    'promptstack.duplicatePrompt': actOnOne(async (prompt) => (await import('./duplicatePrompt')).duplicatePrompt(app, prompt)),
    'promptstack.movePrompt': act(async (prompts) => (await import('./moveToCategory')).moveToCategory(app, prompts)),
    'promptstack.deletePrompt': act(async (prompts) => (await import('./deletePrompts')).deletePrompts(app, prompts)),
    'promptstack.addFavourite': act((prompts) => setFavourite(app, prompts, true)),
    'promptstack.removeFavourite': act((prompts) => setFavourite(app, prompts, false)),
    'promptstack.openLibraryFolder': async () => (await import('./folders')).openLibraryFolder(app),
    'promptstack.addLibraryFolder': async () => (await import('./folders')).addLibraryFolder(app, host),
  };
}

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
