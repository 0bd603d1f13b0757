import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { FileSystemError } from '../../../core/ports/fileSystem';
import { fileNamesFor, type NewPrompt, newPromptText } from '../../../core/prompts/newPrompt';
import { joinUri } from '../../../core/util/uri';
import type { Place } from './categoryStep';
import { forMessage } from '../../messageText';

/** So many files of one name are no accident; something else is wrong. */
const MAX_ATTEMPTS = 1000;

/** Writes a new prompt and opens it with the cursor in its body. When it cannot be written, the text is offered in other ways. */
export async function savePrompt(app: App, prompt: NewPrompt, place: Place): Promise<void> {
  const { text, bodyStart } = newPromptText(prompt);
  const folder = place.category === '' ? place.source.root : joinUri(place.source.root, place.category);
  const uri = await writeOrOffer(app, folder, prompt.title, text);
  if (uri === undefined) return;
  await app.library.refresh([uri]);
  await open(vscode.Uri.parse(uri), bodyStart);
}

/** @returns `undefined` when the user took the text elsewhere */
async function writeOrOffer(app: App, folder: string, title: string, text: string): Promise<string | undefined> {
  for (;;) {
    try {
      return await writeNew(app, folder, title, text);
    } catch (error) {
      app.log.error(`A new prompt could not be written to ${folder}`, error);
      if (!(await offerText(folder, text, error))) return undefined;
    }
  }
}

/** Never overwrites: a name that is taken gets a number. */
async function writeNew(app: App, folder: string, title: string, text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const names = fileNamesFor(title);
  for (let attempt = 1; ; attempt++) {
    const uri = joinUri(folder, names.next().value);
    try {
      await app.fileSystem.write(uri, bytes, { create: true });
      return uri;
    } catch (error) {
      if (!FileSystemError.is(error, 'exists') || attempt >= MAX_ATTEMPTS) throw error;
    }
  }
}

async function open(uri: vscode.Uri, bodyStart: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const body = document.positionAt(bodyStart);
  await vscode.window.showTextDocument(document, { preview: false, selection: new vscode.Range(body, body) });
}

/** @returns whether to try again */
async function offerText(folder: string, text: string, error: unknown): Promise<boolean> {
  const retry = vscode.l10n.t('Retry');
  const copy = vscode.l10n.t('Copy Text');
  const untitled = vscode.l10n.t('Open as Untitled File');
  const path = vscode.Uri.parse(folder).fsPath;
  const message = vscode.l10n.t('The prompt could not be saved in {0}: {1} Its text is not lost.', path, reasonOf(error));
  const choice = await vscode.window.showErrorMessage(forMessage(message), retry, copy, untitled);
  if (choice === copy) await vscode.env.clipboard.writeText(text);
  else if (choice === untitled || choice === undefined) {
    // Closing the message must not throw away what was typed either.
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'markdown', content: text }));
  }
  return choice === retry;
}

function reasonOf(error: unknown): string {
  if (!FileSystemError.is(error)) return error instanceof Error ? `${error.message}.` : '';
  switch (error.reason) {
    case 'noPermission':
      return vscode.l10n.t('you may not write there.');
    case 'noSpace':
      return vscode.l10n.t('the disk is full.');
    case 'exists':
    case 'notADirectory':
    case 'isADirectory':
      return vscode.l10n.t('something else of that name is in the way.');
    case 'notFound':
    case 'tooLarge':
    case 'unavailable':
      return vscode.l10n.t('the folder cannot be reached.');
  }
}
