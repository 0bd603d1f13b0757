import { l10n } from 'vscode';
import type { Prompt } from '../../../core/prompts/prompt';

/** "2 errors, 1 warning"; empty when there is neither. Hints do not count: they ask for nothing. */
export function problemSummary(prompt: Pick<Prompt, 'problems'>): string {
  const count = (severity: string): number => prompt.problems.filter((problem) => problem.severity === severity).length;
  const errors = count('error');
  const warnings = count('warning');
  const parts: string[] = [];
  if (errors > 0) parts.push(errors === 1 ? l10n.t('1 error') : l10n.t('{0} errors', errors));
  if (warnings > 0) parts.push(warnings === 1 ? l10n.t('1 warning') : l10n.t('{0} warnings', warnings));
  return parts.join(', ');
}
