import * as vscode from 'vscode';
import type { PayloadFile, ResolvedPayload } from '../../../core/ai/send/resolvePayload';
import { tokensText } from '../../numberText';
import { shareIn } from '../../shareText';
import { targetStateText } from '../../targetStateText';

/** Names in one row or question; of more than these only the number is told. */
export const MAX_NAMES = 5;

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
