import type { Prompt } from '../../../core/prompts/prompt';
import type { ProblemSeverity, PromptProblem } from '../../../core/prompts/problems';
import { compareText } from '../../../core/util/text';

export interface ProblemRow {
  readonly prompt: Prompt;
  readonly problem: PromptProblem;
}

export interface ProblemList {
  /** In the order of {@link severities}; within one, by file and by line. Those without rows are left out. */
  readonly groups: readonly { readonly severity: ProblemSeverity; readonly count: number; readonly rows: readonly ProblemRow[] }[];
  readonly counts: Readonly<Record<ProblemSeverity, number>>;
}

/** Worst first. */
const severities: readonly ProblemSeverity[] = ['error', 'warning', 'hint'];

/**
 * The problems of a library as they are listed.
 * @param limit rows in all, so that a list of tens of thousands stays usable; the mildest are left out first, and all are counted
 */
export function listProblems(prompts: readonly Prompt[], limit: number): ProblemList {
  const bySeverity: Record<ProblemSeverity, ProblemRow[]> = { error: [], warning: [], hint: [] };
  for (const prompt of prompts) for (const problem of prompt.problems) bySeverity[problem.severity].push({ prompt, problem });
  let room = limit;
  const groups = severities.flatMap((severity) => {
    const all = bySeverity[severity];
    if (all.length === 0) return [];
    const rows = all.sort(byFileAndLine).slice(0, room);
    room -= rows.length;
    return [{ severity, count: all.length, rows }];
  });
  return { groups, counts: { error: bySeverity.error.length, warning: bySeverity.warning.length, hint: bySeverity.hint.length } };
}

function byFileAndLine(a: ProblemRow, b: ProblemRow): number {
  if (a.prompt !== b.prompt) return compareText(a.prompt.path, b.prompt.path) || compareText(a.prompt.uri, b.prompt.uri);
  const from = a.problem.range.start;
  const to = b.problem.range.start;
  return from.line - to.line || from.character - to.character;
}
