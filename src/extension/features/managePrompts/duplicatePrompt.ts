import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { planDuplicate } from '../../../core/library/promptFiles';
import { hasErrors, type Prompt } from '../../../core/prompts/prompt';
import { bytesWithTitle } from './titleEdit';

/** Writes a copy beside the prompt, with a title of its own, and opens it. A prompt with errors is copied as it is. */
export async function duplicatePrompt(app: App, prompt: Prompt): Promise<void> {
  const title = copyTitle(prompt.title, new Set(app.library.prompts.map((other) => other.title)));
  const uri = await planDuplicate(app.fileSystem, prompt, title);
  const bytes = hasErrors(prompt)
    ? (await app.fileSystem.read(prompt.uri)).bytes
    : bytesWithTitle(await app.library.read(prompt.uri), title);
  await app.fileSystem.write(uri, bytes, { create: true });
  await app.library.refresh([uri]);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri, true), { preview: false });
}

function copyTitle(title: string, taken: ReadonlySet<string>): string {
  let copy = vscode.l10n.t('{0} copy', title);
  for (let number = 2; taken.has(copy); number++) copy = vscode.l10n.t('{0} copy {1}', title, number);
  return copy;
}
