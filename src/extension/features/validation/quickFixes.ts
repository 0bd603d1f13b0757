import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { PromptProblem } from '../../../core/prompts/problems';
import { fixTitle } from '../../problemText';
import { toRange } from '../../textRange';
import { diagnosticSource } from './publishedProblems';

interface Wanted {
  readonly range: vscode.Range;
  readonly context: vscode.CodeActionContext;
  /** For `editor.codeActionsOnSave` and *Fix All*: what mends every near-miss placeholder at once. */
  readonly fixAllKind: vscode.CodeActionKind;
}

/** The edits that mend problems of a prompt. Judges the text as it is at that moment, so that no edit is ever out of date. */
export async function quickFixes(
  app: App,
  document: vscode.TextDocument,
  { range, context, fixAllKind }: Wanted,
  token: vscode.CancellationToken,
): Promise<vscode.CodeAction[]> {
  const wantsFixAll = context.only?.contains(fixAllKind) === true || fixAllKind.contains(context.only ?? vscode.CodeActionKind.Empty);
  const ours = context.diagnostics.filter(({ source }) => source === diagnosticSource);
  if (ours.length === 0 && !wantsFixAll) return [];
  const { prompt } = await app.library.parse(document.uri.toString(), document.getText());
  if (token.isCancellationRequested) return [];
  const here = prompt.problems.filter((problem) => toRange(problem.range).intersection(range) !== undefined);
  const actions = here.flatMap((problem) => quickFix(document, problem, ours) ?? []);
  const nearMisses = prompt.problems.filter(({ code, fix }) => code === 'nearMissPlaceholder' && fix);
  if (nearMisses.length > 1 && here.some((problem) => nearMisses.includes(problem))) {
    actions.push(fixAll(document, nearMisses, vscode.CodeActionKind.QuickFix));
  }
  if (wantsFixAll && nearMisses.length > 0) actions.push(fixAll(document, nearMisses, fixAllKind));
  return actions;
}

function quickFix(document: vscode.TextDocument, problem: PromptProblem, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction | undefined {
  const title = fixTitle(problem);
  if (title === undefined) return undefined;
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  const range = toRange(problem.range);
  const shown = diagnostics.find((diagnostic) => diagnostic.code === problem.code && diagnostic.range.isEqual(range));
  if (shown) action.diagnostics = [shown];
  action.edit = editOf(document, [problem]);
  action.isPreferred = true;
  return action;
}

function fixAll(document: vscode.TextDocument, problems: readonly PromptProblem[], kind: vscode.CodeActionKind): vscode.CodeAction {
  const action = new vscode.CodeAction(vscode.l10n.t('Fix All Placeholders in This File'), kind);
  action.edit = editOf(document, problems);
  return action;
}

function editOf(document: vscode.TextDocument, problems: readonly PromptProblem[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { fix } of problems) if (fix) edit.replace(document.uri, toRange(fix.range), fix.newText);
  return edit;
}
