import * as vscode from 'vscode';
import { AIError, type AIErrorReason } from '../core/ai/aiError';
import { modelLine } from '../core/ai/modelText';
import type { CommandTypes } from './contributions';
import { forMessage } from './messageText';

/** A command that helps: one of this extension, or of the editor. */
type AIErrorCommand = keyof CommandTypes | 'workbench.trust.manage';

/** What went wrong in words, and what to do about it. */
interface AIErrorText {
  /** One or two plain sentences with the remedy. */
  readonly message: string;
  /** What the service says of it, in its words: text of a stranger. */
  readonly detail?: string;
  /** The command that helps, with the title of its button. Run it by {@link runAIErrorAction}. */
  readonly action?: { readonly title: string; readonly command: AIErrorCommand };
  /** Trying again may help; from {@link until} on, in milliseconds since the epoch, where the service or the circuit breaker says. */
  readonly isRetryable: boolean;
  readonly until?: number;
}

type Action = NonNullable<AIErrorText['action']>;

/** What people read of a service's own words, in UTF-16 code units. */
const MAX_DETAIL = 300;

/** @param provider name of the provider, where it is known */
export function aiErrorText(error: AIError, provider?: string): AIErrorText {
  const action = actionFor(error.reason);
  const detail = error.detail === undefined ? '' : modelLine(error.detail, MAX_DETAIL);
  return {
    message: messageFor(error.reason, provider ?? vscode.l10n.t('The AI provider')),
    ...(detail !== '' && { detail }),
    ...(action && { action }),
    isRetryable: error.isRetryable || ['noConsent', 'unavailable', 'badAnswer', 'refused', 'cancelled'].includes(error.reason),
    ...(error.until !== undefined && { until: error.until }),
  };
}

export function runAIErrorAction({ command }: Action): Thenable<unknown> {
  return vscode.commands.executeCommand(command);
}

/**
 * Shows a failure as a notification with the buttons that help. Nothing is shown when somebody cancelled.
 * @param retry is offered where trying again may help
 */
export async function showAIError(error: unknown, provider?: string, retry?: () => Thenable<unknown>): Promise<void> {
  if (!AIError.is(error)) throw error;
  if (error.reason === 'cancelled') return;
  const { message, detail, action, isRetryable } = aiErrorText(error, provider);
  const again = vscode.l10n.t('Retry');
  const buttons = [...(action ? [action.title] : []), ...(retry && isRetryable ? [again] : [])];
  const text = detail === undefined ? message : vscode.l10n.t('{0} ({1})', message, detail);
  const show = error.reason === 'noConsent' ? vscode.window.showWarningMessage : vscode.window.showErrorMessage;
  const answer = await show(forMessage(text), ...buttons);
  if (answer === undefined) return;
  if (answer === again) await retry?.();
  else if (action) await runAIErrorAction(action);
}

function actionFor(reason: AIErrorReason): Action | undefined {
  switch (reason) {
    case 'noProvider':
    case 'notSupported':
    case 'unreachable':
      return { title: vscode.l10n.t('Select Provider'), command: 'promptstack.selectProvider' };
    case 'noKey':
    case 'unauthorized':
      return { title: vscode.l10n.t('Set API Key'), command: 'promptstack.setApiKey' };
    case 'untrusted':
      return { title: vscode.l10n.t('Manage Workspace Trust'), command: 'workbench.trust.manage' };
    case 'forbidden':
    case 'modelNotFound':
    case 'tooLarge':
    case 'badAnswer':
    case 'refused':
      return { title: vscode.l10n.t('Select Model'), command: 'promptstack.selectModel' };
    case 'badRequest':
    case 'serverError':
    case 'insecure':
      return { title: vscode.l10n.t('Show Log'), command: 'promptstack.showLog' };
    case 'noConsent':
    case 'rateLimited':
    case 'overloaded':
    case 'timeout':
    case 'interrupted':
    case 'unavailable':
    case 'cancelled':
      return undefined;
  }
}

function messageFor(reason: AIErrorReason, provider: string): string {
  switch (reason) {
    case 'noProvider':
      return vscode.l10n.t('No AI provider is selected. Everything else works without one.');
    case 'noKey':
      return vscode.l10n.t('{0} needs an API key, and none is set.', provider);
    case 'noConsent':
      return vscode.l10n.t('Nothing was sent to {0}, because you did not allow it.', provider);
    case 'untrusted':
      return vscode.l10n.t('Nothing is sent from a workspace that you do not trust.');
    case 'unauthorized':
      return vscode.l10n.t('{0} does not accept the API key. Set another one.', provider);
    case 'forbidden':
      return vscode.l10n.t('{0} does not allow this. Select another model, or check what your account or key may use.', provider);
    case 'modelNotFound':
      return vscode.l10n.t('{0} does not have the model that was asked for. Select another one.', provider);
    case 'tooLarge':
      return vscode.l10n.t('The text is too long for {0}. Shorten it, send fewer prompts along, or select a model with a larger context.', provider);
    case 'rateLimited':
      return vscode.l10n.t('The rate limit of {0} is reached. Try again a little later.', provider);
    case 'overloaded':
      return vscode.l10n.t('{0} is overloaded. Try again a little later.', provider);
    case 'serverError':
      return vscode.l10n.t('{0} had an error on its own side. Try again a little later.', provider);
    case 'badRequest':
      return vscode.l10n.t('{0} did not understand the request. The log tells more.', provider);
    case 'notSupported':
      return vscode.l10n.t('{0} cannot do this. Select another model or provider, or complete the settings.', provider);
    case 'unreachable':
      return vscode.l10n.t('{0} cannot be reached. Check the connection, the proxy and the address in the settings.', provider);
    case 'insecure':
      return vscode.l10n.t('The connection to {0} is not secure, so nothing was sent: its certificate was not accepted, or its address does not begin with https://.', provider);
    case 'timeout':
      return vscode.l10n.t('{0} did not answer in time. Try again.', provider);
    case 'interrupted':
      return vscode.l10n.t('The answer of {0} broke off. Try again.', provider);
    case 'badAnswer':
      return vscode.l10n.t('The answer of {0} could not be read. Try again, or select another model.', provider);
    case 'refused':
      return vscode.l10n.t('The model of {0} declined to answer. Change the text, or select another model.', provider);
    case 'unavailable':
      return vscode.l10n.t('{0} failed several times in a row, so nothing is sent for a moment. Try again a little later.', provider);
    case 'cancelled':
      return vscode.l10n.t('Cancelled.');
  }
}
