import * as vscode from 'vscode';
import { estimatedBytes } from '../../../core/history/cleanup';
import type { CompositionSummary } from '../../../core/history/composition';
import { bytesIn } from '../../byteText';
import { countText } from '../../compositionTexts';

export function bytesText(bytes: number): string {
  return bytesIn(vscode.env.language, bytes);
}

/** "12 compositions, about 1.3 MB" @param all figures of the whole history */
export function sizeText(compositions: readonly CompositionSummary[], all: { readonly bytes: number; readonly characters: number }): string {
  if (compositions.length === 0) return vscode.l10n.t('none');
  return vscode.l10n.t('{0}, about {1}', countText(compositions.length), bytesText(estimatedBytes(compositions, all)));
}

/** "2 of them are open in an editor and stay." */
export function keptText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 is open in an editor and stays') : vscode.l10n.t('{0} are open in an editor and stay', count);
}
