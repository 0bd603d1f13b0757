import * as vscode from 'vscode';
import type { PlacedHunk } from '../../../core/ai/edits/editReview';
import { lensTitle } from '../../lensTitle';
import { conflictText } from './editsTexts';
import type { OpenReview } from './openReview';

/** Above each change of a proposal: accept it, or reject it. @param retry asks the model anew */
export function hunkLenses(review: OpenReview, document: vscode.TextDocument, retry: vscode.Command): vscode.CodeLens[] {
  const { conflicts } = review;
  if (conflicts.length > 0) {
    const top = new vscode.Range(0, 0, 0, 0);
    // The button first: a long text does not fit beside the document.
    return [new vscode.CodeLens(top, retry), new vscode.CodeLens(top, { title: lensTitle('warning', conflictText(conflicts)), command: '' })];
  }
  return review.review.placed().flatMap((hunk) => {
    const range = rangeOf(hunk, document.lineCount);
    const lens = (command: 'promptstack.acceptHunk' | 'promptstack.rejectHunk', title: string): vscode.CodeLens =>
      new vscode.CodeLens(range, { command, title, tooltip: changeText(hunk), arguments: [review.number, hunk.id] });
    return [
      lens('promptstack.acceptHunk', lensTitle('check', vscode.l10n.t('Accept Change'))),
      lens('promptstack.rejectHunk', lensTitle('close', vscode.l10n.t('Reject Change'))),
      ...(hunk.last < hunk.first ? [new vscode.CodeLens(range, { command: '', title: changeText(hunk) })] : []),
    ];
  });
}

/** The change whose lines, on the side of the proposal or of the document, are at a line counted from 0; else the next one. */
export function hunkAt(review: OpenReview, line: number, isProposal: boolean): number | undefined {
  const { hunks } = review.review;
  const placed = isProposal ? review.review.placed() : hunks;
  return (placed.find(({ last }) => last >= line) ?? placed.at(-1))?.id;
}

/** Where lines go, nothing stands in the proposal but what comes after them. */
function rangeOf({ first, last }: PlacedHunk, count: number): vscode.Range {
  const start = Math.min(first, count) - 1;
  return new vscode.Range(start, 0, Math.max(start, Math.min(last, count) - 1), 0);
}

function changeText({ first, last, removed }: PlacedHunk): string {
  const added = last - first + 1;
  if (added <= 0) return removed === 1 ? vscode.l10n.t('removes 1 line') : vscode.l10n.t('removes {0} lines', removed);
  if (removed === 0) return added === 1 ? vscode.l10n.t('adds 1 line') : vscode.l10n.t('adds {0} lines', added);
  return vscode.l10n.t('replaces {0} lines with {1}', removed, added);
}
