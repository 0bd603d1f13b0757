import * as vscode from 'vscode';
import type { EditsError, EditsProblem } from '../../../core/ai/edits/checkEdits';
import type { AICallStatus } from '../../../core/ai/provider';
import type { LineSpan } from '../../../core/ai/suggestion';

/** More stretches of lines than this are not named one by one. */
const MAX_SPANS = 5;

/** Why edits of a model are not shown for review. */
export function editsErrorText({ reason, problem }: EditsError): string {
  if (reason === 'noEdits' || !problem) return vscode.l10n.t('The model found nothing to change for this suggestion.');
  return problemText(problem);
}

function problemText(problem: EditsProblem): string {
  switch (problem.kind) {
    case 'frontmatter':
      return vscode.l10n.t('The model wanted to change the frontmatter, which is not its to change.');
    case 'outOfRange':
      return vscode.l10n.t('The model wanted to change line {0}, which is not there.', String(problem.line));
    case 'order':
      return vscode.l10n.t('The model wanted to change line {0} twice.', String(problem.line));
    case 'characters':
      return vscode.l10n.t('The model wanted to write control characters at line {0}.', String(problem.line));
    case 'tooLarge':
      return vscode.l10n.t('The model wanted to write far more than the document has.');
    case 'cut':
      return vscode.l10n.t('The changes are longer than the model may write at once.');
  }
}

/** What stands in the way of a review that goes on while the document is edited. */
export function conflictText(lines: readonly LineSpan[]): string {
  const [span, ...more] = lines;
  if (span && more.length === 0 && span.first >= span.last) return vscode.l10n.t('You changed line {0} meanwhile, which the suggestion changes too. Your text was kept.', span.first);
  return vscode.l10n.t('You changed lines {0} meanwhile, which the suggestion changes too. Your text was kept.', spansText(lines));
}

function spansText(lines: readonly LineSpan[]): string {
  const named = lines.slice(0, MAX_SPANS).map(({ first, last }) => (first >= last ? `${first}` : `${first}–${last}`));
  return named.join(', ') + (lines.length > MAX_SPANS ? ', …' : '');
}

/** What a call waits for, beside the title of its progress. @param now milliseconds since the epoch */
export function statusText(status: AICallStatus, now: number): string {
  switch (status.kind) {
    case 'queued':
      return vscode.l10n.t('waiting for other requests');
    case 'sent':
      return vscode.l10n.t('waiting for the answer');
    case 'streaming':
      return vscode.l10n.t('the answer arrives');
    case 'waiting': {
      const seconds = Math.max(1, Math.ceil((status.until - now) / 1000));
      return vscode.l10n.t('trying again in {0} s ({1} of {2})', seconds, status.attempt, status.attempts);
    }
  }
}
