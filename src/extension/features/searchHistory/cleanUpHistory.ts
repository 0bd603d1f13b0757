import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { chosenForCleanup, type CleanupChoice, plainChoices, withoutOpen } from '../../../core/history/cleanup';
import type { CompositionSummary } from '../../../core/history/composition';
import type { HistoryStatistics } from '../../../core/history/compositionRepository';
import type { History } from '../../../core/history/history';
import { addDays, dayOf, machineOffset, startOfDay } from '../../../core/history/localDays';
import { countText, dateText } from '../../compositionTexts';
import { withProgress } from '../../historyProgress';
import type { PickPreview } from '../../pickPreview';
import { pickWhatGoes } from './cleanUpPick';
import { bytesText, sizeText } from './cleanUpTexts';
import { confirmDeletion, deleteCompositions } from './deleteCompositions';
import { askDay } from './dayInput';

/** Everything that the choices are made from, as it was when the clean-up began. */
interface CleanUpSubject {
  readonly compositions: readonly CompositionSummary[];
  readonly statistics: HistoryStatistics;
}

interface ChoiceRow extends vscode.QuickPickItem {
  readonly choice?: CleanupChoice | 'range';
}

const PAGE = 1000;

/** Lets the user delete many compositions at once: first which, then each of them, then once more whether really. */
export async function cleanUpHistory(app: App, preview: PickPreview): Promise<void> {
  const history = await app.history.load();
  const subject = await read(history);
  if (!subject) return;
  if (subject.compositions.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There are no compositions in the history.'));
    return;
  }
  for (;;) {
    const choice = await askChoice(subject);
    if (!choice) return;
    const { chosen, kept } = withoutOpen(chosenForCleanup(subject.compositions, choice, Date.now()), openDocuments());
    const going = await pickWhatGoes(app, preview, { title: titleOf(choice), chosen, kept, statistics: subject.statistics });
    if (going === 'back') continue;
    if (!going || !(await confirmDeletion(subject.statistics, going))) return;
    // Something may have been opened while the user was deciding.
    return deleteCompositions(app.log, history, withoutOpen(going, openDocuments()).chosen);
  }
}

/** @returns `undefined` when the user did not want to wait */
function read(history: History): Thenable<CleanUpSubject | undefined> {
  return withProgress(history, vscode.l10n.t('Reading the history…'), async (signal) => {
    await history.whenReady();
    const cancelled = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    await Promise.race([history.whenReconciled(), cancelled]);
    const compositions: CompositionSummary[] = [];
    for (let total = Infinity; compositions.length < total && !signal.aborted; ) {
      const page = await history.list({ limit: PAGE, offset: compositions.length, order: 'oldest' });
      if (page.items.length === 0) break;
      compositions.push(...page.items);
      total = page.total;
    }
    const statistics = await history.statistics({ offsetMinutes: machineOffset(Date.now()) });
    // Another window may have changed something between two pages.
    const unique = [...new Map(compositions.map((composition) => [composition.uuid, composition])).values()];
    return signal.aborted ? undefined : { compositions: unique, statistics };
  });
}

async function askChoice(subject: CleanUpSubject): Promise<CleanupChoice | undefined> {
  const { compositions, statistics } = subject;
  const rows: ChoiceRow[] = [];
  for (const choice of plainChoices) {
    const chosen = chosenForCleanup(compositions, choice, Date.now());
    if (choice.kind === 'missing' && chosen.length === 0) continue;
    rows.push({ label: titleOf(choice), description: sizeText(chosen, statistics), choice });
  }
  rows.push({ label: vscode.l10n.t('Between two dates…'), description: vscode.l10n.t('first and last day are asked for'), choice: 'range' });
  const row = await vscode.window.showQuickPick(rows, {
    title: vscode.l10n.t('Clean Up History: {0}', summaryOf(subject)),
    placeHolder: vscode.l10n.t('What should be deleted? You see the list first.'),
    ignoreFocusOut: true,
  });
  return row?.choice === 'range' ? askRange(statistics) : row?.choice;
}

function summaryOf({ compositions, statistics: { bytes, range } }: CleanUpSubject): string {
  const size = vscode.l10n.t('{0}, {1}', countText(compositions.length), bytesText(bytes));
  return range ? vscode.l10n.t('{0}, {1} to {2}', size, dateText(range.first), dateText(range.last)) : size;
}

async function askRange({ range }: HistoryStatistics): Promise<CleanupChoice | undefined> {
  const day = (time: number): string => dayOf(time, machineOffset);
  const title = vscode.l10n.t('Clean Up History: {0}', vscode.l10n.t('Between two dates'));
  const from = await askDay({ title, prompt: vscode.l10n.t('First day'), value: day(range?.first ?? Date.now()) });
  if (from === undefined) return undefined;
  const to = await askDay({ title, prompt: vscode.l10n.t('Last day'), value: day(range?.last ?? Date.now()), notBefore: from });
  if (to === undefined) return undefined;
  return { kind: 'range', from: startOfDay(from, machineOffset), to: startOfDay(addDays(to, 1), machineOffset) };
}

function titleOf(choice: CleanupChoice): string {
  switch (choice.kind) {
    case 'all':
      return vscode.l10n.t('All');
    case 'olderThan':
      return vscode.l10n.t('Not changed for {0} days', choice.days);
    case 'allButLast':
      return vscode.l10n.t('All but the last {0}', choice.count);
    case 'range':
      return vscode.l10n.t('{0} to {1}', dateText(choice.from), dateText(choice.to - 1));
    case 'missing':
      return vscode.l10n.t('Those whose Markdown file is gone');
  }
}

/** URIs of what is in an editor, shown or in a tab behind, and of what is not saved. */
function openDocuments(): ReadonlySet<string> {
  const open = new Set(vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty).map(({ uri }) => uri.toString()));
  for (const { input } of vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)) {
    if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) open.add(input.uri.toString());
    if (input instanceof vscode.TabInputTextDiff) open.add(input.modified.toString()).add(input.original.toString());
  }
  return open;
}
