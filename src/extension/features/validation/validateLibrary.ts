import * as vscode from 'vscode';
import type { App, LibraryNotice } from '../../../core/app';
import type { PromptProblem, ProblemSeverity } from '../../../core/prompts/problems';
import { relativeTo } from '../../../core/util/uri';
import { noticeMessage, problemMessage, severityLabel } from '../../problemText';
import { toRange } from '../../textRange';
import { listProblems, type ProblemList, type ProblemRow } from './problemList';

/** More rows than anybody reads. */
const MAX_ROWS = 1000;
/** Pause on a row after which its place is shown, in milliseconds. */
const PREVIEW_DELAY = 150;

interface Row extends vscode.QuickPickItem {
  readonly place?: { readonly uri: vscode.Uri; readonly range: vscode.Range | undefined; readonly canPreview: boolean };
}

/** Looks at every file again and lists what is wrong, worst first. */
export async function validateLibrary(app: App): Promise<void> {
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Checking prompts…') }, async () => {
    await app.library.whenReady();
    await app.library.refresh();
  });
  const { prompts, notices } = app.library;
  const problems = listProblems(prompts, MAX_ROWS);
  if (problems.groups.length + notices.length > 0) return showList(app, problems);
  const message =
    prompts.length === 1
      ? vscode.l10n.t('No problems in 1 prompt.')
      : vscode.l10n.t('No problems in {0} prompts.', prompts.length.toLocaleString(vscode.env.language));
  void vscode.window.showInformationMessage(message);
}

function showList(app: App, problems: ProblemList): void {
  const pick = vscode.window.createQuickPick<Row>();
  const before = vscode.window.activeTextEditor;
  const panel: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('layout-panel'), tooltip: vscode.l10n.t('Show in the Problems Panel') };
  pick.title = vscode.l10n.t('Problems in the Library: {0}', summaryOf(problems, app.library.notices.length));
  pick.placeholder = vscode.l10n.t('Type to filter by file or message');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.buttons = [panel];
  pick.items = [...problems.groups.flatMap((group) => rowsOf(app, group)), ...noticeRows(app)];
  let accepted = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // The list opens with its first row active; showing that would change the editor before the user did anything.
  let first = true;
  let previewed = false;
  pick.onDidChangeActive(([row]) => {
    clearTimeout(timer);
    if (first) {
      first = false;
      return;
    }
    if (row?.place?.canPreview !== true) return;
    timer = setTimeout(() => {
      previewed = true;
      void show(row, true);
    }, PREVIEW_DELAY);
  });
  pick.onDidTriggerButton(() => void vscode.commands.executeCommand('workbench.actions.view.problems'));
  pick.onDidAccept(() => {
    const row = pick.activeItems[0];
    if (!row?.place) return;
    accepted = true;
    pick.hide();
    void show(row, false);
  });
  pick.onDidHide(() => {
    clearTimeout(timer);
    pick.dispose();
    if (!accepted && previewed && before) void vscode.window.showTextDocument(before.document, before.viewColumn);
  });
  pick.show();
}

async function show({ place }: Row, preserveFocus: boolean): Promise<void> {
  if (place) await vscode.commands.executeCommand('vscode.open', place.uri, { preview: true, preserveFocus, selection: place.range });
}

function rowsOf(app: App, { severity, count, rows }: ProblemList['groups'][number]): Row[] {
  const separator: Row = { label: `${severityLabel(severity)} (${count.toLocaleString(vscode.env.language)})`, kind: vscode.QuickPickItemKind.Separator };
  const hidden = count - rows.length;
  const several = new Set(app.library.prompts.map(({ sourceId }) => sourceId)).size > 1;
  const more: Row[] = hidden > 0 ? [{ label: vscode.l10n.t('{0} more are not listed', hidden.toLocaleString(vscode.env.language)), alwaysShow: true }] : [];
  return [separator, ...rows.map((row) => problemRow(app, row, several)), ...more];
}

function problemRow(app: App, { prompt, problem }: ProblemRow, several: boolean): Row {
  return {
    label: `${prompt.path}:${problem.range.start.line + 1}`,
    description: several ? (app.library.sourceOf(prompt.uri)?.label ?? '') : '',
    detail: problemMessage(problem),
    iconPath: severityIcon(problem.severity),
    place: { uri: vscode.Uri.parse(prompt.uri), range: toRange(problem.range), canPreview: isText(problem) },
  };
}

function noticeRows(app: App): Row[] {
  if (app.library.notices.length === 0) return [];
  const rows = app.library.notices.slice(0, MAX_ROWS).map((notice): Row => ({
    label: pathOf(app, notice),
    detail: noticeMessage(notice),
    iconPath: new vscode.ThemeIcon('info'),
  }));
  return [{ label: vscode.l10n.t('Not Read ({0})', app.library.notices.length), kind: vscode.QuickPickItemKind.Separator }, ...rows];
}

function pathOf(app: App, { uri }: LibraryNotice): string {
  for (const { root } of app.library.sources) {
    const path = relativeTo(root, uri);
    if (path) return path;
  }
  return vscode.Uri.parse(uri).fsPath;
}

function summaryOf({ counts }: ProblemList, notices: number): string {
  const parts: string[] = [];
  if (counts.error > 0) parts.push(counts.error === 1 ? vscode.l10n.t('1 error') : vscode.l10n.t('{0} errors', counts.error));
  if (counts.warning > 0) parts.push(counts.warning === 1 ? vscode.l10n.t('1 warning') : vscode.l10n.t('{0} warnings', counts.warning));
  if (counts.hint > 0) parts.push(counts.hint === 1 ? vscode.l10n.t('1 hint') : vscode.l10n.t('{0} hints', counts.hint));
  if (notices > 0) parts.push(vscode.l10n.t('{0} not read', notices));
  return parts.join(', ');
}

function severityIcon(severity: ProblemSeverity): vscode.ThemeIcon {
  switch (severity) {
    case 'error':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('problemsErrorIcon.foreground'));
    case 'warning':
      return new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground'));
    case 'hint':
      return new vscode.ThemeIcon('lightbulb', new vscode.ThemeColor('problemsInfoIcon.foreground'));
  }
}

/** Whether an editor can show the file without asking. */
function isText({ code }: PromptProblem): boolean {
  return code !== 'tooLarge' && code !== 'unreadable' && code !== 'undecodable';
}
