import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { bytesIn } from '../../byteText';

/** Deletes the answers of models that are kept for the same question. */
export async function clearCache(app: App): Promise<void> {
  const { answers, bytes } = await (await app.ai.load()).clearCache();
  const freed = bytesIn(vscode.env.language, bytes);
  const message =
    answers === 0
      ? vscode.l10n.t('No answers of AI were kept.')
      : answers === 1
        ? vscode.l10n.t('Deleted 1 kept answer of AI, freed {0}.', freed)
        : vscode.l10n.t('Deleted {0} kept answers of AI, freed {1}.', answers.toLocaleString([vscode.env.language, 'en']), freed);
  void vscode.window.showInformationMessage(message);
}
