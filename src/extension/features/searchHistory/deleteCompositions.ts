import * as vscode from 'vscode';
import { estimatedBytes } from '../../../core/history/cleanup';
import type { CompositionSummary } from '../../../core/history/composition';
import type { HistoryStatistics } from '../../../core/history/compositionRepository';
import type { History } from '../../../core/history/history';
import type { Log } from '../../../core/ports/log';
import { basenameOf } from '../../../core/util/uri';
import { countText, excerptText } from '../../compositionTexts';
import { executeCommand } from '../../host';
import { withLateProgress } from '../../lateProgress';
import { forMessage } from '../../messageText';
import { numberText } from '../../numberText';
import { fileErrorText } from '../../promptFileErrors';
import { bytesText } from './cleanUpTexts';
import { beginningOf } from './foundText';
import { LABEL_LENGTH } from './searchRows';

/** So many are deleted between two looks at whether the user cancelled. */
const BATCH = 50;
const MAX_NAMED = 5;

/** What of the history is asked. */
export type DeletingHistory = Pick<History, 'delete' | 'load'>;

interface Deletion {
  deleted: number;
  bytes: number;
  /** URIs of files that are still there. */
  readonly failed: string[];
  /** What went wrong with others, as the user understands it. */
  reason: string | undefined;
}

/** The last question. */
export async function confirmDeletion(statistics: HistoryStatistics, going: readonly CompositionSummary[]): Promise<boolean> {
  const missing = going.filter(({ isMissing }) => isMissing).length;
  const names = going.slice(-MAX_NAMED).reverse().map((composition) => beginningOf(excerptText(composition), LABEL_LENGTH).label);
  if (going.length > MAX_NAMED) names.push(vscode.l10n.t('… and {0} more', numberText(going.length - MAX_NAMED)));
  const detail = [
    names.join('\n'),
    hasTrash() ? vscode.l10n.t('Their Markdown files go to the trash.') : vscode.l10n.t('Their Markdown files are deleted permanently.'),
    ...(missing > 0 ? [vscode.l10n.t('{0} of them have no file any more: their text is only in the database and cannot be brought back.', numberText(missing))] : []),
  ];
  const question = vscode.l10n.t('Delete {0} (about {1})?', countText(going.length), bytesText(estimatedBytes(going, statistics)));
  const action = vscode.l10n.t('Delete');
  return (await vscode.window.showWarningMessage(forMessage(question), { modal: true, detail: detail.join('\n\n') }, action)) === action;
}

export async function deleteCompositions(log: Log, history: DeletingHistory, going: readonly CompositionSummary[]): Promise<void> {
  const result: Deletion = { deleted: 0, bytes: 0, failed: [], reason: undefined };
  await withLateProgress(vscode.l10n.t('Deleting compositions'), async (signal, report) => {
    for (let start = 0; start < going.length && !signal.aborted && result.reason === undefined; start += BATCH) {
      const batch = going.slice(start, start + BATCH);
      await deleteBatch(log, history, batch, result);
      report(start + batch.length, going.length);
    }
  });
  const left = going.length - result.deleted;
  log.info(`${result.deleted} compositions deleted, ${left} left`);
  await tell(log, history, going, result);
}

async function deleteBatch(log: Log, history: DeletingHistory, batch: readonly CompositionSummary[], result: Deletion): Promise<void> {
  try {
    const { deleted, bytes, failed } = await history.delete(batch.map(({ uuid }) => uuid));
    result.deleted += deleted;
    result.bytes += bytes;
    result.failed.push(...failed);
  } catch (error) {
    log.error('Cleaning up the history failed', error);
    result.reason = fileErrorText(error) ?? (error instanceof Error ? error.message : String(error));
  }
}

async function tell(log: Log, history: DeletingHistory, going: readonly CompositionSummary[], { deleted, bytes, failed, reason }: Deletion): Promise<void> {
  const parts = [vscode.l10n.t('Deleted {0}, freed {1}.', countText(deleted), bytesText(bytes))];
  if (reason === undefined && failed.length === 0) {
    if (deleted < going.length) parts.push(vscode.l10n.t('The others stay.'));
    void vscode.window.showInformationMessage(forMessage(parts.join(' ')));
    return;
  }
  if (failed.length > 0) parts.push(failedText(failed));
  if (reason !== undefined) parts.push(reason);
  const [again, show] = [vscode.l10n.t('Retry'), vscode.l10n.t('Show Log')];
  const answer = await vscode.window.showWarningMessage(forMessage(parts.join(' ')), again, show);
  if (answer === show) return void (await executeCommand('promptstack.showLog'));
  if (answer !== again) return;
  const left = await Promise.all(going.map(async (composition) => ((await history.load(composition.uuid)) ? composition : undefined)));
  await deleteCompositions(
    log,
    history,
    left.filter((composition) => composition !== undefined),
  );
}

function failedText(failed: readonly string[]): string {
  const names = failed.slice(0, MAX_NAMED).map(basenameOf).join(', ');
  return failed.length > MAX_NAMED
    ? vscode.l10n.t('Could not delete {0} and {1} more. Check that you may write to the history folder.', names, numberText(failed.length - MAX_NAMED))
    : vscode.l10n.t('Could not delete {0}. Check that you may write to the history folder.', names);
}

/** Only the local disk of a desktop has one. */
function hasTrash(): boolean {
  return vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
}
