import * as vscode from 'vscode';
import { AIError } from '../../../core/ai/aiError';
import type { App } from '../../../core/app';
import { hasConsent } from '../../aiConsent';
import { aiErrorText, runAIErrorAction } from '../../aiErrorText';
import type { Host } from '../../host';
import { forMessage } from '../../messageText';

/**
 * After `promptstack.inline.ai` changed: whoever turns it on is asked now for what it needs, since nobody is asked while typing.
 * Other windows hear of the change as well, so that only the one in front asks.
 */
export async function prepareAI(app: App, host: Host): Promise<void> {
  if (!isTurnedOn() || !vscode.window.state.focused || !vscode.workspace.isTrusted) return;
  try {
    if (!(await isAllowed(app, host))) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Nothing is sent, so no ghost text comes from AI. To be asked again, turn the setting off and on.'));
    }
  } catch (error) {
    if (!AIError.is(error)) throw error;
    const { message, action } = aiErrorText(error);
    const text = vscode.l10n.t('Ghost text from AI cannot be used yet. {0}', message);
    const chosen = await vscode.window.showWarningMessage(forMessage(text), ...(action ? [action.title] : []));
    if (!action || chosen !== action.title) return;
    await runAIErrorAction(action);
    if (await isAllowed(app, host).catch(() => false)) app.log.info('Ghost text from AI is allowed');
  }
}

async function isAllowed(app: App, host: Host): Promise<boolean> {
  const ai = await app.ai.load();
  return hasConsent(host.context, await ai.provider(), true);
}

function isTurnedOn(): boolean {
  const values = vscode.workspace.getConfiguration('promptstack.inline', vscode.window.activeTextEditor?.document).inspect<boolean>('ai');
  return Object.values(values ?? {}).includes(true);
}
