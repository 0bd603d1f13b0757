import * as vscode from 'vscode';
import type { TextMeasure } from '../../../core/ai/textMeasure';
import { shareIn } from '../../shareText';
import { ERROR_SHARE, NumberTexts, WARNING_SHARE } from './figures';
import type { HistorySave } from '../../historySaves';
import type { SaveState } from './saveTracker';

const numbers = new NumberTexts(vscode.env.language);

/** `1,234` */
export function whole(value: number): string {
  return numbers.whole(value);
}

/** `0.2%` for a share of 0.002. */
export function percent(share: number): string {
  return shareIn(vscode.env.language, share);
}

export function tokensText(tokens: number): string {
  return tokens === 1 ? vscode.l10n.t('~{0} token', whole(tokens)) : vscode.l10n.t('~{0} tokens', whole(tokens));
}

/** `~310 tokens (0.2%)` */
export function tokensOf(tokens: number, contextTokens: number): string {
  return vscode.l10n.t('{0} ({1})', tokensText(tokens), percent(tokens / contextTokens));
}

/** For the status bar: `1,234 chars · 40 lines · ~310 tokens (0.2%)`. */
export function shortText({ characters, lines, tokens }: TextMeasure, contextTokens: number): string {
  const parts = [
    characters === 1 ? vscode.l10n.t('{0} char', characters) : vscode.l10n.t('{0} chars', numbers.short(characters)),
    lines === 1 ? vscode.l10n.t('{0} line', lines) : vscode.l10n.t('{0} lines', numbers.short(lines)),
    vscode.l10n.t('{0} ({1})', tokens === 1 ? vscode.l10n.t('~{0} token', tokens) : vscode.l10n.t('~{0} tokens', numbers.short(tokens)), percent(tokens / contextTokens)),
  ];
  return parts.join(' · ');
}

/** The same for screen readers, in whole words. */
export function spokenText({ characters, lines, tokens }: TextMeasure, contextTokens: number): string {
  return vscode.l10n.t(
    '{0} characters, {1} lines, about {2} tokens, {3} of the context',
    whole(characters),
    whole(lines),
    whole(tokens),
    percent(tokens / contextTokens),
  );
}

/** `undefined` where there is nothing to say: a document without a file. */
export function saveText(state: SaveState): string | undefined {
  switch (state) {
    case 'none':
      return undefined;
    case 'unsaved':
      return vscode.l10n.t('Unsaved changes');
    case 'saving':
      return vscode.l10n.t('Saving…');
    case 'saved':
      return vscode.l10n.t('Saved');
    case 'failed':
      return vscode.l10n.t('Not saved: saving failed');
  }
}

/** An icon behind the figures, in words of {@link saveText}. */
export function saveIcon(state: SaveState): string {
  switch (state) {
    case 'none':
      return '';
    case 'unsaved':
      return ' $(circle-filled)';
    case 'saving':
      return ' $(sync~spin)';
    case 'saved':
      return ' $(check)';
    case 'failed':
      return ` $(error) ${vscode.l10n.t('not saved')}`;
  }
}

/** How far a document is recorded in the history. */
export function recordingText(state: HistorySave['state']): string {
  switch (state) {
    case 'saving':
      return vscode.l10n.t('Recording in the history…');
    case 'saved':
      return vscode.l10n.t('Recorded in the history');
    case 'failed':
      return vscode.l10n.t('Not recorded in the history: that failed');
  }
}

/** An icon behind the figures, in words of {@link recordingText}. */
export function recordingIcon(state: HistorySave['state']): string {
  switch (state) {
    case 'saving':
      return ' $(sync~spin)';
    case 'saved':
      return ' $(history)';
    case 'failed':
      return ` $(error) ${vscode.l10n.t('not recorded')}`;
  }
}

export function thresholdsText(contextTokens: number): string {
  return vscode.l10n.t('Context: {0} tokens. Warning from {1}, error from {2}.', whole(contextTokens), percent(WARNING_SHARE), percent(ERROR_SHARE));
}
