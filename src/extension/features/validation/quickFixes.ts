import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { PromptProblem } from '../../../core/prompts/problems';
import { fixTitle } from '../../problemText';
import { diagnosticSource, toRange } from './publishedProblems';

/** For `editor.codeActionsOnSave` and *Fix All*: what mends every near-miss placeholder at once. */
const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('promptstack');

/** Offers the edits that mend problems of prompts. Judges the text as it is at that moment, so that no edit is ever out of date. */
export class QuickFixes implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, fixAllKind] };
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const uri = document.uri.toString();
    const wantsFixAll = context.only?.contains(fixAllKind) === true || fixAllKind.contains(context.only ?? vscode.CodeActionKind.Empty);
    const ours = context.diagnostics.filter(({ source }) => source === diagnosticSource);
    if (!this.#app.library.get(uri) || (ours.length === 0 && !wantsFixAll)) return [];
    const { prompt } = await this.#app.library.parse(uri, document.getText());
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
