import * as vscode from 'vscode';
import type { History } from '../../../core/history/history';
import { addDays, dayOf, machineOffset, parseDay } from '../../../core/history/localDays';
import { type FilterKey, withFilter } from '../../../core/history/searchInput';
import { basenameOf, dirnameOf } from '../../../core/util/uri';
import { countText } from '../../compositionTexts';
import { forLabel } from '../../messageText';
import { askDay } from './dayInput';

/** What of the history is asked. */
type FilteredHistory = Pick<History, 'tags' | 'directories'>;

export type FilterKind = 'tag' | 'folder' | 'date';

interface FilterRow extends vscode.QuickPickItem {
  readonly filter: readonly [key: FilterKey, value: string] | 'ask';
}

/** Asks for a filter. @returns what is typed, with it; `undefined` when the user chose none */
export async function askFilter(history: FilteredHistory, kind: FilterKind, typed: string): Promise<string | undefined> {
  const rows = kind === 'tag' ? tagRows(history) : kind === 'folder' ? folderRows(history) : dateRows();
  const [title, placeHolder] = textsOf(kind);
  const row = await vscode.window.showQuickPick<FilterRow>(rows, { title, placeHolder, matchOnDescription: true, matchOnDetail: true });
  if (!row) return undefined;
  if (row.filter !== 'ask') return withFilter(typed, ...row.filter);
  return askPeriod(typed);
}

function textsOf(kind: FilterKind): readonly [title: string, placeHolder: string] {
  switch (kind) {
    case 'tag':
      return [vscode.l10n.t('Search History: Tag'), vscode.l10n.t('Only compositions with this tag')];
    case 'folder':
      return [vscode.l10n.t('Search History: Folder'), vscode.l10n.t('Only compositions that were written in this folder')];
    case 'date':
      return [vscode.l10n.t('Search History: Date'), vscode.l10n.t('Only compositions of this time')];
  }
}

async function tagRows(history: FilteredHistory): Promise<FilterRow[]> {
  const tags = await history.tags();
  return tags.map(({ value, count }) => ({ label: forLabel(value), description: countText(count), iconPath: new vscode.ThemeIcon('tag'), filter: ['tag', value] }));
}

async function folderRows(history: FilteredHistory): Promise<FilterRow[]> {
  const directories = await history.directories();
  return [
    { label: vscode.l10n.t('This Workspace'), iconPath: new vscode.ThemeIcon('root-folder'), filter: ['in', 'this'] },
    ...directories.map(({ value, count }): FilterRow => {
      const name = basenameOf(value);
      // Of two folders with one name the first would always be meant.
      const isClear = directories.find((other) => basenameOf(other.value).toLowerCase() === name.toLowerCase())?.value === value;
      return {
        label: forLabel(name),
        description: countText(count),
        detail: vscode.Uri.parse(dirnameOf(value)).fsPath,
        iconPath: new vscode.ThemeIcon('folder'),
        filter: ['in', isClear ? name : value],
      };
    }),
    { label: vscode.l10n.t('Outside of Any Folder'), iconPath: new vscode.ThemeIcon('circle-slash'), filter: ['in', 'none'] },
  ];
}

function dateRows(): Promise<FilterRow[]> {
  const today = dayOf(Date.now(), machineOffset);
  const since = (label: string, day: string): FilterRow => ({ label, description: `after:${day}`, iconPath: new vscode.ThemeIcon('calendar'), filter: ['after', day] });
  return Promise.resolve([
    since(vscode.l10n.t('Today'), today),
    since(vscode.l10n.t('Last 7 Days'), addDays(today, -6)),
    since(vscode.l10n.t('Last 30 Days'), addDays(today, -29)),
    since(vscode.l10n.t('This Year'), today.slice(0, 4)),
    { label: vscode.l10n.t('From … to …'), iconPath: new vscode.ThemeIcon('calendar'), filter: 'ask' },
  ]);
}

async function askPeriod(typed: string): Promise<string | undefined> {
  const title = vscode.l10n.t('Search History: Date');
  const from = await askDay({ title, prompt: vscode.l10n.t('First day, as {0}', dayOf(Date.now(), machineOffset)) });
  if (from === undefined) return undefined;
  const to = await askDay({ title, prompt: vscode.l10n.t('Last day, as {0}', dayOf(Date.now(), machineOffset)), notBefore: from });
  if (to === undefined) return undefined;
  return withFilter(withFilter(typed, 'after', from), 'before', addDays(parseDay(to) ?? to, 1));
}
