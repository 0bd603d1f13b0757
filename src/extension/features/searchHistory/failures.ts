import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { executeCommand } from '../../host';
import { forMessage } from '../../messageText';
import { fileErrorText } from '../../promptFileErrors';

/** What failed, as the user understands it; the rest is logged. */
export function reasonOf(app: App, error: unknown): string {
  app.log.error('The history could not be used', error);
  return fileErrorText(error) ?? (error instanceof Error ? error.message : String(error));
}

/** Tells of a failure, and runs the same once more if the user wants to. */
export async function offerAgain(text: string, run: () => unknown): Promise<void> {
  const [again, log] = [vscode.l10n.t('Retry'), vscode.l10n.t('Show Log')];
  const answer = await vscode.window.showErrorMessage(forMessage(text), again, log);
  if (answer === again) await run();
  else if (answer === log) await executeCommand('promptstack.showLog');
}
