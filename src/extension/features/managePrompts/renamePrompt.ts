import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { planRename } from '../../../core/library/promptFiles';
import type { Prompt } from '../../../core/prompts/prompt';
import { relocate } from '../../promptRelocation';
import { setTitle } from './titleEdit';

/** Asks for another title and changes it in the file; a file that was named after the old title is renamed as well. */
export async function renamePrompt(app: App, prompt: Prompt): Promise<void> {
  const title = await askTitle(prompt);
  const source = app.library.sourceOf(prompt.uri);
  if (title === undefined || title === prompt.title || !source) return;
  const plan = await planRename(app.fileSystem, prompt, title, source);
  await setTitle(app, prompt.uri, title);
  if (plan) await relocate(app, [plan]);
}

async function askTitle(prompt: Prompt): Promise<string | undefined> {
  const title = await vscode.window.showInputBox({
    title: vscode.l10n.t('Rename Prompt'),
    prompt: vscode.l10n.t('New title of the prompt'),
    value: prompt.title,
    validateInput: (value) => (value.trim() === '' ? vscode.l10n.t('A prompt needs a title.') : undefined),
  });
  return title?.trim();
}
