import * as vscode from 'vscode';
import type { SelectionReason } from '../../../core/ai/contextSelector';
import type { Prompt } from '../../../core/prompts/prompt';
import { promptIcon } from '../../categoryIcon';
import { forLabel } from '../../messageText';
import { numberText, tokensText } from '../../numberText';
import { reasonsText } from '../../selectionTexts';

/** A prompt, or a separator (no prompt). */
export interface ContextRow extends vscode.QuickPickItem {
  readonly prompt?: Prompt;
}


/** What the list tells of a prompt. */
interface RowState {
  readonly reasons: readonly SelectionReason[];
  /** Of those whose text was read. */
  readonly tokens: number | undefined;
  /** It would be sent along if there were room for it. */
  readonly isTooLong: boolean;
  readonly isTicked: boolean;
}

export function contextRow(prompt: Prompt, { reasons, tokens, isTooLong, isTicked }: RowState): ContextRow {
  const parts = [prompt.category, tokens === undefined ? '' : tokensText(tokens), isTooLong ? vscode.l10n.t('no room for it') : ''];
  const detail = reasons.length > 0 ? reasonsText(reasons) : prompt.description;
  return {
    prompt,
    label: forLabel(prompt.title),
    description: parts.filter((part) => part !== '').map(forLabel).join(' · '),
    ...(detail !== '' && { detail: forLabel(detail) }),
    iconPath: promptIcon(prompt.category),
    alwaysShow: true,
    picked: isTicked,
  };
}

export function separatorRow(label: string): ContextRow {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** `Prompts Sent Along · 3 prompts · ~1,200 of 30,000 tokens` */
export function titleText(count: number, tokens: number, budget: number | undefined): string {
  const prompts = count === 1 ? vscode.l10n.t('1 prompt') : vscode.l10n.t('{0} prompts', numberText(count));
  const size = budget === undefined ? tokensText(tokens) : vscode.l10n.t('~{0} of {1} tokens', numberText(tokens), numberText(budget));
  return [vscode.l10n.t('Prompts Sent Along'), prompts, size].join(' · ');
}

export function tooMuchText(tokens: number, budget: number): string {
  return vscode.l10n.t('These prompts have about {0} tokens together; at most {1} can be sent along. Untick some of them.', numberText(tokens), numberText(budget));
}
