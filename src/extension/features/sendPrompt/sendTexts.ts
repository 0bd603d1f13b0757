import * as vscode from 'vscode';
import type { PayloadFile, ResolvedPayload } from '../../../core/ai/send/resolvePayload';
import { shareIn } from '../../shareText';
import { targetStateText } from '../../targetStateText';

export function numberText(value: number): string {
  return value.toLocaleString([vscode.env.language, 'en']);
}

/** "~1,234 tokens" */
export function tokensText(tokens: number): string {
  return tokens === 1 ? vscode.l10n.t('~{0} token', 1) : vscode.l10n.t('~{0} tokens', numberText(tokens));
}

/** "~1,234 tokens, 0.6% of the context" */
export function tokensOfContextText(tokens: number, contextTokens: number): string {
  return vscode.l10n.t('{0}, {1} of the context', tokensText(tokens), shareIn(vscode.env.language, tokens / contextTokens));
}

/** Why a file is not put in. */
export function stateText(state: PayloadFile['state']): string {
  return state === 'tooMuch' ? vscode.l10n.t('too long together with the others') : targetStateText(state);
}

/** Files that are not put in although they were to be. */
export function leftFiles({ files }: ResolvedPayload): readonly PayloadFile[] {
  return files.filter(({ state, isInlined }) => !isInlined && state !== 'ok');
}

const MAX_NAMES = 5;

export function namesText(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).join(', ');
  return names.length > MAX_NAMES ? vscode.l10n.t('{0} and {1} more', shown, names.length - MAX_NAMES) : shown;
}
