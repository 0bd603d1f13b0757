import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { Prompt } from '../../../core/prompts/prompt';
import { plainText } from '../../../core/prompts/snippet';
import { forMessage } from '../../messageText';

/** Puts the text of the prompts on the clipboard, placeholders as they are, several with a blank line between them. */
export async function copyPrompts(app: App, prompts: readonly Prompt[]): Promise<void> {
  const documents = await Promise.all(prompts.map(({ uri }) => app.library.read(uri)));
  await vscode.env.clipboard.writeText(documents.map(({ body }) => plainText(body)).join('\n\n'));
  const [first] = prompts;
  const text =
    prompts.length === 1 && first ? vscode.l10n.t('Copied "{0}"', forMessage(first.title)) : vscode.l10n.t('Copied {0} prompts', prompts.length);
  vscode.window.setStatusBarMessage(text, 3000);
}
