import * as vscode from 'vscode';
import type { PromptProblem, ProblemSeverity } from '../../../core/prompts/problems';
import { problemMessage } from '../../problemText';
import { toRange } from '../../textRange';

/** `source` of every diagnostic of this extension. */
export const diagnosticSource = 'PromptStack';

/** Files per message to the editor: enough to be quick, few enough not to hold up typing. */
const BATCH = 200;

/**
 * The diagnostics of the library as the Problems panel knows them. Files without problems cost nothing; many changes go out in batches
 * between which the extension host serves other things.
 */
export class PublishedProblems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('promptstack');
  readonly #published = new Set<string>();
  /** The newest problems of files that are still to go out, in the order of their change. */
  readonly #pending = new Map<string, readonly PromptProblem[]>();
  #timer: ReturnType<typeof setImmediate> | undefined;

  dispose(): void {
    clearImmediate(this.#timer);
    this.#collection.dispose();
  }

  /** @param problems none clears the file */
  set(uri: string, problems: readonly PromptProblem[]): void {
    if (problems.length === 0 && !this.#published.has(uri) && !this.#pending.has(uri)) return;
    this.#pending.delete(uri);
    this.#pending.set(uri, problems);
    this.#timer ??= setImmediate(() => this.#publish());
  }

  #publish(): void {
    this.#timer = undefined;
    const entries: [vscode.Uri, vscode.Diagnostic[]][] = [];
    for (const [uri, problems] of this.#pending) {
      if (entries.length === BATCH) break;
      this.#pending.delete(uri);
      if (problems.length > 0) this.#published.add(uri);
      else this.#published.delete(uri);
      entries.push([vscode.Uri.parse(uri), problems.map(toDiagnostic)]);
    }
    this.#collection.set(entries);
    if (this.#pending.size > 0) this.#timer = setImmediate(() => this.#publish());
  }
}

function toDiagnostic(problem: PromptProblem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(problem.range), problemMessage(problem), severityOf(problem.severity));
  diagnostic.source = diagnosticSource;
  diagnostic.code = problem.code;
  return diagnostic;
}

function severityOf(severity: ProblemSeverity): vscode.DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return vscode.DiagnosticSeverity.Error;
    case 'warning':
      return vscode.DiagnosticSeverity.Warning;
    case 'hint':
      return vscode.DiagnosticSeverity.Hint;
  }
}
